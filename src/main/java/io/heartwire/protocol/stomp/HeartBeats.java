package io.heartwire.protocol.stomp;

import io.heartwire.connection.Connection;
import java.time.Duration;

/**
 * The heart-beats of one connection (STOMP 1.2, heart-beating). Those of the server come before
 * they are due, by the second in which the clock of sessions ticks and one more. Those of the
 * client count as any sign of life; a client that breaks its promise is pinged, and becomes stale
 * if that stays without an answer.
 */
final class HeartBeats {
  /** As long as a client may be silent, in its intervals: it is on a network. */
  private static final int MARGIN = 2;

  private static final Duration AHEAD = Duration.ofSeconds(2);

  /** What one side can do and wants, in milliseconds; 0 = nothing. */
  record Offer(long sends, long wants) {
    static final Offer NONE = new Offer(0, 0);

    /**
     * @throws StompException if the header is not two numbers
     */
    static Offer parse(String header) {
      if (header.isBlank()) {
        return NONE;
      }
      String[] parts = header.split(",", -1);
      try {
        Offer offer = new Offer(Long.parseLong(parts[0].strip()), Long.parseLong(parts[1].strip()));
        if (parts.length == 2 && isIn(offer.sends) && isIn(offer.wants)) {
          return offer;
        }
      } catch (NumberFormatException | ArrayIndexOutOfBoundsException other) {
        // told below
      }
      throw StompException.badRequest(
          "header 'heart-beat' must be two numbers of milliseconds, as 10000,10000; it is '%s'"
              .formatted(ClientFrame.shown(header)));
    }

    private static boolean isIn(long millis) {
      return millis >= 0 && millis <= Integer.MAX_VALUE;
    }

    /** How often this side sends to the other one; 0 = not at all. */
    long agreed(Offer other) {
      return sends == 0 || other.wants == 0 ? 0 : Math.max(sends, other.wants);
    }
  }

  private final Connection connection;
  private final long everyNanos;
  private volatile long lastAt; // written by the ticking thread

  private HeartBeats(Connection connection, Duration every, long now) {
    this.connection = connection;
    this.everyNanos = every.toNanos();
    this.lastAt = now;
  }

  /** Begins what both sides have agreed on. */
  static HeartBeats begin(Connection connection, Offer server, Offer client, long now) {
    long fromClient = client.agreed(server);
    if (fromClient > 0) {
      connection.pingWhenSilentFor(Duration.ofMillis(MARGIN * fromClient));
    }
    return new HeartBeats(connection, Duration.ofMillis(server.agreed(client)), now);
  }

  void tick(long now) {
    if (everyNanos > 0 && now - lastAt >= everyNanos - AHEAD.toNanos()) {
      lastAt = now;
      connection.sendIfRoom(ServerFrame.HEART_BEAT);
    }
  }
}
