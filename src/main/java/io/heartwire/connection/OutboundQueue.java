package io.heartwire.connection;

import io.heartwire.time.TimeSource;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The outgoing queue of one connection: many producers, one writer.
 *
 * <p>Implementation notes. The producer that finds the connection idle becomes the writer and
 * starts a drain; all others queue their messages. The drain ends when {@link #next()} returns
 * null. All fields are guarded by this object's lock, which is never held while calling the
 * transport.
 *
 * <p>On a transport that may block, a ping can block its thread for good: nothing interrupts it,
 * not even closing the session. So a ping is written only while the socket is sure to take it: when
 * the bytes that the peer has not acknowledged by a pong are few, or when nothing was written for a
 * while. A connection with much traffic pings by itself after every half window. If neither is ever
 * the case, either the peer reads, or the next write stalls and runs into the write timeout.
 * Messages beyond the window wait a little for a pong that is on its way.
 *
 * <p>A protocol's own ping is a message like any other, except that it goes first, and that it is
 * not in the backlog, so that no limit refuses it.
 */
final class OutboundQueue implements FrameQueue {
  private final Connection connection;
  private final TimeSource time;
  private final Backlog backlog;
  private final Resumption resumption;
  private final UnreadWindow window = new UnreadWindow();
  private final PingState pings = new PingState();
  private final WriteProgress progress;

  private @Nullable Transport transport;
  private volatile @Nullable CloseReason farewell; // closes the connection when nothing waits
  private boolean held; // used by the writer only
  private boolean draining;
  private boolean closed;

  OutboundQueue(Connection connection, OutboxPool pool, TimeSource time) {
    this.connection = connection;
    this.time = time;
    this.backlog = new Backlog(connection, pool);
    this.resumption = new Resumption(backlog);
    this.progress = new WriteProgress(time.nanos());
  }

  /**
   * Announces that a transport will be attached: until then there is no writer, and messages wait.
   * Returns false if the connection was closed before.
   */
  synchronized boolean awaitWire() {
    draining = true;
    return !closed;
  }

  /** Attaches the transport; returns false if the connection was closed before. */
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

  SendResult send(Message message, OverflowPolicy policy) {
    Transport idleWire;
    synchronized (this) {
      if (closed || farewell != null) {
        return SendResult.CLOSED;
      }
      if (draining) {
        return backlog.offer(message, policy);
      }
      if (transport == null) {
        return SendResult.CLOSED;
      }
      draining = true;
      backlog.begin(message);
      idleWire = transport;
    }
    idleWire.drain(this);
    return SendResult.ACCEPTED;
  }

  /** See {@link Connection#sendIfRoom}. */
  SendResult sendIfRoom(Message message) {
    synchronized (this) {
      if (!closed && draining && !resumption.isWritable()) {
        backlog.countDropped(1);
        return SendResult.DROPPED;
      }
    }
    return send(message, OverflowPolicy.DROP_OLDEST);
  }

  /** See {@link Connection#pingWith}. */
  synchronized void pingWith(Message message) {
    if (pings.areMessages()) {
      throw new IllegalStateException(connection + " already has a ping message of its protocol");
    }
    pings.use(message);
  }

  /** Queues a ping before all messages that wait; returns false if it may not be written now. */
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
   * Accepts no more messages, and makes the writer close the connection once it has written those
   * that wait.
   *
   * @return whether nothing waits; the caller must close the connection then
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

  boolean isLeaving() {
    return farewell != null;
  }

  /** See {@link Connection#whenWritable}. */
  synchronized boolean whenWritable(Runnable action) {
    if (closed) {
      return false;
    }
    if (resumption.isWritable()) {
      return true;
    }
    // Messages wait, so a drain is under way, and the writer will call next() at least once more.
    resumption.await(action);
    return false;
  }

  @Override
  public @Nullable Frame next() {
    long now = time.nanos();
    Runnable due;
    WriteBatch written;
    WriteBatch bundle = null;
    synchronized (this) {
      written = progress.inFlight();
      due = confirmWritten(now);
      if (due == null) {
        bundle = take(now);
      }
    }
    if (written != null) {
      connection.sent(written);
      written.tellWritten(connection, now);
    }
    if (due != null) {
      connection.resume(due);
      synchronized (this) {
        bundle = take(time.nanos()); // the action may have taken a while
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
    pings.frameSent(now, connection.liveness().lastHeardAt());
    progress.pingBegins(now);
    return window.stamp(now);
  }

  @Override
  public void failed(CloseReason reason) {
    synchronized (this) {
      // Stays draining: nobody may write after a frame that is cut off.
      backlog.countDropped(progress.drop());
    }
    connection.close(reason);
  }

  /**
   * Takes the payload of a pong frame.
   *
   * @return the round trip in nanoseconds, or {@link RoundTrip#UNKNOWN} if it answers none of our
   *     pings
   */
  synchronized long pong(ByteBuffer payload) {
    long stampedAt = window.pong(payload);
    if (stampedAt == LivenessFacts.NEVER) {
      return RoundTrip.UNKNOWN;
    }
    pings.heard();
    long roundTrip = time.nanos() - stampedAt;
    window.provedAfter(roundTrip);
    return roundTrip;
  }

  /**
   * Takes a pong of the protocol.
   *
   * @return the round trip in nanoseconds, or {@link RoundTrip#UNKNOWN} if it answers no ping
   */
  synchronized long answered() {
    PingState.Asked asked = pings.answered();
    if (asked == null) {
      return RoundTrip.UNKNOWN;
    }
    window.trust(asked.bytesBefore());
    return time.nanos() - asked.at();
  }

  /**
   * Closes the queue: the waiting messages are counted as dropped, and the outbox is released at
   * once.
   */
  synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    resumption.forget();
    backlog.countDropped(progress.drop());
    backlog.clear();
  }

  synchronized @Nullable Transport transport() {
    return transport;
  }

  synchronized long writingSince() {
    return progress.writingSince();
  }

  synchronized long awaitingSince() {
    return pings.awaitingSince();
  }

  /** When a message of the application was last sent. */
  synchronized long lastActiveAt() {
    return progress.lastActiveAt();
  }

  synchronized OutboundTotals totals() {
    return new OutboundTotals(
        progress.messages(),
        window.bytes(),
        backlog.dropped(),
        backlog.size(),
        backlog.bytes(),
        window.unacknowledged(),
        progress.lastSentAt());
  }

  private @Nullable Message takeFirst(long now) {
    if (pings.wantMessage()) {
      return pings.message(now, connection.liveness().lastHeardAt(), window.bytes());
    }
    return backlog.poll();
  }

  /** Takes the next batch; returns null and ends the drain when nothing waits. */
  private @Nullable WriteBatch take(long now) {
    held = false;
    if (closed) {
      draining = false;
      return null;
    }
    if ((pings.wantFrame() || window.acknowledgementDue()) && hasRoomForPing(now)) {
      return WriteBatch.PING;
    }
    Message waiting = backlog.peek();
    held = waiting != null && !pings.wantMessage() && window.isRoomComing(now, waiting.size());
    if (held) {
      return null;
    }
    Message first = takeFirst(now);
    if (first == null) {
      draining = false;
      return null;
    }
    WriteBatch bundle = WriteBatch.of(first, backlog, window); // with those that fit into its frame
    progress.begin(bundle, now);
    return bundle;
  }

  /**
   * Counts the frame that has been written.
   *
   * @return an action to run now, before more is taken, so that all that it sends can share a frame
   */
  private @Nullable Runnable confirmWritten(long now) {
    WriteBatch written = progress.inFlight();
    if (written != null) {
      window.written(written.bytes());
      progress.written(now, !pings.isAll(written) && !written.isHeartBeat());
    }
    progress.rest();
    return resumption.takeDue();
  }

  private boolean hasRoomForPing(long now) {
    return window.room() >= 0 || progress.isQuiet(now);
  }
}
