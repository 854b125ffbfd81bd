package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueStats;
import io.heartwire.queue.QueueDelivery;
import io.heartwire.queue.QueueFixture;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.QueueReceiver;
import io.heartwire.queue.QueueSubscription;
import io.heartwire.queue.Queues;
import io.heartwire.testkit.FaultProxy;
import io.heartwire.testkit.RedisServer;
import io.heartwire.time.SystemTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Queues of several nodes on one Redis, by the real clock. */
class RedisQueuesIT {
  private static final QueueName WORK = new QueueName("work:a");
  private static final Duration LEASE = Duration.ofMillis(1500);

  /** Of nodes that are to hear of messages by news: it is renewed every 20 s. */
  private static final Duration LONG_LEASE = Duration.ofMinutes(1);

  /** Before a long lease is renewed, which would have the same effect. */
  private static final Duration AT_ONCE = Duration.ofSeconds(10);

  private static final int MESSAGES = 10_000;

  private static RedisServer redis;

  private final String prefix = UUID.randomUUID().toString();
  private final ScheduledThreadPoolExecutor threads = new ScheduledThreadPoolExecutor(4);
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final Map<String, Integer> processed = new ConcurrentHashMap<>();
  private final LongAdder deaths = new LongAdder();

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @AfterEach
  void close() {
    nodes.forEach(Node::die);
    threads.shutdownNow();
  }

  @Test
  void aMessageGoesToTheNodeWhoseConsumerHasCreditAtOnce() {
    Node one = new Node("one", redis.address(), LONG_LEASE);
    Node two = new Node("two", redis.address(), LONG_LEASE);
    List<String> first = new CopyOnWriteArrayList<>();
    List<QueueDelivery> second = new CopyOnWriteArrayList<>();
    one.queues.consume(WORK, 1, delivery -> first.add(text(delivery)));
    one.send("a");
    waitUntil(() -> first.size() == 1);
    two.queues.consume(WORK, 10, second::add);
    long before = System.nanoTime();
    one.send("b");
    waitUntil(() -> second.size() == 1);

    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(AT_ONCE);
    assertThat(first).containsExactly("a");
    assertThat(await(second.get(0).acknowledge())).isTrue();
  }

  @Test
  void whatADyingConsumerHasGoesToAnotherNodeAtOnce() {
    Node one = new Node("one", redis.address(), LONG_LEASE);
    Node two = new Node("two", redis.address(), LONG_LEASE);
    List<QueueDelivery> first = new CopyOnWriteArrayList<>();
    List<QueueDelivery> second = new CopyOnWriteArrayList<>();
    QueueSubscription dying = one.queues.consume(WORK, 1, first::add);
    one.send("a");
    waitUntil(() -> first.size() == 1);
    two.queues.consume(WORK, 1, second::add);
    long before = System.nanoTime();
    await(dying.abort("gone"));
    waitUntil(() -> second.size() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(AT_ONCE);
    assertThat(second.get(0).message().delivery()).isEqualTo(2);
    assertThat(await(second.get(0).acknowledge())).isTrue();
  }

  @Test
  void whatADeadNodeHasGoesToAnotherWhenItsLeaseHasEnded() {
    Node one = new Node("one");
    Node two = new Node("two");
    List<QueueDelivery> first = new CopyOnWriteArrayList<>();
    List<QueueDelivery> second = new CopyOnWriteArrayList<>();
    two.queues.consume(WORK, 1, second::add);
    one.send("a");
    waitUntil(() -> second.size() == 1);
    one.queues.consume(WORK, 1, first::add);
    long before = System.nanoTime();
    two.die();
    waitUntil(() -> first.size() == 1);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LEASE.multipliedBy(4));
    assertThat(first.get(0).message().delivery()).isEqualTo(2);
    assertThat(await(first.get(0).acknowledge())).isTrue();
    assertThat(await(one.queues.stats(WORK)).depth()).isZero();
  }

  @Test
  void everyMessageIsAcknowledgedWhileConsumersAndANodeDieAndRedisIsKilled() throws Exception {
    Node one = new Node("one");
    Node two = new Node("two");
    for (int i = 0; i < 10; i++) {
      new Mortal(one).begin();
      new Mortal(two).begin();
    }
    for (int i = 0; i < MESSAGES; i++) {
      one.sendSurely(i);
      if (i == MESSAGES / 3) {
        two.die();
        Node three = new Node("three");
        for (int j = 0; j < 10; j++) {
          new Mortal(three).begin();
        }
      } else if (i == MESSAGES / 2) {
        redis.kill();
        redis.startAgain();
      }
    }

    waitLong(() -> processed.size() == MESSAGES, Duration.ofMinutes(2));
    waitLong(() -> await(one.queues.stats(WORK)).depth() == 0, Duration.ofMinutes(1));
    QueueStats stats = await(one.queues.stats(WORK));
    assertThat(stats.dead()).isZero();
    assertThat(stats.bytes()).isZero();
    assertThat(stats.counters().acknowledged()).isEqualTo(stats.counters().sent());
    assertThat(stats.counters().sent()).isEqualTo(MESSAGES);
    assertThat(deaths.sum()).isPositive();
  }

