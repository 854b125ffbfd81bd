package io.heartwire.protocol.centrifuge;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.protocol.ClientConfig;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The settings of the Centrifuge protocol.
 *
 * @param pingInterval the interval of the server's pings
 * @param mostCommandBytes the most bytes of one command; the same as of a message in other
 *     protocols
 * @param mostFrameBytes the most bytes of a frame; larger, since a client that reconnects sends its
 *     connect command and those of all its subscriptions in one frame
 */
@Dependent
public record CentrifugeConfig(Duration pingInterval, int mostCommandBytes, int mostFrameBytes)
    implements ConfigGroup {
  /** Enough for a name of 255 bytes, a position and a token. */
  private static final int BYTES_A_SUBSCRIPTION = 1024;

  private static final int MOST_FRAME_BYTES = 1 << 30;
  private static final Duration LEAST = Duration.ofMillis(100);

  @Inject
  public CentrifugeConfig(Settings settings, ClientConfig clients) {
    this(
        settings.duration("heartwire.heartbeat.interval", LEAST, Duration.ofDays(1)),
        settings.number("heartwire.message.max-bytes", 1, MOST_FRAME_BYTES),
        frameBytes(
            settings.number("heartwire.message.max-bytes", 1, MOST_FRAME_BYTES),
            clients.mostSubscriptions()));
  }

  private static int frameBytes(int commandBytes, int subscriptions) {
    long needed = (long) BYTES_A_SUBSCRIPTION * subscriptions + commandBytes;
    return (int) Math.min(MOST_FRAME_BYTES, needed);
  }

  /**
   * Returns the interval in whole seconds, as the protocol requires. Rounded up, since clients
   * disconnect if pings come later than announced.
   */
  long pingSeconds() {
    return Math.max(1, pingInterval.plusMillis(999).toSeconds());
  }
}
