package io.heartwire.queue;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueStore.Lease;
import io.heartwire.queue.UnreliableStore.Fault;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What a node asks of the store, and what it does where the store does not answer. */
class QueueStepsTest extends QueueFixture {
  private final Consumer one = new Consumer();
  private final Consumer two = new Consumer();

  @Test
  void anAcknowledgementIsRepeatedUntilTheStoreAnswers() {
    for (Fault each : List.of(Fault.NOT_REACHED, Fault.ANSWER_LOST)) {
      Consumer consumer = new Consumer();
      QueueSubscription subscription = queues.consume(WORK, 1, consumer);
      send("a");
      faulty = "acknowledge";
      fault = each;
      CompletionStage<Boolean> done = consumer.has.get(0).acknowledge();
      pass(Duration.ofSeconds(3));
      assertThat(Stages.isDone(done)).isFalse();
      faulty = "";
      pass(Duration.ofSeconds(1));

      assertThat(Stages.now(done)).isTrue();
      assertThat(stats().depth()).isZero();
      subscription.close();
    }
  }

  @Test
  void aConsumerForWhoseQueueThereIsNoRoomLeavesNothingBehind() {
    for (int i = 0; i < MOST_QUEUES; i++) {
      Stages.now(queues.send(new QueueName("work:q" + i), QueueDraft.of(Payload.text("x"))));
    }
    QueueSubscription subscription = queues.consume(WORK, 1, one);
    pass(Duration.ofSeconds(2));
    assertThat(queues.consumed()).containsExactly(WORK);
    subscription.close();
    pass(Duration.ofSeconds(2));

    assertThat(queues.consumed()).isEmpty();
  }

  @Test
  void acknowledgementsThatComeWhileOthersAreUnderWayLeaveTogether() {
    queues.consume(WORK, 10, one);
    send("a", "b", "c", "d");
    faulty = "acknowledge";
    fault = Fault.ANSWER_HELD;
    List<CompletionStage<Boolean>> done = one.has.stream().map(QueueDelivery::acknowledge).toList();
    assertThat(calls).filteredOn("acknowledge"::equals).hasSize(1);
    assertThat(done).noneMatch(Stages::isDone);
    release.complete(null);

    assertThat(calls).filteredOn("acknowledge"::equals).hasSize(2);
    assertThat(done).allMatch(Stages::now);
    assertThat(stats().depth()).isZero();
  }

  @Test
  void whatIsGivenBackWhileOthersOfItsKindAreUnderWayLeavesTogether() {
    queues.consume(WORK, 10, one);
    send("a", "b", "c", "d", "e");
    faulty = "giveBack";
    fault = Fault.ANSWER_HELD;
    for (QueueDelivery each : one.has.subList(0, 4)) {
      each.giveBack(Duration.ofSeconds(5), "busy");
    }
    one.has.get(4).reject("no");
    assertThat(calls).as("one, and the other kind").filteredOn("giveBack"::equals).hasSize(2);
    faulty = "";
    release.complete(null);

    assertThat(calls).filteredOn("giveBack"::equals).hasSize(3);
    assertThat(stats().delayed()).isEqualTo(4);
    assertThat(stats().dead()).isEqualTo(1);
  }

  @Test
  void acknowledgementsThatLeaveTogetherAreAnsweredEachForItself() {
    queues.consume(WORK, 10, one);
    send("a", "b", "c");
    QueueMessage b = one.has.get(1).message();
    List<Lease> gone = List.of(new Lease(b.id(), b.delivery()));
    Stages.now(
        store.acknowledge(WORK.value(), "node", gone, rules(Map.of()).require(WORK).limits()));
    faulty = "acknowledge";
    fault = Fault.ANSWER_HELD;
    List<CompletionStage<Boolean>> done = one.has.stream().map(QueueDelivery::acknowledge).toList();
    release.complete(null);

    assertThat(done.stream().map(Stages::now)).containsExactly(true, false, true);
  }

  @Test
  void aConsumerThatIsToldOfMoreDoesNotAskForItWithEachAcknowledgement() {
    queues.consume(WORK, 2, one);
    send("a");
    calls.clear();
    Stages.now(one.has.get(0).acknowledge());
    assertThat(calls).containsExactly("acknowledge");

    send("b", "c", "d");
    assertThat(one.texts()).containsExactly("a", "b", "c");
    Stages.now(one.has.get(1).acknowledge());
    assertThat(one.texts()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void aTakeWhoseAnswerIsLostGetsTheSameMessagesAgain() {
    faulty = "take";
    fault = Fault.ANSWER_LOST;
    queues.consume(WORK, 2, one);
    send("a", "b", "c");
    pass(Duration.ofSeconds(2));
    assertThat(one.has).isEmpty();
    faulty = "";
    pass(Duration.ofSeconds(2));

    assertThat(one.texts()).containsExactly("a", "b");
    assertThat(one.has.get(0).message().delivery()).isEqualTo(1);
    assertThat(stats().inFlight()).isEqualTo(2);
  }

  @Test
  void whatAStoreGivesAgainThatWasSetBackTakesUpNoCreditTwice() {
    QueueSubscription subscription = queues.consume(WORK, 3, one);
    send("a");
    setBack();
    send("b");
    pass(LEASE.dividedBy(2));

    assertThat(one.texts()).containsExactly("a", "a", "b");
    assertThat(one.has.get(1).message()).isEqualTo(one.has.get(0).message());
    assertThat(one.lost).containsExactly(one.has.get(0));
    assertThat(subscription.unacknowledged()).isEqualTo(2);
    assertThat(Stages.now(one.has.get(0).acknowledge())).isFalse();
    assertThat(Stages.now(one.has.get(1).acknowledge())).isTrue();
    assertThat(Stages.now(one.has.get(2).acknowledge())).isTrue();
    assertThat(subscription.unacknowledged()).isZero();
    assertThat(stats().depth()).isZero();
  }

  @Test
  void whatTheStoreHasForgottenToBeSettledComesAgainThoughItsNodeLives() {
    queues.consume(WORK, 3, one);
    send("a", "b", "c");
    fault = Fault.FORGOTTEN;
    faulty = "giveBack";
    assertThat(Stages.now(one.has.get(0).giveBack(Duration.ZERO, "no"))).isTrue();
    faulty = "acknowledge";
    assertThat(Stages.now(one.has.get(1).acknowledge())).isTrue();
    faulty = "";
    pass(LEASE);

    assertThat(one.texts()).containsExactly("a", "b", "c", "a", "b");
    assertThat(one.has.get(3).message().delivery()).isEqualTo(2);
    one.has.forEach(QueueDelivery::acknowledge);
    assertThat(stats().depth()).isZero();
    assertThat(calls).containsOnlyOnce("reconcile");
  }

  @Test
  void messagesOfAConsumerThatLeavesWhileTheStoreIsAwayAreGivenBackLater() {
    QueueSubscription leaving = queues.consume(WORK, 2, one);
    send("a");
    faulty = "giveBack";
    fault = Fault.NOT_REACHED;
    CompletionStage<?> left = leaving.close();
    assertThat(Stages.isDone(left)).isFalse();
    faulty = "";
    pass(Duration.ofSeconds(1));

    assertThat(Stages.isDone(left)).isTrue();
    assertThat(stats().ready()).isEqualTo(1);
  }
}
