package io.heartwire.connection;

/**
 * The facts by which a heartbeat judges a connection; times are {@code TimeSource} nanoseconds.
 *
 * <p>Reads allocate nothing and are not atomic together. A judge reads {@link #awaitingSince()}
 * before {@link #lastHeardAt()}, so that a sign of life between the two counts.
 */
public interface Pulse {

  /** No time: nothing awaited, nothing being written, not closing. */
  long NEVER = Long.MIN_VALUE;

  ConnectionState state();

  /** When the connection was admitted. */
  long openedAt();

  /** The last sign of life: any frame from the peer. */
  long lastHeardAt();

  /** The last application message in either direction. */
  long lastMessageAt();

  /**
   * Since when an answer to a ping is awaited, or {@link #NEVER}. Where several are outstanding:
   * since the first of them that no sign of life has followed.
   */
  long awaitingSince();

  /** Pings that went unanswered since the last sign of life. */
  int missed();

  /** When the last of them was found missing, or {@link #NEVER}. */
  long missedAt();

  /** Since when the frame on its way has been in the hands of the transport, or {@link #NEVER}. */
  long writingSince();

  /** Since when the connection is being closed, or {@link #NEVER}. */
  long closingSince();

  /**
   * The time in nanoseconds after which another ping is due whatever has been heard, as the peer
   * was told; or {@link #NEVER} for a connection that is asked only when it is silent.
   */
  long pingEvery();

  /** When a ping was last asked for, or {@link #NEVER}. */
  long lastPingAt();

  /** Where in the spread of lifetimes this connection's lies, in [½, 1). */
  double lifetimePhase();

  /** This connection's share of the interval before its first ping, in [½, 1); 1 afterwards. */
  double pingPhase();
}
