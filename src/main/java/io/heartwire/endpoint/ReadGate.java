package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
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
 * than it should: pings without end, frames in countless pieces, and frames without a mask. What
 * comes at the end is the {@link ClosingReads}'s.
 *
 * <p>Pings are answered by the container with a write that may block, so they are let in by threads
 * that are kept for it, and not by the container's. Called for one piece of data at a time.
 */
final class ReadGate implements Executor {
  private static final Logger LOG = Logger.getLogger(ReadGate.class.getName());

  /** Frames that an event loop reads from one connection before it writes. */
  static final int MOST_AT_ONCE = 16;

  private static final CloseReason NO_WEBSOCKET =
      new CloseReason(1002, "a frame without a mask, or of an impossible size");

  private final ContainerSession session;
  private final Connection connection;
  private final Conversation conversation;
  private final ReadConfig config;
  private final AsyncSend sends;
  private final Executor pongs;
  private final Executor ends;
  private final TimeSource time;
  private final FrameScan scan = new FrameScan();
  private final ClosingReads closing;
  private @Nullable Allowance pings;
  private int taken; // of what arrived last
  private volatile boolean isShut;

  /**
   * @param conversation that hears what needs no container
   * @param sends of the connection
   * @param pongs runs what may block on the peer
   * @param ends runs what ends the connection, or may, or takes long
   * @param later runs what is due after {@link ClosingReads#PATIENCE}
   */
  ReadGate(
      ContainerSession session,
      Connection connection,
      Conversation conversation,
      ReadConfig config,
      AsyncSend sends,
      Executor pongs,
      Executor ends,
      Executor later,
      TimeSource time) {
    this.session = session;
    this.connection = connection;
    this.conversation = conversation;
    this.config = config;
    this.sends = sends;
    this.pongs = pongs;
    this.ends = ends;
    this.time = time;
    this.closing = new ClosingReads(session, connection, later, time);
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

  /** What is read at the end. */
  ClosingReads closing() {
    return closing;
  }

  /** Takes the frames that need no container, up to the first that does. */
  void take(ReadBuffer arrived) {
    taken = 0;
    if (!isShut && !scan.isUnderWay() && closing.enter()) {
      try {
        taken = arrived.take(MOST_AT_ONCE, conversation);
      } finally {
        closing.leave();
      }
    }
  }

  @Override
  public void execute(Runnable callback) {
    if (session.isRead(callback)) {
      read(callback);
    } else { // the end of a write
      callback.run();
    }
  }

  private void read(Runnable callback) {
    ByteBuffer bytes = session.arrived();
    if (bytes == null) {
      closing.error(callback);
    } else if (!isShut) {
      int size = bytes.remaining();
      int pingsInIt = scan.scan(bytes);
      if (closing.isDue() || isLetIn(pingsInIt)) {
        pass(size, pingsInIt, callback);
      }
    }
  }

  private boolean isLetIn(int pingsInIt) {
    if (scan.isBroken()) {
      shut(NO_WEBSOCKET);
    } else if (scan.pieces() > config.mostPieces()) {
      connection.quota().exceeded(Limit.FRAME_PIECES);
      shut(CloseReason.TOO_MANY_REQUESTS);
    } else if (!mayPing(pingsInIt)) {
      connection.quota().exceeded(Limit.PINGS);
      shut(CloseReason.TOO_MANY_REQUESTS);
    }
    return !isShut;
  }

  private void pass(int size, int pingsInIt, Runnable callback) {
    boolean isGoodbye = scan.isGoodbye();
    Executor apart = apart(pingsInIt);
    if (apart == null) {
      closing.data(size, isGoodbye, callback);
      return;
    }
    try {
      apart.execute(() -> closing.data(size, isGoodbye, callback));
    } catch (RejectedExecutionException stopping) {
      LOG.log(Level.FINE, "Too late for {0}", connection);
    }
  }

  /**
   * Who runs what this thread must not, since all connections of its loop wait for it. Whatever
   * ends a connection writes a goodbye. While something waits for room in the kernel, any data may
   * do so: the container says goodbye to who sends nonsense. And a loop that reads many messages at
   * once writes none meanwhile, so that outboxes would run over.
   */
  private @Nullable Executor apart(int pingsInIt) {
    if (pingsInIt > 0 && !closing.isDue()) {
      return pongs;
    }
    boolean mayEnd = closing.isDue() || scan.isGoodbye() || sends.isUnderWay();
    return mayEnd || taken + scan.frames() > MOST_AT_ONCE ? ends : null;
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

  private void shut(CloseReason reason) {
    shut();
    if (!connection.close(reason)) {
      closing.cutAfterGoodbye(); // somebody else says goodbye, and nobody will hear the answer
    }
  }
}
