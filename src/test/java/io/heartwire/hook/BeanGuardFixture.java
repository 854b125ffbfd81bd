package io.heartwire.hook;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;

/** A guard with a manual clock and what its log says, and beans that answer in one way each. */
abstract class BeanGuardFixture {
  static final String NEVER = "1h";

  final ManualTimeSource time = new ManualTimeSource();
  final LogCapture log = new LogCapture(Hooks.class);

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  /** A guard with these settings, whose names lack what they all begin with. */
  BeanGuard guard(Map<String, String> settings, ApplicationThreads threads) {
    return new BeanGuard("the.Bean", HookConfigs.with(settings), threads, time);
  }

  static long count(BeanGuard guard, CallOutcome outcome) {
    return guard.figures().calls().get(outcome);
  }

  static CompletionStage<String> bug() {
    throw new IllegalStateException("bug");
  }

  static CompletionStage<String> fine() {
    return CompletableFuture.completedStage("fine");
  }

  static CompletionStage<String> mustNotBeAsked() {
    throw new AssertionError("was asked");
  }
}
