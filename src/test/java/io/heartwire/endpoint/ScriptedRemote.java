package io.heartwire.endpoint;

import jakarta.websocket.CloseReason;
import jakarta.websocket.RemoteEndpoint;
import jakarta.websocket.SendHandler;
import jakarta.websocket.SendResult;
import jakarta.websocket.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A session of a container, and its way to the peer: sends are done at once, by a call within the
 * call, or, while they are held, when the test says so.
 */
final class ScriptedRemote implements RemoteEndpoint.Async {
  /** How a ping appears in {@link #sent}. */
  static final String PING = "(ping)";

  final List<String> sent = Collections.synchronizedList(new ArrayList<>());
  final List<CloseReason> closes = new CopyOnWriteArrayList<>();
  final Session session =
      (Session)
          Proxy.newProxyInstance(
              Session.class.getClassLoader(),
              new Class<?>[] {Session.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getAsyncRemote" -> this;
                    case "close" -> close((CloseReason) arguments[0]);
                    default -> throw new UnsupportedOperationException(method.getName());
                  });

  volatile boolean isHeld;
  volatile @Nullable RuntimeException whenSending;
  volatile @Nullable Exception whenPinging;
  volatile @Nullable Exception whenClosing;
  volatile @Nullable SendHandler inFlight;

  /** Sends, or closes, while another send was in flight: each is an error of the caller. */
  volatile int overlaps;

  private volatile long timeout;

  /** The send that is held is done; the next one is held in its turn. */
  void complete() {
    take().onResult(new SendResult(session));
  }

  void fail(Throwable why) {
    take().onResult(new SendResult(session, why));
  }

  private SendHandler take() {
    SendHandler handler = Objects.requireNonNull(inFlight, "nothing is in flight");
    inFlight = null;
    return handler;
  }

  private void send(String what, SendHandler handler) {
    checkNothingIsInFlight();
    RuntimeException failure = whenSending;
    if (failure != null) {
      throw failure;
    }
    sent.add(what);
    inFlight = handler;
    if (!isHeld) {
      complete();
    }
  }

  private @Nullable Object close(CloseReason reason) throws Exception {
    checkNothingIsInFlight();
    closes.add(reason);
    Exception failure = whenClosing;
    if (failure != null) {
      throw failure;
    }
    return null;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // none at all in a test that passes
  private void checkNothingIsInFlight() {
    if (inFlight != null) {
      overlaps++;
    }
  }

  @Override
  public void sendText(String text, SendHandler handler) {
    send(text, handler);
  }

  @Override
  public void sendBinary(ByteBuffer data, SendHandler handler) {
    send(data.remaining() + " bytes", handler);
  }

  @Override
  public void sendPing(ByteBuffer payload) throws IOException {
    checkNothingIsInFlight();
    Exception failure = whenPinging;
    if (failure instanceof IOException reset) {
      throw reset;
    }
    if (failure instanceof RuntimeException ended) {
      throw ended;
    }
    sent.add(PING);
  }

  @Override
  public long getSendTimeout() {
    return timeout;
  }

  @Override
  public void setSendTimeout(long millis) {
    timeout = millis;
  }

  @Override
  public Future<Void> sendText(String text) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> sendBinary(ByteBuffer data) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Void> sendObject(Object data) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sendObject(Object data, SendHandler handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void setBatchingAllowed(boolean isAllowed) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean getBatchingAllowed() {
    return false;
  }

  @Override
  public void flushBatch() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void sendPong(ByteBuffer payload) {
    throw new UnsupportedOperationException();
  }
}