  @Test
  void aNodeThatHearsNoNewsHearsAgainWithinSeconds() {
    Node one = new Node("one");
    List<QueueDelivery> got = new CopyOnWriteArrayList<>();
    try (FaultProxy way = FaultProxy.before(redis.port())) {
      String address = "redis://127.0.0.1:" + way.port();
      Node two = new Node("two", address, LONG_LEASE);
      two.queues.consume(WORK, 1000, got::add);
      assertThat(wayOf(one, got)).isLessThan(AT_ONCE);

      way.halfOpen("SUBSCRIBE");
      assertThat(wayOf(one, got)).isLessThan(AT_ONCE);
      waitLong(() -> wayOf(one, got).toMillis() < 100, Duration.ofSeconds(20));
      two.die();
    }
  }

  /** How long a message is on its way. */
  private static Duration wayOf(Node from, List<QueueDelivery> to) {
    int before = to.size();
    long start = System.nanoTime();
    from.send("a");
    waitLong(() -> to.size() > before, Duration.ofSeconds(15));
    return Duration.ofNanos(System.nanoTime() - start);
  }

  private static void waitLong(BooleanSupplier condition, Duration patience) {
    long end = System.nanoTime() + patience.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("in time").isNegative();
      LockSupport.parkNanos(5_000_000);
    }
  }

  private static String text(QueueDelivery delivery) {
    return delivery.message().data().asText();
  }

  /** A node with nothing but queues. */
  private final class Node {
    final TestQueueStore store;
    final Queues queues;
    private volatile boolean isDead;

    Node(String name) {
      this(name, redis.address(), LEASE);
    }

    Node(String name, String address, Duration lease) {
      SystemTimeSource time = new SystemTimeSource();
      store = new TestQueueStore(address, prefix, name + '-' + prefix, time);
      queues =
          new Queues(
              QueueFixture.rules(Map.of("heartwire.queue.work.max-deliveries", "1000"), lease),
              store.store,
              name + '-' + prefix,
              threads::execute,
              time);
      store.awaitReady();
      var unused =
          threads.scheduleWithFixedDelay(
              () -> {
                if (!isDead) {
                  queues.tick(time.nanos());
                }
              },
              100,
              100,
              TimeUnit.MILLISECONDS);
      nodes.add(this);
    }

    void send(String... texts) {
      for (String each : texts) {
        await(queues.send(WORK, QueueDraft.of(Payload.text(each))));
      }
    }

    /** Until it is told that it is sent; its key makes that once. */
    void sendSurely(int number) {
      QueueDraft draft =
          QueueDraft.of(Payload.text(Integer.toString(number))).once("key " + number);
      while (true) {
        try {
          await(queues.send(WORK, draft));
          return;
        } catch (BrokerException away) {
          assertThat(away.kind()).isEqualTo(BrokerException.Kind.UNAVAILABLE);
          LockSupport.parkNanos(5_000_000);
        }
      }
    }

    /** As {@code kill -9}. */
    void die() {
      if (!isDead) {
        isDead = true;
        store.close();
      }
    }
  }

  /** A consumer that dies now and then, and another takes its place. */
  private final class Mortal implements QueueReceiver {
    private final Node node;
    private final List<QueueSubscription> subscription = new ArrayList<>();

    Mortal(Node node) {
      this.node = node;
    }

    void begin() {
      synchronized (this) {
        subscription.add(
            node.queues.consume(WORK, 1 + ThreadLocalRandom.current().nextInt(32), this));
      }
    }

    @Override
    public void deliver(QueueDelivery delivery) {
      threads.execute(() -> process(delivery));
    }

    private void process(QueueDelivery delivery) {
      if (node.isDead) {
        return;
      }
      if (ThreadLocalRandom.current().nextInt(200) == 0) {
        deaths.increment();
        QueueSubscription own;
        synchronized (this) {
          own = subscription.get(0);
        }
        own.abort("killed");
        new Mortal(node).begin();
        return;
      }
      processed.merge(text(delivery), 1, Integer::sum);
      delivery.acknowledge();
    }
  }
}
