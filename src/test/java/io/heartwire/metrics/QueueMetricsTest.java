package io.heartwire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.memory.MemoryQueueConfig;
import io.heartwire.broker.memory.MemoryQueueStore;
import io.heartwire.queue.QueueConfig;
import io.heartwire.queue.QueueDelivery;
import io.heartwire.queue.QueueException;
import io.heartwire.queue.QueueFixture;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.QueueRules;
import io.heartwire.queue.QueueSubscription;
import io.heartwire.queue.Queues;
import io.heartwire.queue.UnreliableStore;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestSettings;
import jakarta.enterprise.event.Startup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Each figure of queues moves when its cause happens, and only then. */
class QueueMetricsTest {
  private static final Duration LEASE = Duration.ofSeconds(9);
  private static final QueueName WORK = new QueueName("work:a");

  private final ManualTimeSource time = new ManualTimeSource();
  private final TestMetrics metrics = new TestMetrics();
  private final List<QueueDelivery> has = new ArrayList<>();
  private UnreliableStore.Fault fault = UnreliableStore.Fault.NONE;
  private int nodes;

  @Test
  void everyConfiguredNamespaceIsCountedFromZero() throws IOException {
    watched(Map.of());

    for (String what : List.of("sent", "refused", "delivered", "redelivered", "acknowledged")) {
      assertThat(value(what + "_total")).as(what).isZero();
    }
    assertThat(value("returned_total")).isZero();
    assertThat(value("lost_total")).isZero();
    assertThat(value("consumers")).isZero();
    assertThat(value("unacknowledged")).isZero();
    assertThat(metrics.text()).contains("heartwire_queue_steps_failed_total 0.0");
  }

  @Test
  void queuesAreCountedByNamespaceHoweverManyThereAre() throws IOException {
    Queues queues = watched(Map.of());
    for (int i = 0; i < 5; i++) {
      QueueName name = new QueueName("work:" + i);
      Stages.now(queues.send(name, Payload.text("a")));
      Stages.now(queues.send(name, Payload.text("b")));
      Stages.now(queues.send(name, QueueDraft.of(Payload.text("c")).after(Duration.ofHours(1))));
      queues.consume(name, 1, has::add);
    }
    has.get(0).acknowledge();
    has.get(1).reject("nonsense");
    pass(queues, Duration.ofSeconds(7));

    assertThat(value("sent_total")).isEqualTo(15);
    assertThat(value("delivered_total")).isEqualTo(7);
    assertThat(value("acknowledged_total")).isEqualTo(1);
    assertThat(value("returned_total")).isEqualTo(1);
    assertThat(value("consumers")).isEqualTo(5);
    assertThat(value("unacknowledged")).isEqualTo(5);
    assertThat(value("ready")).isEqualTo(3);
    assertThat(value("delayed")).isEqualTo(5);
    assertThat(value("in_flight")).isEqualTo(5);
    assertThat(value("dead_letters")).isEqualTo(1);
    assertThat(value("oldest_seconds")).isEqualTo(6); // as it was a second ago
    assertThat(value("redelivered_total")).isZero();
    assertThat(value("refused_total")).isZero();
    assertThat(value("lost_total")).isZero();
  }

  @Test
  void whatComesBackIsDeliveredAgain() throws IOException {
    Queues queues = watched(Map.of());
    QueueSubscription first = queues.consume(WORK, 1, has::add);
    Stages.now(queues.send(WORK, Payload.text("a")));
    first.abort("it crashed");
    queues.consume(WORK, 1, has::add);

    assertThat(value("returned_total")).isEqualTo(1);
    assertThat(value("redelivered_total")).isEqualTo(1);
    assertThat(value("consumers")).isEqualTo(1);
  }

  @Test
  void aFullQueueRefuses() throws IOException {
    Queues queues = watched(Map.of("max-messages", "1"));
    Stages.now(queues.send(WORK, Payload.text("a")));

    assertThat(Stages.failureOf(queues.send(WORK, Payload.text("b"))))
        .isInstanceOf(QueueException.class);
    assertThat(value("refused_total")).isEqualTo(1);
    assertThat(value("sent_total")).isEqualTo(1);
  }

  @Test
  void deadLettersThatThereIsNoRoomForAreCounted() throws IOException {
    Queues queues = watched(Map.of("max-dead-letters", "1"));
    queues.consume(WORK, 2, has::add);
    Stages.now(queues.send(WORK, Payload.text("a")));
    Stages.now(queues.send(WORK, Payload.text("b")));
    has.forEach(each -> each.reject("nonsense"));
    pass(queues, Duration.ofSeconds(6));

    assertThat(value("dead_letters")).isEqualTo(1);
    assertThat(value("dead_letters_dropped")).isEqualTo(1);
  }

  @Test
  void whatWaitsInAQueueThatNobodyUsesIsSeen() throws IOException {
    MemoryQueueStore store = new MemoryQueueStore(time, new MemoryQueueConfig(1 << 20, 10, 10));
    Queues gone = queues("gone", QueueFixture.rules(Map.of(), LEASE), store);
    Stages.now(gone.send(WORK, Payload.text("a")));
    gone.close();

    fault = UnreliableStore.Fault.NOT_REACHED;
    Queues started = queues("started", QueueFixture.rules(Map.of(), LEASE), store);
    new QueueMetrics().queues(new Startup(), metrics.registry, started);
    pass(started, Duration.ofSeconds(2));
    assertThat(metrics.text()).doesNotContain("heartwire_queue_ready{");
    fault = UnreliableStore.Fault.NONE;
    pass(started, Duration.ofSeconds(11));

    assertThat(value("ready")).isEqualTo(1);
    assertThat(value("oldest_seconds")).isGreaterThan(5);
  }

