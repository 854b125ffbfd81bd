package io.heartwire.endpoint;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Message;
import io.heartwire.connection.Transport;
import io.heartwire.endpoint.AsyncSend.Ending;
import jakarta.websocket.CloseReason.CloseCodes;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The wire of a Jakarta WebSocket session, and the one place that chooses how bytes are written.
 *
 * <p>A message that fits the window of unacknowledged bytes is written directly by the connection's
 * {@link EventLoop}: half the cost of the asynchronous way, and no hand-over per message. If the
 * kernel has no room for all of it, the rest goes out asynchronously. Beyond the window all does,
 * one send in flight, under the container's send timeout: a peer that stops reading costs no
 * thread. The container fails a second send while one is in flight, so the next begins only when
 * the handler of the one before has run.
 *
 * <p>A direct write to a session whose socket the container has just closed never returns: nobody
 * is left to wake it. The container calls the endpoint's close callback before it closes the
 * socket, so the callback waits for a write under way, and no write begins after it. The goodbye,
 * which the container writes itself, waits for an asynchronous send, and is guarded by the {@link
 * ClosingReads}.
 */
final class SessionTransport extends Turn implements Transport, SendHandler {
  private static final Logger LOG = Logger.getLogger(SessionTransport.class.getName());

  private static final int FRAMES_PER_TURN = 64;
  private static final int UNEXPECTED = CloseCodes.UNEXPECTED_CONDITION.getCode();

  private final Session session;
  private final Connection connection;
  private final WireThreads threads;
  private final EventLoop loop;
  private final @Nullable ReadGate gate;
  private final RemoteEndpoint.Basic direct;
  private final RemoteEndpoint.Async async;
  private final Doorway directWrites = new Doorway();
  private final AsyncSend asyncSend;
  private final int writeTimeoutMillis;
  private volatile boolean isAskedToEnd;
  private volatile CloseReason why = CloseReason.VANISHED;
  private @Nullable FrameQueue queue; // of the turn

  /**
   * @param loop that writes
   * @param asyncSend the connection's, on which nothing has been sent
   * @param gate through which the session's data comes, if it can be watched
   */
  SessionTransport(
      Session session,
      Connection connection,
      WireThreads threads,
      EventLoop loop,
      AsyncSend asyncSend,
      @Nullable ReadGate gate,
      Duration writeTimeout) {
    this.session = session;
    this.connection = connection;
    this.threads = threads;
    this.asyncSend = asyncSend;
    this.gate = gate;
    this.loop = loop;
    this.direct = session.getBasicRemote();
    this.async = session.getAsyncRemote();
    this.writeTimeoutMillis = Math.toIntExact(writeTimeout.toMillis());
    async.setSendTimeout(writeTimeoutMillis);
  }

  @Override
  public boolean mayBlock() {
    return gate == null || gate.session().mayBlock();
  }

  @Override
  public void drain(FrameQueue queue) {
    this.queue = queue;
    if (!loop.add(this)) {
      queue.failed(CloseReason.VANISHED);
    }
  }

  @Override
  public void close(CloseReason reason) {
    why = reason;
    Ending ending = asyncSend.close();
    end(gate != null && gate.isShut() ? Ending.CUT : ending);
  }

  private void end(Ending ending) {
    try {
      switch (ending) {
        case GOODBYE -> threads.close(this::sayGoodbye);
        case WHEN_SENT -> threads.later(this::giveUp, ClosingReads.PATIENCE);
        case CUT -> threads.cut(this::cutShort);
      }
    } catch (RejectedExecutionException stopping) {
      connection.ended(why);
    }
  }

  /** The last frame has had its time. */
  private void giveUp() {
    if (asyncSend.giveUp()) {
      end(Ending.CUT);
    }
  }

  /**
   * Called by the container's close callback, before the goodbye and the end of the socket. If
   * nobody here asked for it, the thread that reads says goodbye, so that nothing is read
   * meanwhile.
   */
  void closing() {
    directWrites.close();
    if (gate == null) {
      return;
    }
    if (isAskedToEnd) {
      gate.closing().hold();
    } else {
      gate.closing().goodbyeIsSaid();
    }
  }

