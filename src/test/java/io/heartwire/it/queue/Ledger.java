package io.heartwire.it.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * What became of each message, as senders and consumers have seen it. Safe for use by any thread.
 */
final class Ledger {
  /** What is acknowledged so shortly before a failover may not have reached the replica. */
  private static final long REPLICATION_NANOS = Duration.ofSeconds(1).toNanos();

  /** A connection of a consumer. */
  static final class Life {
    private volatile long endedAt = Long.MAX_VALUE;
    private volatile boolean isKilled;

    /** Now, before the server can know. */
    void kill() {
      isKilled = true;
      end();
    }

    void end() {
      if (endedAt == Long.MAX_VALUE) {
        endedAt = System.nanoTime();
      }
    }
  }

  /** A message that a consumer has read. */
  static final class Delivery {
    private final int number;
    private final Life to;
    private final long at = System.nanoTime();
    private volatile boolean isAsked;
    private volatile long acknowledgedAt = Long.MAX_VALUE;
    private volatile boolean isRefused;

    Delivery(int number, Life to) {
      this.number = number;
      this.to = to;
    }

    private boolean isAcknowledged() {
      return acknowledgedAt != Long.MAX_VALUE;
    }
  }

  private final int messages;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicIntegerArray asked; // by number: whether a consumer has acknowledged it
  private final CountDownLatch open;
  private final List<List<Delivery>> deliveries = new ArrayList<>();
  private final Map<String, Integer> errors = new ConcurrentSkipListMap<>();
  private final AtomicInteger deaths = new AtomicInteger();
  private volatile long failoverBegan = Long.MAX_VALUE;
  private volatile long failoverEnded = Long.MAX_VALUE;

  Ledger(int messages) {
    this.messages = messages;
    this.asked = new AtomicIntegerArray(messages);
    this.open = new CountDownLatch(messages);
    for (int i = 0; i < messages; i++) {
      deliveries.add(new ArrayList<>(1));
    }
  }

  /** The number of the next message to be sent; -1 if there is none. */
  int next() {
    int number = next.getAndIncrement();
    return number < messages ? number : -1;
  }

  /** A receipt came for it. */
  void sent() {
    sent.incrementAndGet();
  }

  Delivery delivered(int number, Life to) {
    Delivery delivery = new Delivery(number, to);
    List<Delivery> all = deliveries.get(number);
    synchronized (all) {
      all.add(delivery);
    }
    return delivery;
  }

  /** Its consumer is about to acknowledge it. */
  void acknowledges(Delivery delivery) {
    delivery.isAsked = true;
    if (asked.getAndIncrement(delivery.number) == 0) {
      open.countDown();
    }
  }

  /** A receipt of its acknowledgement came, and says whether it was still the consumer's. */
  void settled(Delivery delivery, boolean isTheirs) {
    if (isTheirs) {
      delivery.acknowledgedAt = System.nanoTime();
    } else {
      delivery.isRefused = true;
    }
  }

  void died() {
    deaths.incrementAndGet();
  }

  int deaths() {
    return deaths.get();
  }

  /** The server said ERROR, which ends a connection. */
  void error(String what) {
    errors.merge(what, 1, Integer::sum);
  }

  Map<String, Integer> errors() {
    return errors;
  }

  void failoverBegins() {
    failoverBegan = System.nanoTime();
  }

  void failoverEnds() {
    failoverEnded = System.nanoTime();
  }

  int sentCount() {
    return sent.get();
  }

  int acknowledgedCount() {
    return messages - (int) open.getCount();
  }

  boolean awaitAll(Duration patience) throws InterruptedException {
    return open.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Messages that were not processed: there is neither a receipt of an acknowledgement, nor a
   * consumer that acknowledged it and died before its receipt; some of them, if there are many.
   */
  List<Integer> left() {
    List<Integer> left = new ArrayList<>();
    for (int i = 0; i < messages && left.size() < 20; i++) {
      if (deliveries.get(i).stream().noneMatch(Ledger::isProcessed)) {
        left.add(i);
      }
    }
    return left;
  }

  private static boolean isProcessed(Delivery delivery) {
    boolean isOpen = delivery.isAsked && !delivery.isRefused;
    return delivery.isAcknowledged() || (isOpen && delivery.to.endedAt != Long.MAX_VALUE);
  }

  /**
   * Deliveries for which there is no reason: neither had the consumer before ended without an
   * acknowledgement, nor was there a failover.
   */
  List<String> unexplained() {
    List<String> found = new ArrayList<>();
    for (List<Delivery> all : deliveries) {
      for (int i = 0; i < all.size(); i++) {
        Delivery one = all.get(i);
        if (one.isRefused && !isOfFailover(one, System.nanoTime())) {
          found.add(one.number + ": was no longer the consumer's when it acknowledged it");
        }
        if (i > 0 && !isExplained(all.get(i - 1), one)) {
          found.add(
              "%d: came again %d ms after it came, acknowledged before: %s"
                  .formatted(
                      one.number,
                      TimeUnit.NANOSECONDS.toMillis(one.at - all.get(i - 1).at),
                      all.get(i - 1).isAcknowledged()));
        }
      }
    }
    return found;
  }

  private boolean isExplained(Delivery before, Delivery after) {
    boolean hadEnded = before.to.endedAt <= after.at;
    return (hadEnded && !before.isAcknowledged()) || isOfFailover(before, after.at);
  }

  private boolean isOfFailover(Delivery before, long until) {
    return failoverBegan != Long.MAX_VALUE
        && until >= failoverBegan
        && before.at <= failoverEnded
        && (!before.isAcknowledged() || before.acknowledgedAt >= failoverBegan - REPLICATION_NANOS);
  }

  /** How many came more than once. */
  long repeated() {
    return deliveries.stream().filter(all -> all.size() > 1).count();
  }

  /** How long it took until what a killed consumer had read came to another, in milliseconds. */
  List<Long> handovers() {
    List<Long> millis = new ArrayList<>();
    for (List<Delivery> all : deliveries) {
      for (int i = 1; i < all.size(); i++) {
        Delivery before = all.get(i - 1);
        if (before.to.isKilled && !isOfFailover(before, all.get(i).at)) {
          millis.add(TimeUnit.NANOSECONDS.toMillis(all.get(i).at - before.to.endedAt));
        }
      }
    }
    return millis.stream().sorted().toList();
  }

  @Override
  public String toString() {
    Map<String, Object> figures = new TreeMap<>();
    figures.put("sent", sentCount());
    figures.put("acknowledged", acknowledgedCount());
    figures.put("repeated", repeated());
    figures.put("deaths", deaths());
    figures.put("errors", errors);
    List<Long> handovers = handovers();
    if (!handovers.isEmpty()) {
      figures.put("handoverMedianMillis", handovers.get(handovers.size() / 2));
      figures.put("handoverLongestMillis", handovers.get(handovers.size() - 1));
    }
    return figures.toString();
  }
}
