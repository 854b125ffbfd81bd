package io.heartwire.broker;

import static io.heartwire.broker.BrokerFixture.ANN;
import static io.heartwire.broker.BrokerFixture.BEN;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.QueueReceipt.Outcome;
import io.heartwire.broker.QueueStore.Batch;
import io.heartwire.broker.QueueStore.Lease;
import io.heartwire.broker.QueueStore.Return;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every engine promises of queues. One subclass per engine. */
public abstract class QueueContract extends QueueLeaseContract {
  @Test
  void messagesLeaveInOrderEachForOneOwner() {
    send("a", "b", "c");

    assertThat(texts(take(ONE, 2))).containsExactly("a", "b");
    assertThat(texts(take(TWO, 2))).containsExactly("c");
    assertThat(take(ONE, 2).messages()).isEmpty();
  }

  @Test
  void aMessageComesAsItWasSent() {
    Payload json = Payload.json("{\"a\":[1,\"Ä\\n\"]}");
    List<Payload> kinds =
        List.of(json, Payload.text(""), Payload.sharing(new byte[] {0, -1, 10, 32}), Payload.EMPTY);
    for (Payload data : kinds) {
      QueueDraft draft =
          QueueDraft.of(data).headers(Map.of("content-type", "x/y", "ä\n", "")).from(ANN);
      await(store.send(WORK, draft, attempt(), LIMITS));

      QueueMessage message = take(ONE, 1).messages().get(0);
      assertThat(message.data()).isEqualTo(data);
      assertThat(message.headers()).isEqualTo(draft.headers());
      assertThat(message.sender()).isEqualTo(ANN);
      assertThat(message.queue()).isEqualTo(WORK);
      assertThat(message.delivery()).isEqualTo(1);
      assertThat(message.dead()).isNull();
      acknowledge(ONE, message);
    }
  }

  @Test
  void anAcknowledgedMessageIsGoneAndOneThatIsNotIsInFlight() {
    send("a", "b");
    Batch batch = take(ONE, 2);

    assertThat(acknowledge(ONE, batch.messages().get(0))).isTrue();
    assertThat(acknowledge(ONE, batch.messages().get(0))).as("again").isFalse();
    assertThat(acknowledge(TWO, batch.messages().get(1))).as("another's").isFalse();

    QueueStats stats = await(store.stats(WORK));
    assertThat(stats.inFlight()).isEqualTo(1);
    assertThat(stats.depth()).isEqualTo(1);
    assertThat(stats.counters()).isEqualTo(new QueueStats.Counters(2, 2, 0, 1, 0, 0, 0));
  }

  @Test
  void whatComesBackGoesToItsOldPlaceWithItsCountAndItsTime() {
    send("a", "b", "c");
    QueueMessage first = take(ONE, 1).messages().get(0);

    assertThat(giveBack(first, Return.AGAIN, Duration.ZERO, "no")).isTrue();

    List<QueueMessage> again = take(TWO, 3).messages();
    assertThat(again).extracting(message -> message.data().asText()).containsExactly("a", "b", "c");
    assertThat(again.get(0).delivery()).isEqualTo(2);
    assertThat(again.get(0).isRedelivered()).isTrue();
    assertThat(again.get(0).firstSentMillis()).isEqualTo(first.firstSentMillis());
    assertThat(acknowledge(ONE, first)).as("of the delivery before").isFalse();
    assertThat(acknowledge(TWO, again.get(0))).isTrue();
  }

  @Test
  void anUntouchedMessageComesBackUncounted() {
    send("a");
    for (int i = 0; i < 10; i++) {
      QueueMessage message = take(ONE, 1).messages().get(0);
      assertThat(message.delivery()).isEqualTo(1);
      giveBack(message, Return.UNTOUCHED, Duration.ZERO, "");
    }
  }

  @Test
  void afterItsLastDeliveryAMessageIsADeadLetterWithTheReason() {
    send("poison", "b");
    for (int i = 1; i <= 3; i++) {
      QueueMessage message = take(ONE, 1).messages().get(0);
      assertThat(message.delivery()).isEqualTo(i);
      giveBack(message, Return.AGAIN, Duration.ZERO, "Boom ä " + i);
    }

    assertThat(texts(take(ONE, 5))).containsExactly("b");
    QueueMessage dead = take(DEAD, ONE, 1).messages().get(0);
    assertThat(dead.data().asText()).isEqualTo("poison");
    assertThat(dead.dead()).isNotNull();
    assertThat(dead.dead().reason()).isEqualTo(DeadLetter.Reason.DELIVERIES);
    assertThat(dead.dead().detail()).isEqualTo("Boom ä 3");
    assertThat(dead.dead().deliveries()).isEqualTo(3);
    assertThat(dead.dead().timeMillis()).isGreaterThanOrEqualTo(dead.firstSentMillis());
    QueueStats stats = await(store.stats(WORK));
    assertThat(stats.dead()).isEqualTo(1);
    assertThat(stats.counters().deadLettered()).isEqualTo(1);
  }

