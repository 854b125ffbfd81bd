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
 * One WebSocket, from its handshake to its one end, whatever that is.
 *
 * <p>Events come one after the other on threads of the HTTP client; {@code ended} is the last and
 * comes once, but not after {@link #abort}. All methods are for any thread.
 */
final class Link implements WebSocket.Listener {

  /** What happens to a link. */
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
   * Where to and how.
   *
   * @param timeout after which the HTTP client gives up; whoever opens a link watches, too
   */
  record Handshake(
      URI address, Map<String, String> headers, List<String> subprotocols, Duration timeout) {}

  private static final Duration GOODBYE = Duration.ofSeconds(1);

  private final Settings settings;
  private final ClientTime time;
  private final Callbacks callbacks;
  private final Events events;
  private final SendQueue queue;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable WebSocket socket; // guarded by lock; null before the handshake is over
  private boolean isOver; // guarded by lock
  private @Nullable Runnable goodbye; // guarded by lock
  private volatile long heardAt;
  private volatile boolean isHeld;

  private final StringBuilder text = new StringBuilder(); // of the one event at a time
  private byte[] binary = new byte[0]; // the same

  /**
   * @param joins whether texts may leave joined to one message, a line each
   */
  Link(Settings settings, ClientTime time, Callbacks callbacks, boolean joins, Events events) {
    this.settings = settings;
    this.time = time;
    this.callbacks = callbacks;
    this.events = events;
    this.queue =
        new SendQueue(
            settings.maxUnsentBytes(), joins, failure -> end(Failures.ofConnection(failure)));
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
    } catch (RuntimeException failure) { // a header it does not take, for instance
      failed(failure, handshake);
    }
  }

  SendQueue queue() {
    return queue;
  }

  /** When the peer was last heard of. While reading is held it counts as heard. */
  long heardAt() {
    return isHeld ? time.nanos() : heardAt;
  }

  /** Ends it at once, without a word to anybody. */
  void abort() {
    WebSocket open = over();
    if (open != null) {
      open.abort();
    }
  }

  /** The other side has said goodbye: waits a moment for the answer to have left. */
  void leave(ClientTime time) {
    time.after(GOODBYE, this::abort);
  }

  /**
   * Says goodbye after all that waits, and ends when that is answered or the time for it is over.
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
      goodbye = gone;
    } finally {
      lock.unlock();
    }
    queue.close();
    time.after(
        GOODBYE,
        () -> {
          abort();
          leaveOnce();
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
    if (binary.length + data.remaining() > settings.maxMessage()) {
      end(tooLong());
      return null;
    }
    byte[] all = Arrays.copyOf(binary, binary.length + data.remaining());
    data.get(all, binary.length, data.remaining());
    binary = last ? new byte[0] : all;
    if (last) {
      events.binary(all);
    }
    return heard(from);
  }

  @Override
  public @Nullable CompletionStage<?> onPing(WebSocket from, ByteBuffer payload) {
    return heard(from); // the answer is the HTTP client's
  }

  @Override
  public @Nullable CompletionStage<?> onPong(WebSocket from, ByteBuffer payload) {
    events.pong(payload);
    return heard(from);
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    end(Failures.ofClose(code, reason));
    return null; // the answer is the HTTP client's
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    end(Failures.ofConnection(failure));
  }

  private @Nullable CompletionStage<?> heard(WebSocket from) {
    heardAt = time.nanos();
    isHeld = true;
    if (callbacks.hasRoomOr(() -> goOn(from))) {
      goOn(from);
    }
    return null;
  }

  private void goOn(WebSocket from) {
    heardAt = time.nanos();
    isHeld = false;
    from.request(1);
  }

  private void failed(Throwable failure, Handshake handshake) {
    end(
        Failures.ofHandshake(
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
    leaveOnce();
  }

  private void leaveOnce() {
    Runnable waiting;
    lock.lock();
    try {
      waiting = goodbye;
      goodbye = null;
    } finally {
      lock.unlock();
    }
    if (waiting != null) {
      abort();
      waiting.run();
    }
  }

  private @Nullable WebSocket over() {
    lock.lock();
    try {
      isOver = true;
      return socket;
    } finally {
      lock.unlock();
    }
  }
}
