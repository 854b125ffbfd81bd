package io.heartwire.wire;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.limit.RateLimit;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * How connections are read and written, and what a client may send.
 *
 * @param mode which way
 * @param maxBytes of one incoming message, fragments added up
 * @param pings which are answered
 * @param writeTimeout how long a client may take nothing of what is being written to it
 */
@Dependent
public record WireConfig(WireMode mode, int maxBytes, RateLimit pings, Duration writeTimeout)
    implements ConfigGroup {
  /** A link of the smallest packets brings twice as much at a time. */
  private static final int BYTES_A_PIECE = 256;

  private static final int LEAST_PIECES = 64;

  @Inject
  public WireConfig(Settings settings, OutboxConfig outbox) {
    this(
        settings.choice("heartwire.wire", WireMode.class),
        settings.number("heartwire.message.max-bytes", 1, 1 << 30),
        RateLimit.read(settings, "heartwire.limit.pings"),
        outbox.writeTimeout());
  }

  /** How many pieces one frame may come in: each costs as much as a whole one. */
  int mostPieces() {
    return Math.max(LEAST_PIECES, maxBytes / BYTES_A_PIECE);
  }
}
