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
 * <p>Where pings are calls that may block and that nothing can interrupt, a thread blocked in one
 * is lost even when the session is closed. They are therefore made only while the peer is sure to
 * read: when the bytes that it has not acknowledged by a pong are few, or nothing was written for a
 * while. A connection that is written to fast asks for a pong by itself every half window. One that
 * is never in either case is being read by its peer, or its next write stalls and runs into the
 * write timeout. Messages beyond the window wait a little for a pong that is on its way.
 *
 * <p>A protocol's own ping is a message like any other, except that it goes first and is kept out
 * of the backlog, whose limits it must not meet.
 */
final class Outgoing implements FrameQueue {
  static final long QUIET_NANOS = 1_000_000_000L;

  private static final int WRITABLE_BELOW_ONE_IN = 2;
  private static final int RESUMED_BELOW_ONE_IN = 4;

  /** Totals since the connection was opened; dropped are those never written. */
  record Totals(
      long messages, long bytes, long dropped, int queued, long unacknowledged, long lastSentAt) {}

  private final Connection connection;
  private final TimeSource time;
  private final Backlog backlog;
  private final Window window = new Window();
  private final Pings pings = new Pings();

  private @Nullable Transport transport;
  private @Nullable Bundle inFlight;
  private @Nullable Runnable resume;
  private volatile @Nullable CloseReason farewell; // to close with when nothing waits any more
  private boolean held; // of the writer
  private boolean draining;
  private boolean closed;
  private long writingSince = Pulse.NEVER;
  private long messages;
  private long lastSentAt;
  private long lastActiveAt; // as above, without the protocol's own pings

  Outgoing(Connection connection, OutboxPool pool, TimeSource time) {
    this.connection = connection;
    this.time = time;
    this.backlog = new Backlog(connection, pool);
    this.lastSentAt = time.nanos();
    this.lastActiveAt = lastSentAt;
  }

  /**
   * A wire will be there: until then the writer's role is nobody's, and whatever is sent waits.
   * False if it was closed before.
   */
  synchronized boolean awaitWire() {
    draining = true;
    return !closed;
  }

  /** Gives the connection its wire; false if it was closed before. */
  boolean open(Transport wire) {
    synchronized (this) {
      if (closed) {
        return false;
      }
      transport = wire;
      if (!wire.mayBlock()) {
        window.widen();
      }
      draining = backlog.size() > 0 || farewell != null;
      if (!draining) {
        return true;
      }
    }
    wire.drain(this);
    return true;
  }

  Sent send(Message message, OverflowPolicy policy) {
    Transport idleWire;
    synchronized (this) {
      if (closed || farewell != null) {
        return Sent.CLOSED;
      }
      if (draining) {
        return backlog.offer(message, policy);
      }
      if (transport == null) {
        return Sent.CLOSED;
      }
      draining = true;
      backlog.begin(message);
      idleWire = transport;
    }
    idleWire.drain(this);
    return Sent.ACCEPTED;
  }

  /** See {@link Connection#pingWith}. */
  synchronized void pingWith(Message message) {
    if (pings.areMessages()) {
      throw new IllegalStateException(connection + " has a ping of its protocol already");
    }
    pings.use(message);
  }

  /** Asks for a ping before what waits; false if it may not be written now. */
  boolean ping() {
    Transport idleWire;
    synchronized (this) {
      if (closed || transport == null) {
        return false;
      }
      if (!pings.areMessages() && !hasRoomForPing(time.nanos())) {
        return false;
      }
      pings.want();
      if (draining) {
        return true;
      }
      draining = true;
      idleWire = transport;
    }
    idleWire.drain(this);
    return true;
  }

