package io.heartwire.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * One publisher, many subscribers of one channel over Centrifuge JSON: how late publications arrive
 * after the moment at which they were due, and what a delivery costs the server.
 *
 * <p>{@code FanOutLoad PORT PID [CONNECTIONS [RATE [SECONDS [ROUNDS]]]]}. The gateway has to allow
 * everybody to publish: {@code HEARTWIRE_CLIENT_INSECURE=true}. Latency counts from the due moment,
 * so that a generator or server that falls behind does not hide it (coordinated omission).
 */
public final class FanOutLoad {
  private static final String TOPIC = "bench";
  private static final long SETUP_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long TICKS_PER_SECOND = 100;

  private final Selector selector = Selector.open();
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final long pid;
  private Histogram latency = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
  private long published;

  private FanOutLoad(long pid) throws IOException {
    this.pid = pid;
  }

  public static void main(String[] args) throws IOException {
    InetSocketAddress gateway = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
    FanOutLoad load = new FanOutLoad(Long.parseLong(args[1]));
    load.connect(gateway, argument(args, 2, 1000));
    int rate = argument(args, 3, 100);
    int seconds = argument(args, 4, 15);
    load.run(rate, 2 * seconds); // warms both up
    for (int round = 0; round < argument(args, 5, 3); round++) {
      load.report(rate, seconds);
    }
  }

  private static int argument(String[] args, int index, int otherwise) {
    return args.length > index ? Integer.parseInt(args[index]) : otherwise;
  }

  private void connect(InetSocketAddress gateway, int connections) throws IOException {
    for (int i = 0; i < connections; i++) {
      subscribers.add(new Subscriber(gateway, TOPIC, selector, this::arrived));
      poll(0);
    }
    pollUntil(SETUP_NANOS, () -> subscribers.stream().allMatch(Subscriber::isSubscribed));
  }

  private void arrived(long due) {
    latency.recordValue(Math.max(0, System.nanoTime() - due));
  }

  private void report(int rate, int seconds) throws IOException {
    long cpu = cpuNanos(pid);
    long ownCpu = cpuNanos(ProcessHandle.current().pid());
    long before = received();
    long start = System.nanoTime();
    latency = new Histogram(TimeUnit.MINUTES.toNanos(1), 3);
    run(rate, seconds);
    double took = (System.nanoTime() - start) / 1e9;
    long delivered = received() - before;
    System.out.printf(
        Locale.ROOT,
        "%d connections, %d/s: %.0f delivered/s, p50 %.1f ms, p99 %.1f ms, p99.9 %.1f ms,"
            + " server CPU %.2f us per delivery, generator CPU %.2f us, out of order %d%n",
        subscribers.size(),
        rate,
        delivered / took,
        latency.getValueAtPercentile(50) / 1e6,
        latency.getValueAtPercentile(99) / 1e6,
        latency.getValueAtPercentile(99.9) / 1e6,
        (cpuNanos(pid) - cpu) / 1e3 / delivered,
        (cpuNanos(ProcessHandle.current().pid()) - ownCpu) / 1e3 / delivered,
        subscribers.stream().mapToLong(Subscriber::outOfOrder).sum());
  }

  private void run(int rate, int seconds) throws IOException {
    long interval = TimeUnit.SECONDS.toNanos(1) / rate;
    long start = System.nanoTime();
    long missing = received() + (long) rate * seconds * subscribers.size();
    for (long i = 0; i < (long) rate * seconds; i++) {
      long due = start + i * interval;
      for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
        poll(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
      }
      subscribers.get(0).send(publication(due));
      poll(0);
    }
    pollUntil(DRAIN_NANOS, () -> received() >= missing);
  }

  /** 128 bytes of data. */
  private String publication(long due) {
    String data = "{\"due\":%d,\"n\":%d,\"pad\":\"".formatted(due, published++);
    return "{\"id\":%d,\"publish\":{\"channel\":\"%s\",\"data\":%s%s\"}}}"
        .formatted(3 + published, TOPIC, data, "x".repeat(Math.max(0, 126 - data.length())));
  }

  private long received() {
    return subscribers.stream().mapToLong(Subscriber::received).sum();
  }

  private interface Condition {
    boolean holds();
  }

  private void pollUntil(long limitNanos, Condition condition) throws IOException {
    long deadline = System.nanoTime() + limitNanos;
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new IOException("the gateway did not answer in time");
      }
      poll(10);
    }
  }

  private void poll(long millis) throws IOException {
    if (millis == 0) {
      selector.selectNow();
    } else {
      selector.select(millis);
    }
    for (var key : selector.selectedKeys()) {
      ((Subscriber) key.attachment()).read();
    }
    selector.selectedKeys().clear();
  }

  /** User and system time of a process, as Linux counts it. */
  private static long cpuNanos(long pid) throws IOException {
    String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    long ticks = Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    return ticks * TimeUnit.SECONDS.toNanos(1) / TICKS_PER_SECOND;
  }
}
