package io.heartwire.broker;

import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.QueueReceipt.Outcome;
import io.heartwire.broker.QueueStore.Batch;
import io.heartwire.broker.QueueStore.Return;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every engine promises of the times of queues: leases, news, delays and TTLs. */
abstract class QueueLeaseContract extends QueueStoreFixture {
  @Test
  void aDelayedMessageWaitsUntilItIsDueAndSoDoesOneThatIsGivenBackWithADelay() {
    await(store.send(WORK, draft("later").after(WHILE), attempt(), LIMITS));
    send("now");

    Batch first = take(ONE, 2);
    assertThat(texts(first)).containsExactly("now");
    assertThat(first.due()).isNotNull().isLessThanOrEqualTo(WHILE);
    assertThat(await(store.stats(WORK)).delayed()).isEqualTo(1);
    giveBack(first.messages().get(0), Return.AGAIN, WHILE, "");
    assertThat(take(ONE, 2).messages()).isEmpty();

    pass(WHILE);
    assertThat(texts(take(ONE, 2))).containsExactly("later", "now");
  }

  @Test
  void aMessageThatWaitsLongerThanItsTtlIsADeadLetter() {
    await(store.send(WORK, draft("short").expiringAfter(WHILE), attempt(), LIMITS));
    await(store.send(WORK, draft("held").expiringAfter(WHILE), attempt(), LIMITS));
    send("for ever");
    giveBack(take(ONE, 1).messages().get(0), Return.AGAIN, Duration.ZERO, "");
    List<QueueMessage> both = take(ONE, 2).messages();
    giveBack(both.get(0), Return.AGAIN, Duration.ZERO, "");

    pass(WHILE);
    assertThat(texts(take(ONE, 5))).containsExactly("for ever");
    giveBack(both.get(1), Return.AGAIN, Duration.ZERO, "");
    assertThat(take(ONE, 5).messages()).isEmpty();
    assertThat(take(DEAD, ONE, 5).messages())
        .extracting(message -> message.data().asText())
        .containsExactlyInAnyOrder("short", "held");
  }

  @Test
  void whatHasExpiredTakesNoRoomThoughNobodyConsumes() {
    for (int i = 0; i < 5; i++) {
      QueueDraft draft = draft("old" + i).expiringAfter(MOMENT);
      assertThat(await(store.send(WORK, draft, attempt(), LIMITS)).outcome())
          .isEqualTo(Outcome.SENT);
    }
    pass(MOMENT);

    send("new");
    QueueStats stats = await(store.stats(WORK));
    assertThat(stats.ready()).isEqualTo(1);
    assertThat(stats.dead()).isEqualTo(4);
  }

  @Test
  void whatNobodyTakesCanBeMadeToExpire() {
    await(store.send(WORK, draft("old").expiringAfter(MOMENT), attempt(), LIMITS));
    send("for ever");
    pass(MOMENT);
    await(store.expire(WORK, LIMITS));

    QueueStats stats = await(store.stats(WORK));
    assertThat(stats.depth()).isEqualTo(1);
    assertThat(stats.dead()).isEqualTo(1);
  }

  @Test
  void theSameRequestGetsTheSameMessagesAgain() {
    send("a", "b", "c");
    Batch first = await(store.take(WORK, ONE, 7, 2, LIMITS));
    Batch repeated = await(store.take(WORK, ONE, 7, 2, LIMITS));

    assertThat(repeated.messages()).isEqualTo(first.messages());
    acknowledge(ONE, first.messages().get(0));
    assertThat(texts(await(store.take(WORK, ONE, 7, 2, LIMITS)))).containsExactly("b");
    assertThat(texts(await(store.take(WORK, ONE, 8, 2, LIMITS)))).containsExactly("c");
  }

  @Test
  void aRequestThatComesAfterALaterOneTakesNothing() {
    send("a", "b");
    await(store.take(WORK, ONE, 7, 1, LIMITS));
    await(store.take(WORK, ONE, 8, 1, LIMITS));
    send("c");

    Batch late = await(store.take(WORK, ONE, 7, 1, LIMITS));
    assertThat(late.messages()).isEmpty();
    assertThat(late.held()).isTrue();
    assertThat(texts(await(store.take(WORK, ONE, 9, 1, LIMITS)))).containsExactly("c");
  }

