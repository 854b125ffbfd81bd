package io.heartwire.endpoint;

import static java.lang.invoke.MethodHandles.insertArguments;
import static java.lang.invoke.MethodType.methodType;

import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.reflect.Method;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Reads for one session's link by an event loop. The container hands every read over from its
 * selector to a thread of its pool, and takes the connection back: two system calls, two changes of
 * threads and half a wake-up for each message. And it makes several objects of what is most often
 * one short frame: it only gets what was not taken before, and never learns of that.
 *
 * <p>Ends and errors are left to the container: whatever is no data is read again its way.
 *
 * <p>One read is waited for at a time; any thread may ask for it and call it off.
 */
final class SocketReads extends Turn {
  private static final Logger LOG = Logger.getLogger(SocketReads.class.getName());
  private static final Class<?> ANY = Object.class;

  private final Handles handles;
  private final Object request;
  private final SocketChannel channel;
  private final EventLoop loop;
  private final Consumer<ReadBuffer> first;
  private final Executor ends;
  private final AtomicReference<State> state = new AtomicReference<>(State.NOT_AWAITED);
  private volatile @Nullable SelectionKey key;
  private @Nullable Object callback; // handed over by the state
  private @Nullable ReadOnArrival standIn;

  private enum State {
    NOT_AWAITED,
    AWAITED,
    /** The loop looks what there is. */
    READING,
    /** Meanwhile: the read ends so if there was nothing. */
    CALLED_OFF
  }

  /**
   * @param request by which the link reads
   * @param loop that reads
   * @param first takes what it can of what was read; the link gets the rest
   * @param ends tells the link of the end
   */
  SocketReads(
      Handles handles,
      Object request,
      SocketChannel channel,
      EventLoop loop,
      Consumer<ReadBuffer> first,
      Executor ends) {
    this.handles = handles;
    this.request = request;
    this.channel = channel;
    this.loop = loop;
    this.first = first;
    this.ends = ends;
  }

  /**
   * Calls back when there is data.
   *
   * @param callback of the container
   * @param standIn for the request, which the callback is told of
   */
  void await(Object callback, ReadOnArrival standIn) {
    this.callback = callback;
    this.standIn = standIn;
    state.set(State.AWAITED);
    try {
      SelectionKey known = key;
      if (known == null) {
        key = loop.read(channel, this);
      } else {
        loop.resume(known);
      }
    } catch (ClosedChannelException | CancelledKeyException | ClosedSelectorException closed) {
      if (become(State.AWAITED, State.NOT_AWAITED)) {
        leaveToContainer(callback, standIn);
      }
    }
  }

  /** False if no read is waited for. */
  boolean callOff() {
    if (become(State.AWAITED, State.NOT_AWAITED)) {
      endCalledOff();
      return true;
    }
    return become(State.READING, State.CALLED_OFF);
  }

  private boolean become(State from, State to) {
    return state.compareAndSet(from, to);
  }

  private void endCalledOff() {
    end(new SocketTimeoutException("called off"));
  }

  private void end(IOException why) {
    Object whom = Objects.requireNonNull(callback);
    ReadOnArrival stranger = Objects.requireNonNull(standIn);
    elsewhere(() -> fail(whom, stranger, why));
  }

  @Override
  Next run() {
    if (become(State.AWAITED, State.READING)) {
      read();
    }
    SelectionKey known = key;
    if (!isAwaited() && known != null && known.isValid()) {
      try {
        loop.suspend(known);
        if (isAwaited()) { // asked for between the two
          loop.resume(known);
        }
      } catch (CancelledKeyException closed) {
        LOG.log(Level.FINEST, "Closed meanwhile", closed);
      }
    }
    return Next.UNTIL_ADDED;
  }

  private boolean isAwaited() {
    return state.get() == State.AWAITED;
  }

  /**
   * What blocked the thread goes on when it comes back; who threw has left the link without a read,
   * and the heartbeat will find it.
   */
  @Override
  void givenUp() {}

