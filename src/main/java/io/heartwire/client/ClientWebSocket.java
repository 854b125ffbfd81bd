package io.heartwire.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket of the JDK, from handshake to end.
 *
 * <p>Events come one after the other, on threads of the HTTP client. {@code ended} is the last one
 * and comes once, but not after {@link #abort}. Safe for use by any thread.
 */
final class ClientWebSocket implements WebSocket.Listener {

  /** Receives what happens to a WebSocket. */
  interface Events {
    void opened();

    /** A whole message. */
    void text(String message);

    /** A whole message. */
    void binary(byte[] message);

    void pong(ByteBuffer payload);

    void ended(Failure failure);
  }

  /**
   * What the HTTP client needs for a handshake.
   *
   * @param timeout for the HTTP client; the caller has a timer of its own
   */
  record Handshake(
      URI address, Map<String, String> headers, List<String> subprotocols, Duration timeout) {}

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

  private final ClientSettings settings;
  private final ClientTime time;
  private final CallbackQueue callbacks;
  private final Events events;
  private final SendQueue queue;
  private final DeadPeerProbe probe;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable WebSocket socket; // guarded by lock; null before the handshake is over
  private boolean isOver; // guarded by lock
  private @Nullable Runnable closing; // guarded by lock
  private volatile long heardAt;
  private volatile boolean isPaused;

  private final StringBuilder text = new StringBuilder(); // used by one event at a time
  private byte[] binary = new byte[0]; // used by one event at a time
  private int binarySize;

  /**
   * @param joins whether several texts may be sent as one message, each on its own line
   */
  ClientWebSocket(
      ClientSettings settings,
      ClientTime time,
      CallbackQueue callbacks,
      boolean joins,
      Events events) {
    this.settings = settings;
    this.time = time;
    this.callbacks = callbacks;
    this.events = events;
    this.queue =
        new SendQueue(
            settings.maxUnsentBytes(),
            joins,
            failure -> end(FailureClassifier.ofConnection(failure)));
    this.probe = new DeadPeerProbe(time, this::heardAt, this::ping);
    this.heardAt = time.nanos();
  }

  void open(HttpClient client, Handshake handshake) {
    try {
      WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(handshake.timeout());
      handshake.headers().forEach(builder::header);
      List<String> names = handshake.subprotocols();
      if (!names.isEmpty()) {
        builder.subprotocols(names.get(0), names.subList(1, names.size()).toArray(String[]::new));
      }
      CompletionStage<WebSocket> opening = builder.buildAsync(handshake.address(), this);
      opening.whenComplete(
          (opened, failure) -> {
            if (failure != null) {
              failed(failure, handshake);
            }
          });
    } catch (RuntimeException failure) { // a header that it does not accept, for instance
      failed(failure, handshake);
    }
  }

  SendQueue queue() {
    return queue;
  }

  /** When something last came from the server. While reading is paused, that is now. */
  long heardAt() {
    return isPaused ? time.nanos() : heardAt;
  }

  /** Ends it at once, without a close frame or an event. */
  void abort() {
    WebSocket open = markOver();
    if (open != null) {
      open.abort();
    }
  }

  /** Aborts it a second later, when the answer to the server's close frame has been sent. */
  void abortSoon(ClientTime time) {
    time.after(CLOSE_TIMEOUT, this::abort);
  }

  /**
   * Sends a close frame after all that waits. The WebSocket ends when that is answered, at the
   * latest after a second.
   *
   * @param gone run once, when it has ended
   */
  void close(ClientTime time, Runnable gone) {
    lock.lock();
    try {
      if (socket == null || isOver) {
        isOver = true;
        time.after(Duration.ZERO, gone);
        return;
      }
      closing = gone;
    } finally {
      lock.unlock();
    }
    queue.close();
    time.after(
        CLOSE_TIMEOUT,
        () -> {
          abort();
          finishClose();
        });
  }

  @Override
  public void onOpen(WebSocket opened) {
    lock.lock();
    try {
      socket = opened;
      if (isOver) {
        opened.abort();
        return;
      }
    } finally {
      lock.unlock();
    }
    heardAt = time.nanos();
    queue.opened(opened);
    events.opened();
    opened.request(1);
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    if (text.length() + data.length() > settings.maxMessage()) {
      end(tooLong());
      return null;
    }
    if (last && text.isEmpty()) {
      events.text(data.toString());
    } else {
      text.append(data);
      if (last) {
        String message = text.toString();
        text.setLength(0);
        text.trimToSize();
        events.text(message);
      }
    }
    return heard(from);
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    int size = binarySize + data.remaining();
    if (size > settings.maxMessage()) {
      end(tooLong());
      return null;
    }
    if (size > binary.length) { // at least doubled, so that no byte is copied often
      binary = Arrays.copyOf(binary, last ? size : Math.max(size, 2 * binary.length));
    }
    data.get(binary, binarySize, data.remaining());
    binarySize = size;
    if (last) {
      byte[] all = binary.length == size ? binary : Arrays.copyOf(binary, size);
      binary = new byte[0];
      binarySize = 0;
      events.binary(all);
    }
    return heard(from);
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer payload) {
    return heard(from); // the HTTP client has answered it
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
    events.pong(payload);
    heardAt = time.nanos();
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end(FailureClassifier.ofClose(code, reason));
    return null; // the HTTP client has answered it
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    end(FailureClassifier.ofConnection(failure));
  }

  private @Nullable CompletionStage<?> heard(WebSocket from) {
    heardAt = time.nanos();
    isPaused = true;
    if (callbacks.hasRoomOr(() -> readOn(from))) {
      readOn(from);
    }
    return null;
  }

  private void readOn(WebSocket from) {
    heardAt = time.nanos();
    isPaused = false;
    from.request(1);
    probe.heard();
  }

  private void ping() {
    if (queue.ping(
        ByteBuffer.allocate(0),
        () -> {})) { // if there is no room, writing shows whether the peer is there
      queue.flush();
    }
  }

  private void failed(Throwable failure, Handshake handshake) {
    end(
        FailureClassifier.ofHandshake(
            failure, handshake.address(), settings.connectTimeout(), time.wallClock()));
  }

  private Failure tooLong() {
    return new Failure.Broken("message longer than " + settings.maxMessage());
  }

  private void end(Failure failure) {
    lock.lock();
    try {
      if (isOver) {
        return;
      }
      isOver = true;
    } finally {
      lock.unlock();
    }
    events.ended(failure);
    finishClose();
  }

  private void finishClose() {
    Runnable waiting;
    lock.lock();
    try {
      waiting = closing;
      closing = null;
    } finally {
      lock.unlock();
    }
    if (waiting != null) {
      abort();
      waiting.run();
    }
  }

  private @Nullable WebSocket markOver() {
    lock.lock();
    try {
      isOver = true;
      return socket;
    } finally {
      lock.unlock();
    }
  }
}
