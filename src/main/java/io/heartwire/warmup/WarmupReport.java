package io.heartwire.warmup;

import java.time.Duration;

/**
 * How the warm-up goes, or went.
 *
 * @param handshakes clients that have come and gone
 * @param took since the gateway answered, or while it does not yet, since the start
 */
public record WarmupReport(WarmupState state, int handshakes, Duration took) {

  /** Whether the gateway need not be spared any longer: also when the warm-up has failed. */
  public boolean isOver() {
    return state != WarmupState.WARMING;
  }
}