  @Test
  void aRejectedMessageIsADeadLetterAtOnceAndDeadLettersAreNeverDeadAgain() {
    send("a");
    giveBack(take(ONE, 1).messages().get(0), Return.REJECTED, Duration.ZERO, "nonsense");

    for (int i = 1; i < 7; i++) {
      QueueMessage dead = take(DEAD, ONE, 1).messages().get(0);
      assertThat(dead.dead()).isNotNull();
      assertThat(dead.dead().reason()).isEqualTo(DeadLetter.Reason.REJECTED);
      assertThat(dead.dead().detail()).isEqualTo("nonsense");
      assertThat(dead.delivery()).isEqualTo(i);
      await(
          store.giveBack(DEAD, ONE, List.of(lease(dead)), Return.AGAIN, Duration.ZERO, "", LIMITS));
    }
  }

  @Test
  void theSameKeyIsSentOnceAlsoAfterItWasProcessedAndEveryAuthorHasItsOwn() {
    QueueDraft keyed = draft("a").once("k");
    QueueReceipt first = await(store.send(WORK, keyed, attempt(), LIMITS));
    QueueReceipt second = await(store.send(WORK, keyed, attempt(), LIMITS));
    acknowledge(ONE, take(ONE, 1).messages().get(0));
    QueueReceipt third = await(store.send(WORK, keyed, attempt(), LIMITS));

    assertThat(first.outcome()).isEqualTo(Outcome.SENT);
    assertThat(second).isEqualTo(new QueueReceipt(Outcome.REPEATED, first.id()));
    assertThat(third).isEqualTo(second);
    assertThat(await(store.send(WORK, keyed.from(ANN), attempt(), LIMITS)).outcome())
        .isEqualTo(Outcome.SENT);
    assertThat(await(store.send(WORK, keyed.from(BEN), attempt(), LIMITS)).outcome())
        .isEqualTo(Outcome.SENT);
    assertThat(await(store.send("work:b", keyed, attempt(), LIMITS)).outcome())
        .isEqualTo(Outcome.SENT);
  }

  @Test
  void aFullQueueRefusesAndHasRoomAgainAfterAnAcknowledgement() {
    send("1", "2", "3", "4", "5");
    take(ONE, 2);

    assertThat(outcome("6", LIMITS)).isEqualTo(Outcome.FULL);
    QueueMessage third = take(ONE, 1).messages().get(0);
    acknowledge(ONE, third);
    assertThat(outcome("6", LIMITS)).isEqualTo(Outcome.SENT);
    assertThat(outcome("7", LIMITS)).isEqualTo(Outcome.FULL);
    assertThat(await(store.stats(WORK)).counters().refused()).isEqualTo(2);
  }

  @Test
  void aQueueIsFullInBytesToo() {
    String big = "x".repeat(60_000);
    assertThat(outcome(big, LIMITS)).isEqualTo(Outcome.SENT);
    assertThat(outcome(big, LIMITS)).isEqualTo(Outcome.FULL);
    assertThat(await(store.stats(WORK)).bytes()).isBetween(60_000L, 61_000L);
    acknowledge(ONE, take(ONE, 1).messages().get(0));
    assertThat(await(store.stats(WORK)).bytes()).isZero();
  }

  @Test
  void whatAFullQueueDoesNotTakeIsADeadLetterIfTheRulesSaySoAndTheOldestOfTheseGivesWay() {
    QueueLimits limits =
        new QueueLimits(1, 100_000, true, 3, 2, Duration.ZERO, LIMITS.lease(), false);
    for (String text : List.of("1", "2", "3", "4")) {
      Outcome expected = text.equals("1") ? Outcome.SENT : Outcome.DEAD_LETTERED;
      assertThat(outcome(text, limits)).isEqualTo(expected);
    }

    List<QueueMessage> dead = await(store.peek(DEAD, 0, 10));
    assertThat(dead).extracting(message -> message.data().asText()).containsExactly("3", "4");
    assertThat(dead.get(0).dead().reason()).isEqualTo(DeadLetter.Reason.FULL);
    assertThat(await(store.stats(WORK)).counters().dropped()).isEqualTo(1);
  }

  @Test
  void readyMessagesCanBeLookedAtInPagesAndStay() {
    send("a", "b", "c", "d");
    take(ONE, 1);

    List<QueueMessage> page = await(store.peek(WORK, 0, 2));
    assertThat(page).extracting(message -> message.data().asText()).containsExactly("b", "c");
    assertThat(page.get(0).delivery()).isZero();
    assertThat(await(store.peek(WORK, page.get(1).id(), 2))).hasSize(1);
    assertThat(await(store.stats(WORK)).ready()).isEqualTo(3);
  }

