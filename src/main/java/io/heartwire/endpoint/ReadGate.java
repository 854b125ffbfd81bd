package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Limit;
import io.heartwire.limit.Allowance;
import io.heartwire.time.TimeSource;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stands between one session's wire and the container, and lets nothing in that would cost more
 * than it should: pings without end, frames in countless pieces, frames without a mask, and what
 * comes after the end.
 *
 * <p>Pings are answered by the container with a write that may block, so they are let in by threads
 * that are kept for it, and not by the container's. Called for one piece of data at a time.
 */
final class ReadGate implements Executor {
  private static final Logger LOG = Logger.getLogger(ReadGate.class.getName());

  /** What a peer may have on its way when we say goodbye. */
  static final int MOST_AFTER_END = 1 << 20;

  /** The container's own limit for a closing handshake is about this, if the peer is silent. */
  static final long LONGEST_AFTER_END_NANOS = 6_000_000_000L;

  private static final CloseReason NO_WEBSOCKET =
      new CloseReason(1002, "a frame without a mask, or of an impossible size");

  private final ContainerSession session;
  private final Connection connection;
  private final ReadConfig config;
  private final Executor pongs;
  private final TimeSource time;
  private final FrameScan scan = new FrameScan();
  private final Doorway reads = new Doorway();
  private @Nullable Allowance pings;
  private int afterEnd;
  private long endSeenAt;
  private volatile boolean isShut;
  private @Nullable Runnable held; // guarded by this
  private boolean isGoodbyeSaid; // guarded by this
  private boolean isToBeCut; // guarded by this

  /**
   * @param pongs runs what may block on the peer
   */
  ReadGate(
      ContainerSession session,
      Connection connection,
      ReadConfig config,
      Executor pongs,
      TimeSource time) {
    this.session = session;
    this.connection = connection;
    this.config = config;
    this.pongs = pongs;
    this.time = time;
  }

  ContainerSession session() {
    return session;
  }

  /** Lets nothing in any more, and so nobody will notice the peer's goodbye. */
  void shut() {
    isShut = true;
  }

  boolean isShut() {
    return isShut;
  }

  /**
   * What is read from now on has to wait until the goodbye is said: the peer's reset makes the
   * container close the socket at once, and a goodbye just being written would then never return.
   * Called by the container's close callback, so the goodbye has not begun.
   */
  void hold() {
    reads.close();
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
      execute(next);
    }
  }

  @Override
  public void execute(Runnable callback) {
    if (!session.isRead(callback)) { // the end of a write
      callback.run();
    } else if (!reads.isClosed() || !hold(callback)) {
      read(callback);
    }
  }

  /**
   * There is one read at a time, so one callback at most to keep. False if nothing is waited for.
   */
  private synchronized boolean hold(Runnable callback) {
    if (!isGoodbyeSaid) {
      held = callback;
    }
    return !isGoodbyeSaid;
  }

  private void read(Runnable callback) {
    ByteBuffer bytes = session.arrived();
    if (bytes == null) {
      fail(callback);
    } else if (isShut) {
      return;
    } else if (isOver()) {
      takeAfterEnd(bytes.remaining(), callback);
    } else {
      take(scan.scan(bytes), callback);
    }
  }

  /** What the container does then must be over before a goodbye begins. */
  private void fail(Runnable callback) {
    if (reads.enter()) {
      try {
        callback.run();
      } finally {
        reads.leave();
      }
    } else if (!hold(callback)) {
      callback.run();
    }
  }

  private void take(int pingsInIt, Runnable callback) {
    if (scan.isBroken()) {
      shut(NO_WEBSOCKET);
    } else if (scan.pieces() > config.mostPieces()) {
      connection.quota().exceeded(Limit.FRAME_PIECES);
      shut(CloseReason.TOO_MANY_REQUESTS);
    } else if (!mayPing(pingsInIt)) {
      connection.quota().exceeded(Limit.PINGS);
      shut(CloseReason.TOO_MANY_REQUESTS);
    } else if (pingsInIt == 0) {
      callback.run();
    } else {
      try {
        pongs.execute(callback);
      } catch (RejectedExecutionException stopping) {
        LOG.log(Level.FINE, "Too late for {0}", connection);
      }
    }
  }

  private boolean mayPing(int count) {
    if (count == 0 || config.pings().isUnlimited()) {
      return true;
    }
    if (pings == null) {
      pings = new Allowance(config.pings(), time);
    }
    return pings.take(count);
  }

  /** Closed by us, and the container waits for the peer's goodbye, for ever if data goes on. */
  private void takeAfterEnd(int size, Runnable callback) {
    if (afterEnd == 0) {
      endSeenAt = time.nanos();
    }
    afterEnd += size;
    if (afterEnd <= MOST_AFTER_END && time.nanos() - endSeenAt < LONGEST_AFTER_END_NANOS) {
      callback.run();
    } else {
      shut();
      cutAfterGoodbye();
    }
  }

  private void shut(CloseReason reason) {
    shut();
    if (!connection.close(reason)) {
      cutAfterGoodbye(); // somebody else says goodbye, and nobody will hear the answer
    }
  }

  /** A socket must not be closed while there may be a write under way, which would never return. */
  private void cutAfterGoodbye() {
    boolean isLast;
    synchronized (this) {
      isToBeCut = true;
      isLast = isGoodbyeSaid;
    }
    if (isLast) {
      session.cut();
    }
  }

  private boolean isOver() {
    ConnectionState state = connection.state();
    return state == ConnectionState.CLOSING || state == ConnectionState.CLOSED;
  }
}
