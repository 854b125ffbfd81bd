package io.heartwire.connection;

import io.heartwire.time.TimeSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One connection's way out: many producers, one writer.
 *
 * <p>Implementation notes. Whoever finds the connection idle takes the writer's role and starts a
 * drain; everybody else leaves messages behind. The role ends when {@link #next()} returns null.
 * All fields are guarded by this object's lock, which is never held while calling the transport.
 *
 * <p>Direct writes and pings are calls that block and that nothing can interrupt; a thread blocked
 * in one is lost even when the session is closed. They are therefore made only while the kernel is
 * sure to have room: when the bytes that the peer has not acknowledged by a pong are few. A ping
 * also goes out when nothing was written for a while. A connection that is written to fast asks for
 * a pong by itself every {@link #ACKNOWLEDGE_EVERY} bytes. One that is never in either case is
 * being read by its peer, or its next write stalls and runs into the write timeout.
 */
final class Outgoing implements FrameQueue {
  static final long SAFE_WINDOW = 16 * 1024;
  static final long ACKNOWLEDGE_EVERY = 8 * 1024;
  static final long QUIET_NANOS = 1_000_000_000L;

  private static final int WRITABLE_BELOW_ONE_IN = 2;
  private static final int RESUMED_BELOW_ONE_IN = 4;

  /** What became of a message. */
  enum Sent {
    ACCEPTED,
    DROPPED,
    OVERFLOWED,
    CLOSED
  }

  /** Totals since the connection was opened; dropped are those never written. */
  record Totals(
      long messages, long bytes, long dropped, int queued, long unacknowledged, long lastSentAt) {}

  private final Connection connection;
  private final TimeSource time;
  private final Backlog backlog;

  private @Nullable Transport transport;
  private @Nullable Bundle inFlight;
  private @Nullable Runnable resume;
  private boolean yieldedFits; // decided when yielded: a close in between must not change it
  private boolean draining;
  private boolean pingWanted;
  private boolean closed;
  private long writingSince = Pulse.NEVER;
  private long awaitingSince = Pulse.NEVER;
  private long bytesWhenPinged;
  private long unacknowledged;
  private long messages;
  private long bytes;
  private long dropped;
  private long lastSentAt;

  Outgoing(Connection connection, OutboxPool pool, TimeSource time) {
    this.connection = connection;
    this.time = time;
    this.backlog = new Backlog(connection.id(), pool);
    this.lastSentAt = time.nanos();
  }

  /** Gives the connection its wire; false if it was closed before. */
  synchronized boolean open(Transport wire) {
    if (closed) {
      return false;
    }
    transport = wire;
    return true;
  }

  Sent send(Message message, OverflowPolicy policy) {
    Transport idleWire;
    synchronized (this) {
      if (closed || transport == null) {
        return Sent.CLOSED;
      }
      if (draining) {
        return enqueue(message, policy);
      }
      draining = true;
      backlog.begin(message);
      idleWire = transport;
    }
    idleWire.drain(this);
    return Sent.ACCEPTED;
  }

  /** Asks for a ping between messages; false if it may not be written now. */
  boolean ping() {
    Transport idleWire;
    synchronized (this) {
      if (closed || transport == null || !hasRoomForPing(time.nanos())) {
        return false;
      }
      pingWanted = true;
      if (draining) {
        return true;
      }
      draining = true;
      idleWire = transport;
    }
    idleWire.drain(this);
    return true;
  }

  /** See {@link Connection#whenWritable}. */
  synchronized boolean whenWritable(Runnable action) {
    if (closed) {
      return false;
    }
    if (backlog.isBelowOneIn(WRITABLE_BELOW_ONE_IN)) {
      return true;
    }
    // More than nothing waits, so the writer is at work and has at least one more turn to come.
    resume = action;
    return false;
  }

  @Override
  public @Nullable Frame next() {
    Runnable due = confirmWritten();
    if (due != null) {
      connection.resume(due);
    }
    Bundle bundle;
    synchronized (this) {
      long now = time.nanos();
      if (closed) {
        draining = false;
        return null;
      }
      if ((pingWanted || acknowledgementDue()) && hasRoomForPing(now)) {
        yieldedFits = true;
        return Frame.Ping.PING;
      }
      bundle = takeWaiting();
      if (bundle == null) {
        draining = false;
        return null;
      }
      inFlight = bundle;
      yieldedFits = fits(bundle.bytes());
      writingSince = now;
    }
    return bundle.frame();
  }

  @Override
  public synchronized boolean fitsWindow() {
    return yieldedFits;
  }

  @Override
  public synchronized ByteBuffer stampPing() {
    long now = time.nanos();
    pingWanted = false;
    awaitingSince = now;
    writingSince = now;
    bytesWhenPinged = bytes;
    return ByteBuffer.allocate(Long.BYTES).putLong(0, now);
  }

  @Override
  public void failed(CloseReason reason) {
    synchronized (this) {
      // The writer's role is not given back: nobody may write after a frame that is cut off.
      dropInFlight();
    }
    connection.close(reason);
  }

  /**
   * Takes a pong's payload.
   *
   * @return the round trip in nanoseconds, or {@link RoundTrip#UNKNOWN} if it answers no ping of
   *     ours
   */
  synchronized long pong(ByteBuffer payload) {
    boolean answersOurs =
        awaitingSince != Pulse.NEVER
            && payload.remaining() == Long.BYTES
            && payload.getLong(payload.position()) == awaitingSince;
    if (!answersOurs) {
      return RoundTrip.UNKNOWN;
    }
    long roundTrip = time.nanos() - awaitingSince;
    awaitingSince = Pulse.NEVER;
    unacknowledged = bytes - bytesWhenPinged;
    return roundTrip;
  }

  /** Ends it: what waits is counted as dropped, and the lease goes back at once. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    resume = null;
    dropInFlight();
    dropped += backlog.clear();
  }

  synchronized @Nullable Transport transport() {
    return transport;
  }

  synchronized long writingSince() {
    return writingSince;
  }

  synchronized long awaitingSince() {
    return awaitingSince;
  }

  synchronized long lastSentAt() {
    return lastSentAt;
  }

  synchronized Totals totals() {
    return new Totals(messages, bytes, dropped, backlog.size(), unacknowledged, lastSentAt);
  }

  private Sent enqueue(Message message, OverflowPolicy policy) {
    Outbox.Offer offer = backlog.offer(message, policy);
    dropped += offer.dropped();
    if (offer.accepted()) {
      return Sent.ACCEPTED;
    }
    if (policy == OverflowPolicy.DISCONNECT) {
      dropped++;
      return Sent.OVERFLOWED;
    }
    return Sent.DROPPED;
  }

  /** Neighbours join as long as the frame can be written as the first alone would have been. */
  private @Nullable Bundle takeWaiting() {
    Message first = backlog.poll();
    if (first == null) {
      return null;
    }
    long limit = fits(first.size()) ? SAFE_WINDOW - unacknowledged : Bundle.MOST_BYTES;
    return Bundle.of(first, backlog, limit);
  }

  private boolean fits(int size) {
    return unacknowledged + size <= SAFE_WINDOW;
  }

  /**
   * Counts the frame that has been written.
   *
   * @return what is to be run now, before more is taken: all that it sends can share a frame
   */
  private synchronized @Nullable Runnable confirmWritten() {
    Bundle written = inFlight;
    if (written != null) {
      inFlight = null;
      messages += written.messages();
      bytes += written.bytes();
      unacknowledged += written.bytes();
      lastSentAt = time.nanos();
    }
    writingSince = Pulse.NEVER;
    if (resume == null || !backlog.isBelowOneIn(RESUMED_BELOW_ONE_IN)) {
      return null;
    }
    Runnable due = resume;
    resume = null;
    return due;
  }

  private void dropInFlight() {
    if (inFlight != null) {
      dropped += inFlight.messages();
      inFlight = null;
    }
  }

  private boolean acknowledgementDue() {
    return awaitingSince == Pulse.NEVER && unacknowledged >= ACKNOWLEDGE_EVERY;
  }

  private boolean hasRoomForPing(long now) {
    boolean quiet = inFlight == null && now - lastSentAt >= QUIET_NANOS;
    return unacknowledged <= SAFE_WINDOW || quiet;
  }
}
