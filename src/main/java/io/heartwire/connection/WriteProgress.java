package io.heartwire.connection;

import org.jspecify.annotations.Nullable;

/**
 * What one connection's writer is writing, and what it has written. Guarded by the lock of its
 * {@link OutboundQueue}.
 */
final class WriteProgress {
  /** After so long without a write, the socket is sure to take a ping. */
  static final long QUIET_NANOS = 1_000_000_000L;

  private @Nullable WriteBatch inFlight;
  private long writingSince = LivenessFacts.NEVER;
  private long messages;
  private long lastSentAt;
  private long lastActiveAt;

  WriteProgress(long now) {
    lastSentAt = now;
    lastActiveAt = now;
  }

  void begin(WriteBatch batch, long now) {
    inFlight = batch;
    writingSince = now;
  }

  /** A ping frame is about to be written; it is no batch. */
  void pingBegins(long now) {
    writingSince = now;
  }

  /** The batch that is being written, or null. */
  @Nullable WriteBatch inFlight() {
    return inFlight;
  }

  /**
   * The batch has been written.
   *
   * @param isActivity whether there was more in it than the protocol's own pings
   */
  void written(long now, boolean isActivity) {
    if (inFlight == null) {
      return;
    }
    messages += inFlight.messages();
    inFlight = null;
    lastSentAt = now;
    if (isActivity) {
      lastActiveAt = now;
    }
  }

  /** Nothing is being written. */
  void rest() {
    writingSince = LivenessFacts.NEVER;
  }

  /** Gives the batch up; returns how many messages it had. */
  int drop() {
    int dropped = inFlight == null ? 0 : inFlight.messages();
    inFlight = null;
    return dropped;
  }

  boolean isQuiet(long now) {
    return inFlight == null && now - lastSentAt >= QUIET_NANOS;
  }

  /** Since when something is being written, or {@link LivenessFacts#NEVER}. */
  long writingSince() {
    return writingSince;
  }

  long messages() {
    return messages;
  }

  long lastSentAt() {
    return lastSentAt;
  }

  /** When a message of the application was last sent. */
  long lastActiveAt() {
    return lastActiveAt;
  }
}
