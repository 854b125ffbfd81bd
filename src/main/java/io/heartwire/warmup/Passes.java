package io.heartwire.warmup;

import io.heartwire.loopback.Pass;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * By what the gateway knows the warm-up's clients among all others. Safe for use by any thread.
 *
 * <p>What has always had the same answer so far is compiled for that answer alone, and thrown away
 * at the first other one: then the first clients after the warm-up would meet code that is not
 * compiled any more. So there are two passes, a client shows one of them, and to the other it is as
 * good as a stranger; and what follows from the answers is looked up.
 */
final class Passes {
  private static final String FIRST = "X-Heartwire-Warmup";
  private static final String SECOND = "X-Heartwire-Warmup-2";

  /** By how many good passes a client shows. */
  private static final List<Stage> VALID = List.of(Stage.PUBLIC, Stage.REHEARSAL, Stage.REHEARSAL);

  private static final List<Stage> EXPIRED = List.of(Stage.PUBLIC, Stage.PUBLIC, Stage.PUBLIC);

  private final Pass first = new Pass();
  private final Pass second = new Pass();
  private volatile List<Stage> stages = VALID;

  /** A line of a request's head for each pass. */
  List<String> lines() {
    return List.of(FIRST + ": " + first.secret(), SECOND + ": " + second.secret());
  }

  /** See {@link Warmup#stageOf}. */
  Stage stageOf(Function<String, @Nullable String> headers, String from, String to) {
    int shown = first.admits(headers.apply(FIRST), from, to) ? 1 : 0;
    shown += second.admits(headers.apply(SECOND), from, to) ? 1 : 0;
    return stages.get(shown);
  }

  /** From now on they are worth nothing. */
  void expire() {
    stages = EXPIRED;
  }
}