  @Test
  void deadLettersAreSeenByWhoConsumesThemOnly() throws IOException {
    MemoryQueueStore store = new MemoryQueueStore(time, new MemoryQueueConfig(1 << 20, 10, 10));
    Queues desk = queues("desk", QueueFixture.rules(Map.of(), LEASE), store);
    Queues other = queues("other", QueueFixture.rules(Map.of(), LEASE), store);
    new QueueMetrics().queues(new Startup(), metrics.registry, desk);
    desk.consume(WORK.deadLetters(), 1, has::add);
    pass(desk, Duration.ofMinutes(11));
    Stages.now(other.send(WORK, Payload.text("a")));
    Stages.now(other.send(WORK, Payload.text("b")));
    other.consume(WORK, 1, each -> each.reject("nonsense"));
    pass(desk, Duration.ofSeconds(6));

    assertThat(value("dead_letters")).isEqualTo(2);
  }

  @Test
  void whatIsHeldForTooLongIsLost() throws IOException {
    Queues queues = watched(Map.of("ack-timeout", "5s"));
    queues.consume(WORK, 1, has::add);
    Stages.now(queues.send(WORK, Payload.text("a")));
    pass(queues, Duration.ofSeconds(6));

    assertThat(value("lost_total")).isEqualTo(1);
  }

  @Test
  void whileTheStoreIsAwayStepsFailAndNothingIsSaidOfWhatItHas() throws IOException {
    Queues queues = watched(Map.of());
    queues.consume(WORK, 1, has::add);
    Stages.now(queues.send(WORK, Payload.text("a")));
    Stages.now(queues.send(WORK, Payload.text("b")));
    pass(queues, Duration.ofSeconds(6));
    assertThat(value("ready")).isEqualTo(1);

    fault = UnreliableStore.Fault.NOT_REACHED;
    try (LogCapture log = new LogCapture(Queues.class)) {
      pass(queues, Duration.ofSeconds(6));
    }

    assertThat(metrics.text())
        .doesNotContain("heartwire_queue_ready{")
        .containsPattern("heartwire_queue_steps_failed_total [1-9]");
    assertThat(value("unacknowledged")).isEqualTo(1);
    fault = UnreliableStore.Fault.NONE;
    pass(queues, Duration.ofSeconds(6));
    assertThat(value("ready")).isEqualTo(1);
  }

  /** Development mode takes any, and clients choose them. */
  @Test
  void namespacesThatAreNotConfiguredAreCountedTogether() throws IOException {
    QueueRules any =
        new QueueRules(
            new QueueConfig(TestSettings.with(Map.of("heartwire.client.insecure", "true"))));
    Queues queues = watched(any);
    for (String name : List.of("a:1", "b:1", "c:1", "none")) {
      Stages.now(queues.send(new QueueName(name), Payload.text("x")));
      queues.consume(new QueueName(name), 1, has::add);
    }
    pass(queues, Duration.ofSeconds(6));

    assertThat(metrics.text())
        .contains("heartwire_queue_sent_total{namespace=\"other\"} 3.0")
        .contains("heartwire_queue_sent_total{namespace=\"default\"} 1.0")
        .contains("heartwire_queue_consumers{namespace=\"other\"} 3.0")
        .contains("heartwire_queue_in_flight{namespace=\"other\"} 3.0")
        .doesNotContain("namespace=\"a\"", "namespace=\"b\"");
  }

  private Queues watched(Map<String, String> options) {
    Map<String, String> all = new HashMap<>();
    options.forEach((name, value) -> all.put("heartwire.queue.work." + name, value));
    return watched(QueueFixture.rules(all, LEASE));
  }

  private Queues watched(QueueRules rules) {
    Queues queues =
        queues("node", rules, new MemoryQueueStore(time, new MemoryQueueConfig(1 << 20, 10, 10)));
    new QueueMetrics().queues(new Startup(), metrics.registry, queues);
    return queues;
  }

  /** The store tells the first one of news, and no other. */
  private Queues queues(String node, QueueRules rules, MemoryQueueStore store) {
    return new Queues(
        rules,
        UnreliableStore.over(
            store,
            method ->
                method.equals("start") && nodes++ == 0
                    ? UnreliableStore.Fault.NONE
                    : fault(method)),
        node,
        Runnable::run,
        time);
  }

  private UnreliableStore.Fault fault(String method) {
    return method.equals("start") ? UnreliableStore.Fault.NOT_REACHED : fault;
  }

  private void pass(Queues queues, Duration length) {
    for (long i = 0; i < length.toSeconds(); i++) {
      time.advance(Duration.ofSeconds(1));
      queues.tick(time.nanos());
    }
  }

  /** Of the namespace {@code work}. */
  private double value(String name) throws IOException {
    return metrics.value("heartwire_queue_" + name + "{namespace=\"work\"}");
  }
}
