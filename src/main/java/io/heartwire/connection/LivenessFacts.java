package io.heartwire.connection;

import io.heartwire.visibility.Internal;

/**
 * The facts by which the heartbeat judges a connection. Times are {@code TimeSource} nanoseconds.
 *
 * <p>Reads allocate nothing and are not atomic together. Read {@link #awaitingSince()} before
 * {@link #lastHeardAt()}, so that a sign of life between the two reads counts.
 */
@Internal
public interface LivenessFacts {

  /** Stands for no time: no pong awaited, nothing being written, not closing. */
  long NEVER = Long.MIN_VALUE;

  ConnectionState state();

  /** When the connection was admitted. */
  long openedAt();

  /** The last sign of life: any frame from the peer. */
  long lastHeardAt();

  /** The last application message in either direction. */
  long lastMessageAt();

  /**
   * Since when a pong is awaited, or {@link #NEVER}. If several pings are outstanding: since the
   * first of them that no sign of life has followed.
   */
  long awaitingSince();

  /** The number of pings without a pong since the last sign of life. */
  int missed();

  /** When the last missed pong was noticed, or {@link #NEVER}. */
  long missedAt();

  /** Since when the transport has been writing the present frame, or {@link #NEVER}. */
  long writingSince();

  /** Since when the connection is being closed, or {@link #NEVER}. */
  long closingSince();

  /**
   * The ping interval in nanoseconds that the peer was told, at which pings are due whatever has
   * been heard; or {@link #NEVER} for a connection that is pinged only when it is silent.
   */
  long pingEvery();

  /**
   * The silence in nanoseconds after which the connection is pinged, where its peer has promised to
   * be heard of more often than others; or {@link #NEVER}.
   */
  default long silentAfter() {
    return NEVER;
  }

  /** When a ping was last queued, or {@link #NEVER}. */
  long lastPingAt();

  /** This connection's share of the spread of maximum ages, in [½, 1). */
  double lifetimePhase();

  /** This connection's share of the interval before its first ping, in [½, 1); 1 afterwards. */
  double pingPhase();
}
