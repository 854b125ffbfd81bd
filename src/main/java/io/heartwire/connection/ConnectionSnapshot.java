package io.heartwire.connection;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts of one connection at one moment, for operators.
 *
 * @param openedAt when it was admitted, by the wall clock
 * @param age since it was admitted
 * @param lastHeard since any frame came in
 * @param lastSent since a message was written
 * @param roundTrip the last one measured, or null before the first pong
 * @param smoothedRoundTrip smoothed as RFC 6298 section 2 does, or null before the first pong
 * @param queued messages that wait to be written
 * @param queuedBytes their payload
 * @param dropped messages dropped by an overflow policy, or because the connection ended
 * @param unacknowledged bytes written since the last ping that was answered
 */
public record ConnectionSnapshot(
    ConnectionId id,
    Peer peer,
    ConnectionState state,
    Instant openedAt,
    Duration age,
    Duration lastHeard,
    Duration lastSent,
    @Nullable Duration roundTrip,
    @Nullable Duration smoothedRoundTrip,
    long messagesReceived,
    long bytesReceived,
    long messagesSent,
    long bytesSent,
    int queued,
    long queuedBytes,
    long dropped,
    long unacknowledged) {

  static ConnectionSnapshot of(
      Connection connection,
      Instant openedAt,
      InboundActivity in,
      OutboundTotals out,
      RoundTrip roundTrip,
      long now) {
    return new ConnectionSnapshot(
        connection.id(),
        connection.peer(),
        connection.state(),
        openedAt,
        Duration.ofNanos(now - connection.liveness().openedAt()),
        Duration.ofNanos(now - in.lastHeardAt()),
        Duration.ofNanos(now - out.lastSentAt()),
        duration(roundTrip.last()),
        duration(roundTrip.smoothed()),
        in.messages(),
        in.bytes(),
        out.messages(),
        out.bytes(),
        out.queued(),
        out.queuedBytes(),
        out.dropped(),
        out.unacknowledged());
  }

  private static @Nullable Duration duration(long nanos) {
    return nanos == RoundTrip.UNKNOWN ? null : Duration.ofNanos(nanos);
  }
}
