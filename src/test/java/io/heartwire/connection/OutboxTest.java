package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OutboxTest {
  private static final int CAPACITY = 4;
  private static final int MAX_BYTES = 100;

  private static final OutboxConfig CONFIG =
      new OutboxConfig(
          CAPACITY,
          MAX_BYTES,
          Duration.ofDays(1),
          OverflowPolicy.DISCONNECT,
          Duration.ZERO,
          Duration.ofSeconds(10));

  private final Outbox outbox = new OutboxShelf(CONFIG, 1).lease(ConnectionId.random(), 0);

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
    offer("a", "b", "c", "d");

    assertThat(outbox.offer(message("e", null), OverflowPolicy.DROP_OLDEST))
        .isEqualTo(new Outbox.Offer(true, 1));
    assertThat(pollAll()).containsExactly("b", "c", "d", "e");
  }

  @Test
  void dropOldestMakesRoomForBytesByAsManyAsItTakes() {
    offer("x".repeat(40), "y".repeat(40), "z".repeat(20));

    assertThat(outbox.offer(message("n".repeat(70), null), OverflowPolicy.DROP_OLDEST))
        .isEqualTo(new Outbox.Offer(true, 2));
    assertThat(pollAll()).containsExactly("z".repeat(20), "n".repeat(70));
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

  @Test
  void latestFallsBackToTheOldestWhenNothingOfTheTopicWaits() {
    offer("a", "b", "c", "d");

    assertThat(outbox.offer(message("e", "E"), OverflowPolicy.LATEST))
        .isEqualTo(new Outbox.Offer(true, 1));
    assertThat(pollAll()).containsExactly("b", "c", "d", "e");
  }

  @Test
  void messagesWithoutATopicNeverReplaceEachOther() {
    offer("a", "b", "c", "d");

    assertThat(outbox.offer(message("e", null), OverflowPolicy.LATEST).dropped()).isEqualTo(1);
    assertThat(pollAll()).containsExactly("b", "c", "d", "e");
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

  private void offer(String... texts) {
    for (String text : texts) {
      assertThat(outbox.offer(message(text, null), OverflowPolicy.DISCONNECT).accepted()).isTrue();
    }
  }

  private List<String> pollAll() {
    List<String> texts = new ArrayList<>();
    for (Message next = outbox.poll(); next != null; next = outbox.poll()) {
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