  @Test
  void purgingRemovesWhatNobodyHas() {
    send("a", "b");
    await(store.send(WORK, draft("later").after(Duration.ofHours(1)), attempt(), LIMITS));
    QueueMessage taken = take(ONE, 1).messages().get(0);

    assertThat(await(store.purge(WORK))).isEqualTo(2);
    assertThat(await(store.stats(WORK)).depth()).isEqualTo(1);
    assertThat(acknowledge(ONE, taken)).isTrue();
    assertThat(await(store.stats(WORK)).bytes()).isZero();
  }

  @Test
  void deadLettersCanBeMovedBackAsFarAsThereIsRoom() {
    send("a", "b", "c");
    take(ONE, 3).messages().forEach(m -> giveBack(m, Return.REJECTED, Duration.ZERO, "x"));
    send("d", "e", "f");

    assertThat(await(store.revive(WORK, 10, LIMITS))).isEqualTo(2);
    List<QueueMessage> all = take(ONE, 10).messages();
    assertThat(all)
        .extracting(message -> message.data().asText())
        .containsExactly("d", "e", "f", "a", "b");
    assertThat(all).extracting(QueueMessage::delivery).containsOnly(1);
    assertThat(all.get(4).dead()).isNull();
    assertThat(await(store.stats(WORK)).dead()).isEqualTo(1);
  }

  @Test
  void queuesInUseAreListedWithoutThoseOfDeadLetters() {
    send("a");
    giveBack(take(ONE, 1).messages().get(0), Return.REJECTED, Duration.ZERO, "");
    await(store.send("work:b", draft("x"), attempt(), LIMITS));

    waitUntil(() -> await(store.names(10)).size() == 2);
    assertThat(await(store.names(10))).containsExactlyInAnyOrder(WORK, "work:b");
    assertThat(await(store.names(1))).hasSize(1);
  }

  @Test
  void lookingForAQueueDoesNotMakeIt() {
    assertThat(await(store.stats("work:none"))).isEqualTo(QueueStats.NONE);
    assertThat(await(store.peek("work:none", 0, 1))).isEmpty();
    assertThat(await(store.purge("work:none"))).isZero();
    send("a");

    waitUntil(() -> !await(store.names(10)).isEmpty());
    assertThat(await(store.names(10))).containsExactly(WORK);
  }

  @Test
  void theOldestMessageAndTheConsumersAreCounted() {
    QueueLimits longLease =
        new QueueLimits(5, 100_000, false, 3, 4, Duration.ZERO, Duration.ofMinutes(1), false);
    send("a");
    await(store.renew(WORK, ONE, 3, longLease));
    await(store.renew(WORK, TWO, 4, longLease));
    pass(MOMENT);

    QueueStats stats = await(store.stats(WORK));
    assertThat(stats.oldest()).isBetween(MOMENT, Duration.ofSeconds(20));
    assertThat(stats.consumers()).isEqualTo(7);
    assertThat(await(store.stats("work:none")).depth()).isZero();
  }

  @Test
  void aMessageIsAsOldAsItHasBeenInTheQueueThatItIsIn() {
    Duration before = MOMENT.multipliedBy(4);
    send("a");
    pass(before);
    long moved = System.nanoTime();
    giveBack(take(ONE, 1).messages().get(0), Return.REJECTED, Duration.ZERO, "");
    assertThat(await(store.stats(DEAD)).oldest()).isLessThan(MOMENT.plus(since(moved)));

    await(store.revive(WORK, 1, LIMITS));
    assertThat(await(store.stats(WORK)).ready()).isEqualTo(1);
    assertThat(await(store.stats(WORK)).oldest()).isLessThan(MOMENT.plus(since(moved)));
  }

  private static Duration since(long moment) {
    return Duration.ofNanos(System.nanoTime() - moment);
  }

  @Test
  void manyAtOnceAreTakenAndAcknowledgedTogether() {
    QueueLimits many =
        new QueueLimits(1000, 1 << 20, false, 3, 4, Duration.ZERO, LIMITS.lease(), false);
    IntStream.range(0, 500).forEach(i -> await(store.send(WORK, draft("m" + i), attempt(), many)));
    Batch batch = take(ONE, 500);

    List<Lease> leases = batch.messages().stream().map(QueueContract::lease).toList();
    assertThat(await(store.acknowledge(WORK, ONE, leases, many))).hasSize(500).containsOnly(true);
    assertThat(await(store.stats(WORK)).depth()).isZero();
  }
}