  private void read() {
    ReadBuffer arrived = ReadBuffer.own();
    ByteBuffer bytes = arrived.bytes().clear();
    int count = readInto(bytes);
    bytes.flip();
    if (count > 0) {
      take(arrived);
    }
    if (bytes.hasRemaining()) {
      state.set(State.NOT_AWAITED);
      give(bytes);
    } else if (count < 0) {
      state.set(State.NOT_AWAITED);
      leaveToContainer(Objects.requireNonNull(callback), Objects.requireNonNull(standIn));
    } else if (!become(State.READING, State.AWAITED)) {
      state.set(State.NOT_AWAITED);
      endCalledOff();
    }
  }

  private void take(ReadBuffer arrived) {
    try {
      first.accept(arrived);
    } catch (RuntimeException | Error failure) {
      state.set(State.NOT_AWAITED);
      end(new IOException("what was read could not be taken", failure));
      throw failure;
    }
  }

  private void give(ByteBuffer bytes) {
    Object whom = Objects.requireNonNull(callback);
    ReadOnArrival stranger = Objects.requireNonNull(standIn);
    try {
      Object buffer = handles.allocate.invokeExact(ReadBuffer.SIZE);
      ((ByteBuffer) handles.bytes.invokeExact(buffer)).put(bytes);
      handles.setBuffer.invokeExact(request, buffer);
      handles.complete.invokeExact(whom, stranger.proxy());
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  private int readInto(ByteBuffer bytes) {
    try {
      return channel.read(bytes);
    } catch (IOException broken) {
      LOG.log(Level.FINEST, "The container will see it too", broken);
      return -1;
    }
  }

  private void leaveToContainer(Object whom, ReadOnArrival stranger) {
    SelectionKey known = key;
    if (known != null) {
      known.cancel();
    }
    elsewhere(() -> stranger.readByContainer(whom));
  }

  private void fail(Object whom, ReadOnArrival stranger, IOException why) {
    try {
      handles.error.invokeExact(whom, stranger.proxy(), why);
    } catch (Throwable thrown) {
      throw LibertyInternals.unexpected(thrown);
    }
  }

  private void elsewhere(Runnable task) {
    try {
      ends.execute(task);
    } catch (RejectedExecutionException stopping) {
      LOG.log(Level.FINE, "Too late for the end of a session", stopping);
    }
  }

  /**
   * How to read for a link, once for all sessions.
   *
   * @param channels finds the socket of a request
   * @param allocate a buffer of so many bytes, from the container's pool
   * @param bytes of a buffer
   * @param setBuffer of a request
   * @param complete tells a callback, with the request, of data
   * @param error tells a callback, with the request, of an error
   */
  record Handles(
      SocketChannels channels,
      MethodHandle allocate,
      MethodHandle bytes,
      MethodHandle setBuffer,
      MethodHandle complete,
      MethodHandle error) {

    /**
     * @param request what a request is to the link
     * @param allocate makes a buffer of so many bytes, from the container's pool
     * @throws ReflectiveOperationException if requests of this type can't be read for
     */
    static Handles of(Class<?> request, MethodHandle allocate) throws ReflectiveOperationException {
      Method read = LibertyInternals.withCallback(request, "read");
      Class<?> connection = read.getReturnType();
      Class<?> callback = read.getParameterTypes()[1];
      Class<?> buffer = request.getMethod("getBuffer").getReturnType();
      return new Handles(
          new SocketChannels(),
          allocate.asType(methodType(ANY, int.class)),
          LibertyInternals.method(buffer, "getWrappedByteBufferNonSafe")
              .asType(methodType(ByteBuffer.class, ANY)),
          LibertyInternals.method(request, "setBuffer", buffer)
              .asType(methodType(void.class, ANY, ANY)),
          withoutConnection(callback, "complete", connection, request)
              .asType(methodType(void.class, ANY, ANY)),
          withoutConnection(callback, "error", connection, request, IOException.class)
              .asType(methodType(void.class, ANY, ANY, IOException.class)));
    }

    /** The link looks at the request alone. */
    private static MethodHandle withoutConnection(
        Class<?> callback, String tell, Class<?>... parameters)
        throws ReflectiveOperationException {
      return insertArguments(LibertyInternals.method(callback, tell, parameters), 1, (Object) null);
    }
  }
}
