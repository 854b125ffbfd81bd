package io.heartwire.it.wire;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Clients that do nothing wrong and say something in turn, each as often. One thread serves them
 * all, so that they cost the machine little; figures may be asked for from another.
 */
final class HonestClients implements AutoCloseable {
  private static final Duration BEAT = Duration.ofMillis(200);

  private final Selector selector = Selector.open();
  private final List<HonestClient> clients = new ArrayList<>();
  private final Recorder roundTrips = new Recorder(3);
  private final Thread thread = new Thread(this::run, "honest-clients");
  private volatile boolean isSilent;
  private volatile boolean isSettled; // silent, and nothing is on its way
  private volatile boolean isOver;

  private HonestClients() throws IOException {}

  static HonestClients connect(int port, int count) throws IOException {
    HonestClients all = new HonestClients();
    InetSocketAddress server = new InetSocketAddress("127.0.0.1", port);
    for (int i = 0; i < count; i++) {
      HonestClient client = HonestClient.connect(server, "honest" + i, all.roundTrips::recordValue);
      client.channel().register(all.selector, SelectionKey.OP_READ, client);
      all.clients.add(client);
    }
    all.thread.start();
    return all;
  }

  /** The round trips in nanoseconds since this was asked last. */
  Histogram roundTrips() {
    return roundTrips.getIntervalHistogram();
  }

  /** Says nothing more, and waits for the rest; what does not come in time is a trouble. */
  void fallSilent(Duration limit) {
    isSilent = true;
    long end = System.nanoTime() + limit.toNanos();
    await().atMost(limit.plusSeconds(10)).until(() -> isSettled || System.nanoTime() > end);
  }

  /** What has gone wrong, and for how many. To be asked when they have fallen silent. */
  Map<String, Long> troubles() {
    return clients.stream()
        .map(HonestClient::verdict)
        .filter(each -> !each.isEmpty())
        .collect(Collectors.groupingBy(each -> each, TreeMap::new, Collectors.counting()));
  }

  /** How many messages came back. To be asked when they have fallen silent. */
  long heard() {
    return clients.stream().mapToLong(HonestClient::heard).sum();
  }

  @Override
  public void close() throws Exception {
    isOver = true;
    thread.join();
    for (HonestClient client : clients) {
      client.close();
    }
    selector.close();
  }

  private void run() {
    long gap = BEAT.toNanos() / clients.size();
    long due = System.nanoTime();
    int next = 0;
    try {
      while (!isOver) {
        for (; due <= System.nanoTime(); due += gap) {
          if (!isSilent) {
            clients.get(next).send(due);
          }
          next = (next + 1) % clients.size();
        }
        isSettled = isSilent && clients.stream().allMatch(HonestClients::isSettled);
        selector.select(HonestClients::take, millisUntil(due));
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void take(SelectionKey ready) {
    HonestClient client = (HonestClient) ready.attachment();
    client.read();
    client.flush();
    if (client.isTroubled()) {
      ready.cancel();
    }
  }

  private static boolean isSettled(HonestClient client) {
    return client.isAnswered() || client.isTroubled();
  }

  /** At least one, since zero would be for ever. */
  private static long millisUntil(long due) {
    return Math.max(1, TimeUnit.NANOSECONDS.toMillis(due - System.nanoTime()));
  }
}
