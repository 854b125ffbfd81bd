package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Transport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The transport of one connection that is served below the container, from the first byte after the
 * handshake to the last.
 *
 * <p>One event loop writes everything: messages, pings, pongs and the close frame, so that frames
 * never interleave. The loop also reads; over TLS threads of the server do. Other threads leave
 * requests for the loop in flags; only the loop changes the state.
 */
public final class WireConnection extends LoopTask implements Transport {
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0).asReadOnlyBuffer();

  private static final Logger LOG = Logger.getLogger(WireConnection.class.getName());

  private final WireSession session;
  private final Connection connection;
  private final FrameListener listener;
  private final WireContext around;
  private final EventLoop loop;
  private final @Nullable SocketIo socket;
  private final ByteSource source;
  private final ByteSink sink;
  private final FrameInput input;
  private final LoopReads reads;
  private final FrameOutput output;
  private final WriteDeadline deadline;
  private final ClosingHandshake closing = new ClosingHandshake();

  // Requests to the loop, set by any thread.
  private volatile boolean isStarted;
  private volatile boolean isWritable; // the sink accepts more again
  private volatile boolean isCut; // nothing can be read or written any more
  private volatile boolean isLeftToContainer; // the container ends the connection

  /**
   * @throws IOException if the connection has ended already
   */
  WireConnection(
      WireSession session, Connection connection, FrameListener listener, WireContext around)
      throws IOException {
    this.session = session;
    this.connection = connection;
    this.listener = listener;
    this.around = around;
    this.loop = around.loop();
    SocketChannel channel = session.socket().orElse(null);
    if (channel == null) {
      this.socket = null;
      this.sink = new CallbackWrites(session, this);
      this.source = new CallbackReads(session, around.context(), this);
    } else {
      this.socket = new SocketIo(channel, loop, this);
      this.sink = socket;
      this.source = socket;
    }
    this.input =
        new FrameInput(
            this, connection, listener, around.config(), around.incoming(), around.time());
    this.reads = new LoopReads(this, loop, source, input, closing);
    this.output = new FrameOutput(sink);
    this.deadline = new WriteDeadline(this, loop, around.config().writeTimeout(), around.time());
  }

  /** Begins to read. Called once, by the thread that opens the session. */
  public void start() {
    try {
      // A connection that has ended has no early bytes any more.
      ByteBuffer early = connection.endedBy().isPresent() ? NOTHING : session.early();
      if (source.isOnLoop()) {
        input.keep(early);
        isStarted = true;
        wake();
      } else {
        received(early);
        source.resume();
      }
    } catch (WireUnsupportedException | UncheckedIOException failure) {
      failed(failure);
    }
  }

  /** Leaves the closing handshake to the container, which ends the connection by itself. */
  public void leaveToContainer() {
    isLeftToContainer = true;
    cut();
  }

  @Override
  public void drain(FrameQueue queue) {
    output.drain(queue);
    if (!loop.add(this)) {
      queue.failed(CloseReason.VANISHED);
    }
  }

  @Override
  public void close(CloseReason reason) {
    closing.begin(reason);
    if (reason.isUntold() && !closing.isPeerGone()) {
      isCut = true;
    }
    if (!loop.add(this)) {
      connection.ended(reason);
    }
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  /** Returns whether the close has begun. */
  boolean isClosing() {
    return closing.isBegun();
  }

  /**
   * Answers a ping, after the replies to earlier messages and before those to later ones. Called by
   * the reading thread.
   */
  void answer(byte[] payload) {
    flushReplies();
    output.pong(payload);
    if (source.isOnLoop()) {
      stepAndReschedule();
    } else {
      wake();
    }
  }

  /** Answers the peer's close frame with the same reason. */
  void peerCloses(CloseReason reason) {
    source.pause();
    flushReplies();
    closing.peerHasClosed();
    if (!connection.close(reason)) {
      wake();
    }
  }

  /**
   * Fails the connection: closes it with this reason after the replies to earlier messages. Further
   * input is ignored.
   */
  void fail(CloseReason reason) {
    closing.fail();
    connection.closeWhenSent(reason);
  }

  /** Takes bytes that a thread of the server has read. */
  void received(ByteBuffer bytes) {
    count(bytes.remaining());
    boolean unused = input.take(bytes, Integer.MAX_VALUE);
  }

  /** Notes that the sink accepts more. */
  void writable() {
    isWritable = true;
    wake();
  }

  /** Ends the connection without a handshake: it cannot be read or written any more. */
  void cut() {
    isCut = true;
    wake();
  }

  @Override
  void failed(Throwable failure) {
    if (failure instanceof WireUnsupportedException unknown) {
      around.wireSwitch().toPortable(unknown);
    } else if (!(failure instanceof UncheckedIOException)) { // that one: the peer has ended it
      listener.failed(failure);
    }
    cut();
  }

  @Override
  void ready(int operations) {
    if (closing.isOver()) {
      return;
    }
    if ((operations & SelectionKey.OP_READ) != 0) {
      reads.read(Objects.requireNonNull(socket));
    }
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      Objects.requireNonNull(socket).hasRoom();
      isWritable = true;
      stepAndReschedule();
    }
  }

  @Override
  Next run() {
    if (isStarted && !closing.isOver()) {
      reads.goOn();
    }
    return step();
  }

  @Override
  void expired() {
    if (!closing.isOpen()) {
      end();
    } else if (deadline.isOver()) {
      connection.close(CloseReason.SLOW);
    }
  }

  /**
   * Writes the replies to earlier messages before a pong or a close that was read together with
   * them: a connection that is closed drops the messages that wait.
   */
  private void flushReplies() {
    if (source.isOnLoop()) {
      stepAndReschedule();
    }
  }

  private void stepAndReschedule() {
    if (step() != Next.UNTIL_ADDED) {
      wake();
    }
  }

  /** Writes, and makes the transitions of the closing handshake that are due. */
  private Next step() {
    if (closing.isOver()) {
      return Next.UNTIL_ADDED;
    }
    if (isWritable) {
      isWritable = false;
      output.unblock();
      deadline.progress();
    }
    Next next = Next.UNTIL_ADDED;
    try {
      if (!isCut) {
        next = output.write();
      }
      if (!isCut) {
        advance();
      }
    } catch (IOException broken) {
      LOG.log(Level.FINEST, "The peer has reset the connection", broken);
      isCut = true;
    }
    if (isCut) {
      end();
      return Next.UNTIL_ADDED;
    }
    return next;
  }

  private void advance() throws IOException {
    if (!closing.isBegun()) {
      deadline.watch(output.isBlocked());
      return;
    }
    if (closing.start()) {
      loop.remind(this, around.time().nanos() + ClosingHandshake.PATIENCE.toNanos());
    }
    if (closing.advance(output, sink)) {
      end();
    }
  }

  private void end() {
    if (closing.isOver()) {
      return;
    }
    closing.over();
    loop.forget(this);
    if (source.isOnLoop()) {
      input.stop(); // the listener must not get messages after the end
    } else {
      input.release();
    }
    source.stop();
    sink.stop();
    output.stop();
    if (isLeftToContainer) {
      return;
    }
    try {
      around.calls().execute(this::leave);
    } catch (RejectedExecutionException stopping) {
      connection.ended(closing.reason());
    }
  }

  private void leave() {
    try {
      listener.closed(closing.reason());
    } finally {
      closeSession();
    }
  }

  private void closeSession() {
    try {
      session.close();
    } catch (WireUnsupportedException unknown) {
      around.wireSwitch().toPortable(unknown);
    } catch (UncheckedIOException gone) {
      LOG.log(Level.FINEST, "The container was faster", gone);
    }
  }

  /** So many bytes have been read; a peer that is to go may not send for ever. */
  void count(int bytes) {
    if (!closing.mayRead(bytes)) {
      cut();
    }
  }

  /** Has the loop run this soon. By any thread. */
  void wake() {
    boolean unused = loop.add(this);
  }
}