  /**
   * Takes no more messages, and has the connection closed by the writer once those are written that
   * wait.
   *
   * @return whether nothing waits, so that the caller is to close it
   */
  synchronized boolean closeWhenSent(CloseReason reason) {
    if (closed || !draining) {
      return true;
    }
    if (farewell == null) {
      farewell = reason;
    }
    return false;
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
    long now = time.nanos();
    Runnable due;
    Bundle bundle = null;
    synchronized (this) {
      due = confirmWritten(now);
      if (due == null) {
        bundle = take(now);
      }
    }
    if (due != null) {
      connection.resume(due);
      synchronized (this) {
        bundle = take(time.nanos()); // what was run may have taken its time
      }
    }
    if (bundle != null) {
      return bundle.frame();
    }
    CloseReason last = farewell;
    if (last != null && !held) {
      connection.close(last);
    }
    return null;
  }

  @Override
  public boolean isHeld() {
    return held;
  }

  @Override
  public synchronized ByteBuffer stampPing() {
    long now = time.nanos();
    pings.frameSent(now, connection.lastHeardAt());
    writingSince = now;
    return window.stamp(now);
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
    long stampedAt = window.pong(payload);
    if (stampedAt == Pulse.NEVER) {
      return RoundTrip.UNKNOWN;
    }
    pings.heard();
    long roundTrip = time.nanos() - stampedAt;
    window.provedAfter(roundTrip);
    return roundTrip;
  }

  /**
   * Takes the protocol's pong.
   *
   * @return the round trip in nanoseconds, or {@link RoundTrip#UNKNOWN} if it answers no ping
   */
  synchronized long answered() {
    Pings.Asked asked = pings.answered();
    if (asked == null) {
      return RoundTrip.UNKNOWN;
    }
    window.trust(asked.bytesBefore());
    return time.nanos() - asked.at();
  }

  /** Ends it: what waits is counted as dropped, and the lease goes back at once. */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    resume = null;
    dropInFlight();
    backlog.clear();
  }

  synchronized @Nullable Transport transport() {
    return transport;
  }

  synchronized long writingSince() {
    return writingSince;
  }

  synchronized long awaitingSince() {
    return pings.awaitingSince();
  }

  /** When an application's message was last sent. */
  synchronized long lastActiveAt() {
    return lastActiveAt;
  }

  synchronized Totals totals() {
    return new Totals(
        messages,
        window.bytes(),
        backlog.dropped(),
        backlog.size(),
        window.unacknowledged(),
        lastSentAt);
  }

  /** Neighbours join as long as the frame can be written as the first alone would have been. */
  private @Nullable Bundle takeWaiting(long now) {
    Message first = takeFirst(now);
    return first == null ? null : Bundle.of(first, backlog, window);
  }

  private @Nullable Message takeFirst(long now) {
    if (pings.wantMessage()) {
      return pings.message(now, connection.lastHeardAt(), window.bytes());
    }
    return backlog.poll();
  }

  /** Nothing when nothing waits, and the writer's role ends. */
  private @Nullable Bundle take(long now) {
    held = false;
    if (closed) {
      draining = false;
      return null;
    }
    if ((pings.wantFrame() || window.acknowledgementDue()) && hasRoomForPing(now)) {
      return Bundle.PING;
    }
    Message waiting = backlog.peek();
    held = waiting != null && !pings.wantMessage() && window.isRoomComing(now, waiting.size());
    if (held) {
      return null;
    }
    Bundle bundle = takeWaiting(now);
    if (bundle == null) {
      draining = false;
    } else {
      inFlight = bundle;
      writingSince = now;
    }
    return bundle;
  }

  /**
   * Counts the frame that has been written.
   *
   * @return what is to be run now, before more is taken: all that it sends can share a frame
   */
  private @Nullable Runnable confirmWritten(long now) {
    Bundle written = inFlight;
    if (written != null) {
      inFlight = null;
      messages += written.messages();
      window.written(written.bytes());
      lastSentAt = now;
      if (!pings.isAll(written)) {
        lastActiveAt = now;
      }
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
      backlog.countDropped(inFlight.messages());
      inFlight = null;
    }
  }

  private boolean hasRoomForPing(long now) {
    boolean quiet = inFlight == null && now - lastSentAt >= QUIET_NANOS;
    return window.room() >= 0 || quiet;
  }
}