  @Test
  void theMessagesOfANodeThatIsNotHeardOfGoToAnotherAndCount() {
    send("a", "b");
    assertThat(take(ONE, 2).held()).as("a first lease").isFalse();
    assertThat(await(store.peek(WORK, 0, 1))).isEmpty();

    // A time in which nobody renews, as on a machine that stands still, ends no lease.
    List<QueueMessage> others = new ArrayList<>();
    for (int i = 0; i < 100 && others.isEmpty(); i++) {
      pass(LIMITS.lease().dividedBy(4));
      renew(TWO);
      others.addAll(take(TWO, 2).messages());
    }
    assertThat(others).extracting(QueueMessage::delivery).containsExactly(2, 2);
    assertThat(await(store.renew(WORK, ONE, 1, LIMITS)).held()).isFalse();
    assertThat(await(store.renew(WORK, TWO, 1, LIMITS)).held()).isTrue();
  }

  @Test
  void aLeaseThatIsRenewedLasts() {
    send("a");
    QueueMessage taken = take(ONE, 1).messages().get(0);
    for (int i = 0; i < 8; i++) {
      pass(LIMITS.lease().dividedBy(4));
      assertThat(await(store.renew(WORK, ONE, 1, LIMITS)).held()).isEqualTo(true);
      renew(TWO);
    }

    assertThat(acknowledge(ONE, taken)).isTrue();
  }

  @Test
  void whenNobodyCouldRenewALeaseAllHaveAMomentToDoSoFirst() {
    send("a");
    QueueMessage taken = take(ONE, 1).messages().get(0);
    pass(LIMITS.lease().multipliedBy(2));

    assertThat(take(TWO, 1).messages()).isEmpty();
    assertThat(await(store.renew(WORK, ONE, 1, LIMITS)).held()).isTrue();
    assertThat(acknowledge(ONE, taken)).isTrue();
  }

  @Test
  void whatANodeDoesNotKnowToHaveComesBack() {
    send("a", "b", "c");
    List<QueueMessage> all = take(ONE, 3).messages();
    assertThat(await(store.renew(WORK, ONE, 1, LIMITS)).has()).isEqualTo(3);

    List<Long> known = List.of(all.get(1).id());
    assertThat(await(store.reconcile(WORK, ONE, known, LIMITS))).isEqualTo(2);
    assertThat(await(store.renew(WORK, ONE, 1, LIMITS)).has()).isEqualTo(1);
    assertThat(take(TWO, 3).messages()).extracting(QueueMessage::delivery).containsExactly(2, 2);
    assertThat(acknowledge(ONE, all.get(0))).isFalse();
    assertThat(acknowledge(ONE, all.get(1))).isTrue();
  }

  @Test
  void aNodeThatLeavesGivesAllBackUncounted() {
    send("a", "b");
    take(ONE, 2);
    await(store.leave(WORK, ONE, LIMITS));

    assertThat(take(TWO, 2).messages()).extracting(QueueMessage::delivery).containsExactly(1, 1);
  }

  @Test
  void whoGotLessThanItWantedIsToldOfMoreOnce() {
    take(ONE, 2);
    send("a");
    waitUntil(() -> told.equals(List.of(WORK)));
    send("b");
    assertThat(texts(take(ONE, 1))).as("does not wait any more").containsExactly("a");
    send("c");
    assertThat(texts(take(ONE, 5))).containsExactly("b", "c");
    send("d");

    waitUntil(() -> told.size() == 2);
  }

  @Test
  void whatComesBackIsToldToo() {
    send("a");
    QueueMessage taken = take(TWO, 1).messages().get(0);
    take(ONE, 1);
    giveBack(TWO, taken, Return.AGAIN, Duration.ZERO, "");

    waitUntil(() -> told.equals(List.of(WORK)));
  }

  @Test
  void aNewDeadLetterIsToldToThoseWhoWaitForIt() {
    take(DEAD, ONE, 1);
    send("a");
    giveBack(take(ONE, 1).messages().get(0), Return.REJECTED, Duration.ZERO, "");

    waitUntil(() -> told.contains(DEAD));
  }
}
