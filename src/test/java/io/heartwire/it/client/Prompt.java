package io.heartwire.it.client;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.pollinterval.IterativePollInterval;

/** Waits for what usually comes within milliseconds, such as the answer to a command. */
final class Prompt {
  private static final Duration FIRST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofMillis(50);

  private Prompt() {}

  /** Looks at once, soon again, and then more and more rarely. */
  static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .pollDelay(Duration.ZERO)
        .pollInterval(IterativePollInterval.iterative(Prompt::next, FIRST));
  }

  private static Duration next(Duration last) {
    Duration twice = last.multipliedBy(2);
    return twice.compareTo(LONGEST) < 0 ? twice : LONGEST;
  }
}