  @Override
  Next run() {
    FrameQueue queue = ofTurn();
    try {
      for (int i = 0; i < FRAMES_PER_TURN; i++) {
        Frame frame = queue.next();
        if (frame == null) {
          return queue.isHeld() ? Next.LATER : Next.UNTIL_ADDED;
        }
        if (!queue.fitsWindow()) {
          writeAsync(frame, queue);
          return Next.UNTIL_ADDED;
        }
        if (!writeDirectly(frame, queue)) {
          return Next.UNTIL_ADDED;
        }
      }
    } catch (IOException | IllegalArgumentException | IllegalStateException lost) {
      queue.failed(CloseReason.VANISHED);
      return Next.UNTIL_ADDED;
    }
    return Next.AFTER_OTHERS;
  }

  @Override
  void givenUp() {
    ofTurn().failed(CloseReason.SLOW);
  }

  private FrameQueue ofTurn() {
    return Objects.requireNonNull(queue, "a turn begins with drain");
  }

  /** False if the turn is over: the session has been closed, or a rest is on its way. */
  private boolean writeDirectly(Frame frame, FrameQueue queue) throws IOException {
    if (!directWrites.enter()) {
      queue.failed(CloseReason.VANISHED);
      return false;
    }
    try {
      if (gate != null) {
        return writeTo(gate.session(), frame, queue);
      }
      if (frame instanceof Message.Text text) {
        direct.sendText(text.text());
      } else if (frame instanceof Message.Binary binary) {
        direct.sendBinary(binary.view());
      } else {
        direct.sendPing(queue.stampPing());
      }
      return true;
    } finally {
      directWrites.leave();
    }
  }

  private boolean writeTo(ContainerSession socket, Frame frame, FrameQueue queue)
      throws IOException {
    if (!asyncSend.begin()) {
      queue.failed(CloseReason.VANISHED);
      return false;
    }
    boolean isUnderWay = false;
    try {
      FrameBuffer frames =
          frame instanceof Frame.Ping
              ? FrameBuffer.withPing(queue.stampPing())
              : FrameBuffer.with(frame);
      isUnderWay = !socket.write(frames, writeTimeoutMillis, this);
      return !isUnderWay;
    } finally {
      if (!isUnderWay) {
        endIfDue(asyncSend.ended(true));
      }
    }
  }

  private void writeAsync(Frame frame, FrameQueue queue) {
    if (!asyncSend.begin()) {
      queue.failed(CloseReason.VANISHED);
      return;
    }
    try {
      if (frame instanceof Message.Text text) {
        async.sendText(text.text(), this);
      } else if (frame instanceof Message.Binary binary) {
        async.sendBinary(binary.view(), this);
      }
    } catch (IllegalArgumentException | IllegalStateException lost) {
      onResult(new SendResult(lost));
    }
  }

  /** What was on its way asynchronously has arrived in the kernel, or not. */
  @Override
  public void onResult(SendResult result) {
    if (endIfDue(asyncSend.ended(result.isOK()))) {
      return;
    }
    if (result.isOK()) {
      drain(ofTurn());
    } else {
      ofTurn().failed(reasonOf(result));
    }
  }

  private boolean endIfDue(@Nullable Ending ending) {
    if (ending == null) {
      return false;
    }
    end(ending);
    return true;
  }

  private void sayGoodbye() {
    isAskedToEnd = true;
    if (gate != null) {
      gate.closing().awaitReads();
    }
    try {
      session.close(toContainer(why));
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.FINE, gone, () -> "No closing handshake with " + connection);
    } finally {
      if (gate != null) {
        directWrites.close();
        gate.closing().goodbyeIsSaid();
      }
      connection.ended(why);
    }
  }

  /** Nobody reads the peer's goodbye, or no word can be said. */
  private void cutShort() {
    isAskedToEnd = true;
    directWrites.close();
    try {
      if (gate == null) { // the container ends it as it can
        session.close(toContainer(why));
      } else if (asyncSend.isOver()) {
        gate.session().closeNow(toContainer(why));
      } else {
        gate.session().cut();
      }
    } catch (IOException | IllegalStateException gone) {
      LOG.log(Level.FINE, gone, () -> "No word to " + connection);
    } finally {
      connection.ended(why);
    }
  }

  /** The reason as a close frame may carry it; 1006 must not be sent (RFC 6455, section 7.4.1). */
  static jakarta.websocket.CloseReason toContainer(CloseReason reason) {
    int code = reason.equals(CloseReason.VANISHED) ? UNEXPECTED : reason.code();
    return new jakarta.websocket.CloseReason(CloseCodes.getCloseCode(code), reason.text());
  }

  private static CloseReason reasonOf(SendResult failed) {
    return failed.getException() instanceof SocketTimeoutException
        ? CloseReason.SLOW
        : CloseReason.VANISHED;
  }
}
