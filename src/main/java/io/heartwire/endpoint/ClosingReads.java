package io.heartwire.endpoint;

import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * What is read from a session while it is being closed: nothing until the goodbye is written, then
 * the peer's own, so that it has the time to read ours (RFC 6455, section 7.1.1).
 *
 * <p>The container must not see what comes then. A frame of 126 bytes it takes for an error, and
 * closes the socket with data unread in it: the reset that follows makes the peer's system forget
 * our goodbye, so that the peer never learns why. Or it does not read on, and never closes. And a
 * reset by the peer makes it close the socket under a goodbye just being written, which then never
 * returns.
 *
 * <p>Reads come one at a time; the rest is safe for use by any thread.
 */
final class ClosingReads {

  /** How much of what a peer had on its way is read to find its goodbye. */
  static final int MOST_AFTER_GOODBYE = 8 << 20;

  /** How long a peer that goes on sending may take; the container gives a silent one 30 s. */
  static final Duration PATIENCE = Duration.ofSeconds(6);

  private final ContainerSession session;
  private final Connection connection;
  private final Executor later;
  private final TimeSource time;
  private final Doorway reads = new Doorway();
  private boolean isBegun;
  private long begunAt;
  private boolean isRetried;
  private int afterGoodbye;
  private @Nullable Runnable held; // guarded by this
  private boolean isToBeCut; // guarded by this
  private volatile boolean isGoodbyeSaid; // written under this

  /**
   * @param later runs what is due after {@link #PATIENCE}
   */
  ClosingReads(ContainerSession session, Connection connection, Executor later, TimeSource time) {
    this.session = session;
    this.connection = connection;
    this.later = later;
    this.time = time;
  }

  /** Whether the connection is at its end, and nothing that comes means anything any more. */
  boolean isDue() {
    ConnectionState state = connection.state();
    return state == ConnectionState.CLOSING || state == ConnectionState.CLOSED;
  }

  /** The goodbye begins: what is read from now on has to wait until it is said. */
  void hold() {
    reads.close();
  }

  /** Waits until nothing is being read that came before the end; for a second at most. */
  void awaitReads() {
    reads.awaitEmpty();
  }

  /** The closing handshake has been tried: no write is under way, and none begins. */
  void goodbyeIsSaid() {
    boolean isLast;
    Runnable next;
    synchronized (this) {
      isGoodbyeSaid = true;
      isLast = isToBeCut;
      next = held;
      held = null;
    }
    if (isLast) {
      session.cut();
    } else if (next != null) {
      next.run();
    }
  }

  /** A socket must not be closed while there may be a write under way, which would never return. */
  void cutAfterGoodbye() {
    boolean isLast;
    synchronized (this) {
      isToBeCut = true;
      isLast = isGoodbyeSaid;
    }
    if (isLast) {
      session.cut();
    }
  }

  /**
   * Data has come in.
   *
   * @param size in bytes
   * @param isGoodbye whether the peer has said goodbye by now
   * @param read gives it to the container; runs if the end has not come
   */
  void data(int size, boolean isGoodbye, Runnable read) {
    if (enter()) {
      try {
        read.run();
      } finally {
        leave();
      }
    } else {
      dataAtTheEnd(size, isGoodbye);
    }
  }

  /** Whether data may be read, since the end has not come; {@link #leave} follows. */
  boolean enter() {
    if (!reads.enter()) {
      return false;
    }
    if (isDue()) {
      reads.leave();
      return false;
    }
    return true;
  }

  void leave() {
    reads.leave();
  }

  /** Too much is not read, which stops the peer. */
  private void dataAtTheEnd(int size, boolean isGoodbye) {
    boolean mustWait = !isGoodbyeSaid && (reads.isClosed() || session.isClosing());
    if (mustWait && hold(() -> dataAtTheEnd(size, isGoodbye))) {
      return;
    }
    if (isGoodbyeSaid) {
      afterGoodbye += size;
    }
    if (isGoodbye || isLate()) {
      cutAfterGoodbye();
    }
    if (afterGoodbye > MOST_AFTER_GOODBYE) {
      later.execute(this::cutAfterGoodbye);
    } else {
      session.skip();
    }
  }

  /**
   * No data, but an error. What the container does then must be over before the goodbye begins, or
   * wait until it is said. The first error after that may be its own doing: to close, it cancels
   * what it waits for, and when data has come first it cancels what it waits for next.
   */
  void error(Runnable read) {
    if (isGoodbyeSaid && !isRetried) {
      isRetried = true;
      session.skip();
    } else if (isGoodbyeSaid) {
      read.run();
    } else if (isDue() && session.saysGoodbye() || !reads.enter()) {
      if (!hold(() -> error(read))) {
        error(read);
      }
    } else {
      try {
        read.run();
      } finally {
        reads.leave();
      }
    }
  }

  /** There is one read at a time, so one to keep at most. False if nothing is waited for. */
  private synchronized boolean hold(Runnable read) {
    if (!isGoodbyeSaid) {
      held = read;
    }
    return !isGoodbyeSaid;
  }

  private boolean isLate() {
    long now = time.nanos();
    if (!isBegun) {
      isBegun = true;
      begunAt = now;
    }
    return now - begunAt >= PATIENCE.toNanos();
  }
}
