package io.heartwire.endpoint;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.limit.RateLimit;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Limits of what a client may send that is no message.
 *
 * @param pings which the container answers by itself
 * @param mostPieces that one frame may come in, since the container keeps a buffer for each
 */
@Dependent
public record ReadConfig(RateLimit pings, int mostPieces) implements ConfigGroup {
  /** A link of the smallest packets brings twice as much at a time. */
  private static final int BYTES_A_PIECE = 256;

  private static final int LEAST_PIECES = 64;

  @Inject
  public ReadConfig(Settings settings, MessageConfig messages) {
    this(
        RateLimit.read(settings, "heartwire.limit.pings"),
        Math.max(LEAST_PIECES, messages.maxBytes() / BYTES_A_PIECE));
  }
}
