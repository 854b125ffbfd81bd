package io.heartwire.warmup;

import java.time.Duration;
import java.util.Locale;

/**
 * How the warm-up goes, or went.
 *
 * @param handshakes clients that have come and gone
 * @param took since the first handshake; before that, since the start
 * @param problem why clients are not served as they should be; empty as far as is known
 */
public record WarmupReport(WarmupState state, int handshakes, Duration took, String problem) {

  /** For the log. */
  String inWords() {
    return "Warm-up %s: %d handshakes in %d ms%s"
        .formatted(
            state.name().toLowerCase(Locale.ROOT),
            handshakes,
            took.toMillis(),
            problem.isEmpty() ? "" : "; " + problem);
  }

  /** Whether the gateway may be ready: also when the warm-up has failed. */
  public boolean isOver() {
    return state != WarmupState.WARMING;
  }
}
