package io.heartwire.it.attack;

import io.heartwire.it.client.Entrance;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Clients that do nothing wrong: each has a channel of its own, sends itself the time five times a
 * second, and measures how old it is when it comes back.
 */
final class HonestCrowd implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(200);

  /** As long as each of them takes to say something once. */
  private static final Duration WINDOW = BEAT;

  private static final int WINDOWS = 5;

  private final List<Client> clients = new ArrayList<>();
  private final Queue<Long> ages = new ConcurrentLinkedQueue<>();
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

  HonestCrowd(Entrance entrance, int size) {
    for (int i = 0; i < size; i++) {
      Client client = new Client();
      client.socket =
          entrance
              .http()
              .newWebSocketBuilder()
              .buildAsync(entrance.address("/ws/honest-" + i), client)
              .join();
      clients.add(client);
    }
    long beat = BEAT.toNanos() / size;
    for (int i = 0; i < size; i++) {
      clock.scheduleAtFixedRate(
          clients.get(i)::send, i * beat, BEAT.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  /**
   * The age that one message in a hundred exceeds, those included that are still on their way: the
   * median of several windows, because on a busy machine any one of them may be spoilt.
   */
  Duration p99() {
    long[] windows = IntStream.range(0, WINDOWS).mapToLong(i -> p99OfAWindow()).sorted().toArray();
    return Duration.ofNanos(windows[WINDOWS / 2]);
  }

  /** Whether all are still connected. */
  boolean isWhole() {
    return clients.stream().noneMatch(client -> client.isClosed);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    clients.forEach(client -> client.socket.abort());
  }

  private long p99OfAWindow() {
    ages.clear();
    try {
      Thread.sleep(WINDOW.toMillis());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
    long now = System.nanoTime();
    List<Long> all = new ArrayList<>(ages);
    clients.forEach(client -> all.add(client.waited(now)));
    long[] sorted = all.stream().filter(age -> age > 0).mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    // Where nobody has said anything, the machine stood still: such a window is spoilt.
    return sorted.length == 0 ? Long.MAX_VALUE : sorted[(int) (sorted.length * 0.99)];
  }

  private final class Client implements WebSocket.Listener {
    private static final long NONE = Long.MIN_VALUE;

    private volatile WebSocket socket;
    private volatile boolean isClosed;
    private volatile long sentAt = NONE;

    /** One message is on its way at a time. */
    void send() {
      if (sentAt == NONE && !isClosed) {
        sentAt = System.nanoTime();
        socket.sendText("now", true);
      }
    }

    long waited(long now) {
      long since = sentAt;
      return since == NONE ? 0 : now - since;
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence text, boolean last) {
      ages.add(System.nanoTime() - sentAt);
      sentAt = NONE;
      webSocket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
      isClosed = true;
      return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
      isClosed = true;
    }
  }
}
