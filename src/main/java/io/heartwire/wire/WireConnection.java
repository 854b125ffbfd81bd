package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Transport;
import io.heartwire.time.TimeSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The wire of one connection that is served below the container, from the first byte after the
 * handshake to the last.
 *
 * <p>One event loop writes all of it: messages, pings, pongs and the close frame, and so nothing
 * comes in between of anything. It also reads, or else threads of the server do. What other threads
 * want is left for the loop in a flag, and the state is the loop's alone.
 */
public final class WireConnection extends LoopTask implements Transport {
  private static final Logger LOG = Logger.getLogger(WireConnection.class.getName());

  /** Frames that are read from one connection before anything is written. */
  static final int FRAMES_AT_ONCE = 16;

  private static final int READ_BYTES = 8 * 1024;

  private static final ThreadLocal<ByteBuffer> READ_BUFFER =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(READ_BYTES));

  /** What a connection needs of those around it. */
  record Surroundings(
      EventLoop loop,
      BlockingCallPool calls,
      Executor context,
      WireSwitch wireSwitch,
      WireConfig config,
      TimeSource time) {}

  private final WireSession session;
  private final Connection connection;
  private final FrameListener listener;
  private final Surroundings around;
  private final EventLoop loop;
  private final @Nullable SocketIo socket;
  private final ByteSource source;
  private final ByteSink sink;
  private final FrameInput input;
  private final FrameOutput output;
  private final ClosingHandshake closing = new ClosingHandshake();

  // Left for the loop by any thread.
  private volatile boolean isStarted;
  private volatile boolean isWritable; // again
  private volatile boolean isCut; // nothing can be read or written any more
  private volatile boolean isContainers; // which ends it by itself

  // Of the loop.
  private boolean isReading;
  private boolean isReminded; // of a peer that takes nothing

  /**
   * @param readsOnLoop whether the loop reads, where it can; else threads of the server do
   * @throws IOException if the connection has ended already
   */
  WireConnection(
      WireSession session,
      Connection connection,
      FrameListener listener,
      Surroundings around,
      boolean readsOnLoop)
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
      this.source = readsOnLoop ? socket : new CallbackReads(session, around.context(), this);
    }
    this.input = new FrameInput(this, connection, listener, around.config(), around.time());
    this.output = new FrameOutput(sink);
  }

  /** Begins to read. By the thread that opens the session, once. */
  public void start() {
    try {
      ByteBuffer early = session.early();
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

  /** The container ends the connection by itself, and says goodbye. */
  public void leaveToContainer() {
    isContainers = true;
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
    if (!loop.add(this)) {
      connection.ended(reason);
    }
  }

  @Override
  public boolean mayBlock() {
    return false;
  }

  /** Whether the end has begun. */
  boolean isClosing() {
    return closing.isBegun();
  }

  /**
   * A ping is to be answered: after what its sender has caused before, and before what it causes
   * from now on. By the reading thread.
   */
  void answer(byte[] payload) {
    writeWhatWasCaused();
    output.pong(payload);
    if (source.isOnLoop()) {
      stepAndGoOn();
    } else {
      wake();
    }
  }

  /** The peer's close frame has come, which is answered by the same. */
  void peerCloses(CloseReason reason) {
    source.pause();
    writeWhatWasCaused();
    closing.peerHasClosed();
    if (!connection.close(reason)) {
      wake();
    }
  }

  /**
   * The peer is to be told what is wrong, after the answers to what was right before. Nothing that
   * it sends means anything any more.
   */
  void fail(CloseReason reason) {
    closing.fail();
    connection.closeWhenSent(reason);
  }

  /** Bytes have come, by a thread of the server. */
  void received(ByteBuffer bytes) {
    count(bytes.remaining());
    boolean unused = input.take(bytes, Integer.MAX_VALUE);
  }

  /** The sink takes more. */
  void writable() {
    isWritable = true;
    wake();
  }

  /** Nothing comes from the peer any more, or nothing can be written to it. */
  void cut() {
    isCut = true;
    wake();
  }

  @Override
  void failed(Throwable failure) {
    if (failure instanceof WireUnsupportedException unknown) {
      around.wireSwitch().toPortable(unknown);
    }
    cut();
  }

  @Override
  void ready(int operations) {
    if (closing.isOver()) {
      return;
    }
    if ((operations & SelectionKey.OP_READ) != 0) {
      read(Objects.requireNonNull(socket));
    }
    if ((operations & SelectionKey.OP_WRITE) != 0) {
      Objects.requireNonNull(socket).hasRoom();
      isWritable = true;
      stepAndGoOn();
    }
  }

  @Override
  Next run() {
    if (isStarted && !isReading && !closing.isOver()) {
      goOnReading();
    }
    return step();
  }

  @Override
  void expired() {
    if (closing.isOpen()) {
      connection.close(CloseReason.SLOW);
    } else {
      end();
    }
  }

  private void read(SocketIo from) {
    ByteBuffer bytes = READ_BUFFER.get().clear();
    int count = -1;
    try {
      count = from.read(bytes);
    } catch (IOException broken) {
      LOG.log(Level.FINEST, "The peer has reset the connection", broken);
    }
    if (count < 0) {
      cut();
      return;
    }
    count(count);
    if (!input.take(bytes.flip(), FRAMES_AT_ONCE)) {
      input.keep(bytes);
      isReading = false;
      source.pause();
      wake();
    } else if (closing.isFailed()) { // in crumbs, perhaps, of which each is a read
      isReading = false;
      source.pause();
      loop.addLater(this);
    }
  }

  private void goOnReading() {
    isReading = input.takeLeftover(FRAMES_AT_ONCE);
    if (!isReading) {
      wake();
    } else if (!closing.isPeerGone()) {
      source.resume();
    }
  }

  /**
   * What the peer has caused so far leaves before the answer to what comes next, where the loop has
   * heard of both at once: a connection that is closed drops what waits.
   */
  private void writeWhatWasCaused() {
    if (source.isOnLoop()) {
      stepAndGoOn();
    }
  }

  private void stepAndGoOn() {
    if (step() != Next.UNTIL_ADDED) {
      wake();
    }
  }

  /** Writes, and makes the transitions that are due. */
  private Next step() {
    if (closing.isOver()) {
      return Next.UNTIL_ADDED;
    }
    if (isWritable) {
      isWritable = false;
      output.unblock();
      isReminded = false;
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
      remindOfPeerThatTakesNothing();
      return;
    }
    if (closing.start()) {
      loop.remind(this, around.time().nanos() + ClosingHandshake.PATIENCE.toNanos());
    }
    if (closing.advance(output, sink)) {
      end();
    }
  }

  /** From when it took something last. */
  private void remindOfPeerThatTakesNothing() {
    if (output.isBlocked() && !isReminded) {
      isReminded = true;
      loop.remind(this, around.time().nanos() + around.config().writeTimeout().toNanos());
    } else if (!output.isBlocked()) {
      isReminded = false;
      loop.forget(this);
    }
  }

  private void end() {
    if (closing.isOver()) {
      return;
    }
    closing.over();
    loop.forget(this);
    if (source.isOnLoop()) {
      input.stop(); // the listener hears nothing of what was read together with the end
    }
    source.stop();
    sink.stop();
    output.stop();
    if (isContainers) {
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

  private void count(int bytes) {
    if (!closing.mayRead(bytes)) {
      cut();
    }
  }

  private void wake() {
    boolean unused = loop.add(this);
  }
}
