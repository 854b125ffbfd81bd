package io.heartwire.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.DeadLetter;
import io.heartwire.broker.EngineThreads;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueReceipt;
import io.heartwire.broker.memory.MemoryQueueConfig;
import io.heartwire.broker.memory.MemoryQueueStore;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueuesTest extends QueueFixture {
  private final Consumer one = new Consumer();
  private final Consumer two = new Consumer();

  @Test
  void aConsumerGetsWhatWaitsAndWhatComesAsFarAsItHasCredit() {
    send("a", "b");
    QueueSubscription subscription = queues.consume(WORK, 3, one);
    assertThat(one.texts()).containsExactly("a", "b");

    send("c", "d");
    assertThat(one.texts()).containsExactly("a", "b", "c");
    assertThat(subscription.unacknowledged()).isEqualTo(3);

    assertThat(Stages.now(one.has.get(1).acknowledge())).isTrue();
    assertThat(one.texts()).containsExactly("a", "b", "c", "d");
    assertThat(stats().inFlight()).isEqualTo(3);
  }

  @Test
  void theUsualCreditIsThirtyTwo() {
    IntStream.range(0, 50).forEach(i -> send("m" + i));
    queues.consume(WORK, 0, one);

    assertThat(one.has).hasSize(32);
  }

  @Test
  void consumersWithCreditTakeTurns() {
    queues.consume(WORK, 100, one);
    queues.consume(WORK, 100, two);
    send("a", "b", "c", "d");

    assertThat(one.texts()).containsExactly("a", "c");
    assertThat(two.texts()).containsExactly("b", "d");
  }

  @Test
  void aConsumerThatNeverAcknowledgesHoldsItsCreditAndTheOthersGoOn() {
    queues.consume(WORK, 2, one);
    queues.consume(WORK, 2, delivery -> assertThat(Stages.now(delivery.acknowledge())).isTrue());
    IntStream.range(0, 1000).forEach(i -> send("m" + i));

    assertThat(one.has).hasSize(2);
    assertThat(stats().depth()).isEqualTo(2);
    assertThat(stats().counters().acknowledged()).isEqualTo(998);
  }

  @Test
  void manyMessagesToOneThatAcknowledgesAtOnceNeedNoDeepStack() {
    IntStream.range(0, 20_000).forEach(i -> send("m" + i));
    queues.consume(WORK, 1, delivery -> delivery.acknowledge());

    assertThat(stats().depth()).isZero();
  }

  @Test
  void whatAConsumerLeavesGoesToTheOthersUncountedInItsOldOrder() {
    QueueSubscription leaving = queues.consume(WORK, 3, one);
    send("a", "b", "c", "d");
    queues.consume(WORK, 10, two);
    one.has.get(1).acknowledge();
    Stages.now(leaving.close());

    assertThat(two.texts()).contains("a", "c", "d").doesNotContain("b");
    assertThat(two.has).allMatch(delivery -> !delivery.message().isRedelivered());
    assertThat(Stages.now(one.has.get(0).acknowledge())).as("left behind").isFalse();
    Stages.now(leaving.close());
  }

  @Test
  void whatAConsumerThatIsGoneHadCountsAsDelivered() {
    QueueSubscription gone = queues.consume(WORK, 1, one);
    send("a");
    Stages.now(gone.abort("its connection broke"));
    queues.consume(WORK, 1, two);

    assertThat(two.has.get(0).message().delivery()).isEqualTo(2);
  }

  @Test
  void oneThatReconnectsInALoopEndsAsManyDeliveriesAsAreAllowedAndHarmsNobody() {
    send("poison");
    for (int i = 0; i < 5; i++) {
      Consumer next = new Consumer();
      QueueSubscription subscription = queues.consume(WORK, 1, next);
      assertThat(next.texts()).containsExactly("poison");
      Stages.now(subscription.abort("crash " + i));
    }
    queues.consume(WORK, 1, one);
    queues.consume(WORK.deadLetters(), 1, two);
    send("b");

    assertThat(one.texts()).containsExactly("b");
    DeadLetter dead = two.has.get(0).message().dead();
    assertThat(dead).isNotNull();
    assertThat(dead.reason()).isEqualTo(DeadLetter.Reason.DELIVERIES);
    assertThat(dead.detail()).isEqualTo("crash 4");
    assertThat(dead.deliveries()).isEqualTo(5);
  }

  @Test
  void aConsumerThatLeavesInALoopLeavesNothingBehind() {
    send("a");
    for (int i = 0; i < 1000; i++) {
      Stages.now(queues.consume(WORK, 1, new Consumer()).close());
    }
    assertThat(queues.consumed()).isEmpty();
    assertThat(stats().ready()).isEqualTo(1);
    queues.consume(WORK, 1, one);

    assertThat(one.has.get(0).message().delivery()).isEqualTo(1);
  }

  @Test
  void aMessageThatIsHeldForTooLongGoesToAnotherAndItsConsumerIsTold() {
    queues = queues(Map.of("heartwire.queue.work.ack-timeout", "20s"));
    queues.consume(WORK, 1, one);
    send("a");
    pass(Duration.ofSeconds(19));
    queues.consume(WORK, 1, two);
    assertThat(two.has).isEmpty();
    pass(Duration.ofSeconds(2));

    assertThat(one.lost).containsExactly(one.has.get(0));
    assertThat(Stages.now(one.has.get(0).acknowledge())).isFalse();
    assertThat(one.has.size() + two.has.size()).isEqualTo(2);
  }

  @Test
  void leasesAreRenewedForAsLongAsConsumersLive() {
    queues.consume(WORK, 1, one);
    send("a");
    pass(LEASE.multipliedBy(20));

    assertThat(one.lost).isEmpty();
    assertThat(Stages.now(one.has.get(0).acknowledge())).isTrue();
    assertThat(stats().consumers()).isEqualTo(1);
  }

  @Test
  void whatWasRejectedIsADeadLetterAndWhatWasGivenBackWithADelayComesLater() {
    queues.consume(WORK, 2, one);
    send("a", "b");
    one.has.get(0).reject("nonsense");
    one.has.get(1).giveBack(Duration.ofSeconds(5), "busy");
    assertThat(stats().dead()).isEqualTo(1);
    assertThat(stats().delayed()).isEqualTo(1);
    pass(Duration.ofSeconds(6));

    assertThat(one.texts()).containsExactly("a", "b", "b");
    assertThat(one.has.get(2).message().delivery()).isEqualTo(2);
  }

  @Test
  void aDelayedMessageReachesAConsumerThatWaits() {
    queues.consume(WORK, 2, one);
    Stages.now(
        queues.send(WORK, QueueDraft.of(Payload.text("later")).after(Duration.ofSeconds(3))));
    assertThat(one.has).isEmpty();
    pass(Duration.ofSeconds(4));

    assertThat(one.texts()).containsExactly("later");
  }

  @Test
  void aReceiverThatThrowsGivesTheMessageBack() {
    queues.consume(
        WORK,
        1,
        delivery -> {
          throw new IllegalStateException("no");
        });
    send("a");

    assertThat(stats().dead()).isEqualTo(1);
    assertThat(stats().counters().delivered()).isEqualTo(5);
  }

  @Test
  void anErrorOfAReceiverTakesNoMessagesFromTheOthers() {
    send("a", "b", "c");
    queues.consume(
        WORK,
        3,
        delivery -> {
          if (delivery.message().data().asText().equals("a")) {
            throw new NoClassDefFoundError("x".repeat(5_000));
          }
          one.deliver(delivery);
        });

    assertThat(one.texts()).containsExactly("b", "c");
    List<QueueMessage> dead = Stages.now(queues.peek(WORK.deadLetters(), 0, 10));
    assertThat(dead).hasSize(1);
    assertThat(dead.get(0).dead().detail())
        .startsWith("java.lang.NoClassDefFoundError")
        .hasSizeLessThan(1_100);
  }

  @Test
  void eachOfManyQueuesHasItsTurnToBeSampled() {
    for (int i = 0; i < 1000; i++) {
      Stages.now(queues.send(new QueueName("work:" + i), QueueDraft.of(Payload.text("x"))));
    }
    pass(Duration.ofSeconds(12));

    assertThat(queues.sampled()).hasSize(1000);
  }

  @Test
  void whatNobodyConsumesExpiresAllTheSame() {
    queues = queues(Map.of("heartwire.queue.work.ttl", "10s"));
    send("a", "b");
    pass(Duration.ofMinutes(2));

    assertThat(stats().depth()).isZero();
    assertThat(stats().dead()).isEqualTo(2);
  }

  @Test
  void whereNoThreadIsLentTheCallersThreadDoesIt() {
    EngineThreads none =
        task -> {
          throw new IllegalStateException("the application stops");
        };
    MemoryQueueStore own = new MemoryQueueStore(time, new MemoryQueueConfig(1 << 20, 10, 10));
    queues = new Queues(rules(Map.of()), own, "node", none, time);
    queues.consume(WORK, 2, one);
    queues.consume(new QueueName("work:b"), 2, two);
    send("a");
    assertThat(one.texts()).containsExactly("a");
    queues.close();

    assertThat(stats().ready()).isEqualTo(1);
    assertThat(queues.consumed()).isEmpty();
  }

  @Test
  void aFullQueueRefusesInWords() {
    queues = queues(Map.of("heartwire.queue.work.max-messages", "1"));
    send("a");

    assertThat(Stages.failureOf(queues.send(WORK, QueueDraft.of(Payload.text("b")))))
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("work:a")
        .hasMessageContaining("max-messages");
    assertThat(queues.counters().get("work").refused()).isEqualTo(1);
  }

  @Test
  void whatIsNotConfiguredOrCannotBeIsRefused() {
    QueueName other = new QueueName("other:a");
    assertThat(problem(Stages.failureOf(queues.send(other, Payload.text("x")))))
        .isEqualTo(QueueProblem.UNKNOWN_QUEUE);
    assertThatThrownBy(() -> queues.consume(other, 0, one))
        .hasMessageContaining("heartwire.queue.namespaces");
    assertThatThrownBy(() -> queues.consume(WORK, 1001, one)).hasMessageContaining("max-prefetch");
    assertThat(problem(Stages.failureOf(queues.send(WORK.deadLetters(), Payload.text("x")))))
        .isEqualTo(QueueProblem.BAD_REQUEST);
    QueueDraft big = QueueDraft.of(Payload.sharing(new byte[(64 << 20) + 1]));
    assertThat(problem(Stages.failureOf(queues.send(WORK, big))))
        .isEqualTo(QueueProblem.LIMIT_EXCEEDED);
  }

  @Test
  void aNodeThatStopsGivesAllBackAndTakesNoConsumers() {
    queues.consume(WORK, 2, one);
    send("a", "b");
    queues.close();

    assertThat(stats().ready()).isEqualTo(2);
    assertThat(stats().consumers()).isZero();
    assertThatThrownBy(() -> queues.consume(WORK, 1, two)).isInstanceOf(QueueException.class);
  }

  @Test
  void figuresAreByNamespace() {
    queues.consume(WORK, 2, one);
    send("a", "b");
    one.has.get(0).acknowledge();
    one.has.get(1).giveBack(Duration.ZERO, "");

    NamespaceCounters counters = queues.counters().get("work");
    assertThat(counters.sent()).isEqualTo(2);
    assertThat(counters.delivered()).isEqualTo(3);
    assertThat(counters.redelivered()).isEqualTo(1);
    assertThat(counters.acknowledged()).isEqualTo(1);
    assertThat(counters.returned()).isEqualTo(1);
    assertThat(queues.consumers()).containsEntry("work", 1);
    assertThat(queues.unacknowledged()).containsEntry("work", 1);
  }

  @Test
  void deadLettersAreMovedBackAndListed() {
    queues.consume(WORK, 1, one);
    send("a");
    one.has.get(0).reject("");
    assertThat(Stages.now(queues.peek(WORK.deadLetters(), 0, 10))).hasSize(1);
    assertThat(Stages.now(queues.names(10))).containsExactly(WORK);

    assertThat(Stages.now(queues.revive(WORK, 10))).isEqualTo(1);
    assertThat(one.texts()).containsExactly("a", "a");
    assertThat(Stages.now(queues.purge(WORK))).isZero();
  }

  @Test
  void theSameKeyIsSentOnce() {
    QueueDraft draft = QueueDraft.of(Payload.text("a")).once("k");
    Stages.now(queues.send(WORK, draft));

    assertThat(Stages.now(queues.send(WORK, draft)).outcome())
        .isEqualTo(QueueReceipt.Outcome.REPEATED);
    assertThat(stats().depth()).isEqualTo(1);
  }

  private static QueueProblem problem(Throwable failure) {
    return ((QueueException) failure).problem();
  }
}
