package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboxTest {
  private static final int CAPACITY = 4;
  private static final int MAX_BYTES = 100;

  private static final long BUDGET = 40_000;

  private final OutboxBudget budget = new OutboxBudget(BUDGET);
  private final OutboxStripe shelf = new OutboxStripe(budget, 1);
  private final Outbox outbox = lease(CAPACITY, MAX_BYTES);

  @Test
  void messagesLeaveInTheOrderInWhichTheyCame() {
    offer("a", "b", "c");

    assertThat(pollAll()).containsExactly("a", "b", "c");
  }

  @Test
  void orderAndFiguresSurviveTheEndOfTheRing() {
    int next = 0;
    int expected = 0;
    for (int round = 0; round < 3 * CAPACITY; round++) {
      while (outbox.size() < CAPACITY) {
        offer(String.valueOf(next++));
      }
      for (int i = 0; i < 3; i++) {
        assertThat(text(outbox.poll())).isEqualTo(String.valueOf(expected++));
      }
      assertThat(outbox.size()).isEqualTo(1);
    }
    assertThat(pollAll()).containsExactly(String.valueOf(expected));
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void anEmptyOutboxYieldsNothing() {
    assertThat(outbox.poll()).isNull();
    offer("a");
    outbox.poll();
    assertThat(outbox.poll()).isNull();
    assertThat(outbox.size()).isZero();
  }

  @Test
  void bytesAreCountedAsOnTheWire() {
    offer("ü", "日本");
    assertThat(outbox.bytes()).isEqualTo(2 + 6);
    outbox.poll();
    assertThat(outbox.bytes()).isEqualTo(6);
  }

  @Test
  void clearingForgetsEverything() {
    offer("a", "b", "c");
    outbox.clear();

    assertThat(outbox.size()).isZero();
    assertThat(outbox.bytes()).isZero();
    offer("d");
    assertThat(pollAll()).containsExactly("d");
  }

  @ParameterizedTest
  @EnumSource
  void untilTheLimitsEveryPolicyTakesEverything(OverflowPolicy policy) {
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(outbox.offer(message("x".repeat(25), "t"), policy))
          .isEqualTo(new Outbox.Offer(true, 0));
    }
    assertThat(outbox.bytes()).as("exactly at both limits").isEqualTo(MAX_BYTES);
  }

  @Test
  void disconnectRefusesTheMessageThatIsOneTooManyAndKeepsTheRest() {
    offer("a", "b", "c", "d");

    assertThat(outbox.offer(message("e", null), OverflowPolicy.DISCONNECT))
        .isEqualTo(new Outbox.Offer(false, 0));
    assertThat(pollAll()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void disconnectRefusesTheMessageThatIsTooManyBytes() {
    offer("x".repeat(99));

    assertThat(outbox.offer(message("yy", null), OverflowPolicy.DISCONNECT).accepted()).isFalse();
    assertThat(outbox.offer(message("y", null), OverflowPolicy.DISCONNECT).accepted()).isTrue();
  }

  @Test
  void dropOldestMakesRoomForOneMessageByOne() {
    offerOf("A", "a", "b", "c", "d");

    assertThat(outbox.offer(message("e", "A"), OverflowPolicy.DROP_OLDEST))
        .isEqualTo(new Outbox.Offer(true, 1));
    assertThat(pollAll()).containsExactly("b", "c", "d", "e");
  }

  @Test
  void dropOldestMakesRoomForBytesByAsManyAsItTakes() {
    offerOf("A", "x".repeat(40), "y".repeat(40), "z".repeat(20));

    assertThat(outbox.offer(message("n".repeat(70), "A"), OverflowPolicy.DROP_OLDEST))
        .isEqualTo(new Outbox.Offer(true, 2));
    assertThat(pollAll()).containsExactly("z".repeat(20), "n".repeat(70));
  }

  @Test
  void dropOldestGivesUpNothingOfOthers() {
    offerOf("B", "b1");
    offer("reply");
    offerOf("A", "a1", "a2");

    assertThat(outbox.offer(message("a3", "A"), OverflowPolicy.DROP_OLDEST))
        .isEqualTo(new Outbox.Offer(true, 1));
    assertThat(pollAll()).containsExactly("b1", "reply", "a2", "a3");
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST"})
  void aMessageIsLostItselfWhenNothingOfItsTopicWaits(OverflowPolicy policy) {
    offerOf("B", "b1", "b2");
    offer("reply", "push");

    assertThat(outbox.offer(message("a", "A"), policy)).isEqualTo(new Outbox.Offer(false, 1));
    assertThat(pollAll()).containsExactly("b1", "b2", "reply", "push");
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST"})
  void whatIsGivenUpIsFoundHoweverLongThisGoesOn(OverflowPolicy policy) {
    offer("reply");
    offerOf("B", "b");
    for (int i = 0; i < 10_000; i++) {
      assertThat(outbox.offer(message("a" + i, "A"), policy).accepted()).isTrue();
      assertThat(outbox.size()).isLessThanOrEqualTo(CAPACITY);
    }

    assertThat(outbox.slots()).as("places that were left are used again").isLessThan(64);
    assertThat(pollAll()).startsWith("reply", "b").endsWith("a9999");
    assertThat(outbox.bytes()).isZero();
  }

  @Test
  void severalTopicsThatOverflowKeepTheirOwn() {
    Outbox wide = lease(40, 10_000);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 1000; i++) {
      wide.offer(message("a" + i, "A"), OverflowPolicy.DROP_OLDEST);
      wide.offer(message("b" + i, "B"), OverflowPolicy.DROP_OLDEST);
    }
    for (int i = 980; i < 1000; i++) {
      expected.addAll(List.of("a" + i, "b" + i));
    }

    assertThat(pollAll(wide)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST"})
  void aMessageThatCanNeverFitIsDroppedAndCounted(OverflowPolicy policy) {
    offer("a", "b");
    int before = outbox.size();

    Outbox.Offer offer = outbox.offer(message("x".repeat(101), null), policy);

    assertThat(offer.accepted()).isFalse();
    assertThat(offer.dropped())
        .as("the offered one included")
        .isEqualTo(before - outbox.size() + 1);
  }

  @Test
  void disconnectRefusesAMessageThatCanNeverFit() {
    assertThat(outbox.offer(message("x".repeat(101), null), OverflowPolicy.DISCONNECT))
        .isEqualTo(new Outbox.Offer(false, 0));
  }

  @Test
  void latestGivesUpWhatWaitsOfTheSameTopicFirst() {
    outbox.offer(message("a1", "A"), OverflowPolicy.LATEST);
    outbox.offer(message("b1", "B"), OverflowPolicy.LATEST);
    outbox.offer(message("a2", "A"), OverflowPolicy.LATEST);
    outbox.offer(message("c1", "C"), OverflowPolicy.LATEST);

    assertThat(outbox.offer(message("a3", "A"), OverflowPolicy.LATEST))
        .isEqualTo(new Outbox.Offer(true, 2));
    assertThat(pollAll()).containsExactly("b1", "c1", "a3");
  }

  @Test
  void latestComparesTopicsByEquality() {
    for (int i = 0; i < CAPACITY; i++) {
      outbox.offer(message("m" + i, new String("same")), OverflowPolicy.LATEST);
    }

    assertThat(outbox.offer(message("new", new String("same")), OverflowPolicy.LATEST))
        .isEqualTo(new Outbox.Offer(true, CAPACITY));
    assertThat(pollAll()).containsExactly("new");
  }

  @ParameterizedTest
  @EnumSource(names = {"DROP_OLDEST", "LATEST"})
  void messagesWithoutATopicNeverReplaceEachOther(OverflowPolicy policy) {
    offer("a", "b", "c", "d");

    assertThat(outbox.offer(message("e", null), policy)).isEqualTo(new Outbox.Offer(false, 1));
    assertThat(pollAll()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void latestKeepsTheOrderOfOthersAcrossTheEndOfTheRing() {
    offer("x", "y", "z");
    pollAll(); // the next message goes into the last slot
    outbox.offer(message("b1", "B"), OverflowPolicy.LATEST);
    outbox.offer(message("a1", "A"), OverflowPolicy.LATEST);
    outbox.offer(message("c1", "C"), OverflowPolicy.LATEST);
    outbox.offer(message("a2", "A"), OverflowPolicy.LATEST);

    outbox.offer(message("a3", "A"), OverflowPolicy.LATEST);

    assertThat(pollAll()).containsExactly("b1", "c1", "a3");
  }

  @Test
  void theRingGrowsWithWhatWaits() {
    Outbox wide = lease(8192, 1 << 20);
    int slots = wide.slots();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 8192; i++) {
      expected.add("m" + i);
      assertThat(wide.offer(message("m" + i, null), OverflowPolicy.DISCONNECT).accepted()).isTrue();
    }
    assertThat(wide.offer(message("x", null), OverflowPolicy.DISCONNECT).accepted()).isFalse();

    assertThat(slots).isLessThan(100);
    assertThat(wide.slots()).isEqualTo(8192);
    assertThat(pollAll(wide)).isEqualTo(expected);
  }

  @Test
  void noMoreThanASmallRingIsKeptForTheNextLease() {
    Outbox wide = lease(8192, 1 << 20);
    for (int i = 0; i < 5000; i++) {
      wide.offer(message("m", null), OverflowPolicy.DISCONNECT);
    }

    shelf.release(wide);

    assertThat(wide.slots()).isLessThanOrEqualTo(Outbox.UNCOUNTED_SLOTS);
  }

  @Test
  void whatLittleWaitsIsNotCountedInTheBudget() {
    lease(8192, 1 << 20).offer(kib(16), OverflowPolicy.DISCONNECT);

    assertThat(budget.used()).isZero();
  }

  @Test
  void aMessageForManyIsCountedOnceAndUntilTheLastHasIt() {
    Message large = kib(17);
    Outbox one = lease(8192, 1 << 20);
    Outbox other = lease(8192, 1 << 20);
    one.offer(large, OverflowPolicy.DISCONNECT);
    other.offer(large, OverflowPolicy.DISCONNECT);
    assertThat(budget.used()).isBetween(17 * 1024L, 18 * 1024L);

    one.poll();
    assertThat(budget.used()).as("the other still has it").isGreaterThan(17 * 1024L);
    other.poll();
    assertThat(budget.used()).isLessThan(1024);

    shelf.release(one);
    shelf.release(other);
    assertThat(budget.used()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void whenTheBudgetIsSpentWhoeverHasMoreThanAnEvenShareGetsNoMore(OverflowPolicy policy) {
    Outbox most = lease(8192, 1 << 20);
    while (budget.used() <= BUDGET) {
      most.offer(kib(1), OverflowPolicy.DISCONNECT);
    }
    Outbox other = lease(8192, 1 << 20);
    for (int i = 0; i < 17; i++) {
      assertThat(other.offer(kib(1), OverflowPolicy.DISCONNECT).accepted()).isTrue();
    }

    assertThat(most.offer(kib(1), policy).accepted()).isFalse();
    assertThat(most.isBelowOneIn(4)).as("nor is it to be written to for more").isFalse();
    assertThat(other.offer(kib(1), policy).accepted()).as("below its share").isTrue();
    shelf.release(most);
    assertThat(other.offer(kib(4), policy).accepted()).as("there is room again").isTrue();
  }

  private Outbox lease(int capacity, int maxBytes) {
    Outbox leased = shelf.lease(ConnectionId.random(), 0);
    leased.limit(capacity, maxBytes);
    return leased;
  }

  private static Message kib(int size) {
    return message("x".repeat(1024 * size), null);
  }

  private void offerOf(String topic, String... texts) {
    for (String text : texts) {
      assertThat(outbox.offer(message(text, topic), OverflowPolicy.DISCONNECT).accepted()).isTrue();
    }
  }

  private void offer(String... texts) {
    for (String text : texts) {
      assertThat(outbox.offer(message(text, null), OverflowPolicy.DISCONNECT).accepted()).isTrue();
    }
  }

  private List<String> pollAll() {
    return pollAll(outbox);
  }

  private static List<String> pollAll(Outbox from) {
    List<String> texts = new ArrayList<>();
    for (Message next = from.poll(); next != null; next = from.poll()) {
      texts.add(text(next));
    }
    return texts;
  }

  private static Message message(String text, Object topic) {
    return Message.text(text, topic);
  }

  private static String text(Message message) {
    return ((Message.Text) message).text();
  }
}
