package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every engine promises about history and recovery. */
public abstract class HistoryContract extends DeliveryContract {

  // History

  @Test
  void historyGivesWhatWasAskedFor() {
    for (String text : List.of("a", "b", "c", "d", "e")) {
      publish(NEWS, text, KEPT);
    }
    StreamPosition now = position(NEWS);
    StreamPosition two = new StreamPosition(2, now.epoch());

    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("a", "b", "c", "d", "e");
    assertThat(texts(NEWS, new HistoryQuery(null, 2, false))).containsExactly("a", "b");
    assertThat(texts(NEWS, new HistoryQuery(null, 99, false))).hasSize(5);
    assertThat(texts(NEWS, HistoryQuery.POSITION)).isEmpty();
    assertThat(texts(NEWS, new HistoryQuery(null, 2, true))).containsExactly("e", "d");
    assertThat(texts(NEWS, HistoryQuery.since(two))).containsExactly("c", "d", "e");
    assertThat(texts(NEWS, new HistoryQuery(two, 1, false))).containsExactly("c");
    assertThat(texts(NEWS, new HistoryQuery(two, -1, true))).containsExactly("a");
    assertThat(texts(NEWS, new HistoryQuery(now, 3, true))).containsExactly("d", "c", "b");
    assertThat(page(NEWS, HistoryQuery.ALL).now()).isEqualTo(new StreamPosition(5, now.epoch()));
  }

  @Test
  void positionsAtTheEdgesAreNoTrouble() {
    publish(NEWS, "a", KEPT);
    publish(NEWS, "b", KEPT);
    for (long offset : List.of(2L, 3L, 99L, Long.MAX_VALUE)) {
      StreamPosition since = new StreamPosition(offset, position(NEWS).epoch());
      assertThat(texts(NEWS, HistoryQuery.since(since))).as("since %s", since).isEmpty();
    }
    StreamPosition beginning = new StreamPosition(0, position(NEWS).epoch());
    StreamPosition end = new StreamPosition(Long.MAX_VALUE, position(NEWS).epoch());
    assertThat(texts(NEWS, HistoryQuery.since(beginning))).containsExactly("a", "b");
    assertThat(texts(NEWS, HistoryQuery.since(StreamPosition.NONE))).containsExactly("a", "b");
    assertThat(texts(NEWS, new HistoryQuery(beginning, -1, true))).isEmpty();
    assertThat(texts(NEWS, new HistoryQuery(end, -1, true))).as("before what is not").isEmpty();
    StreamPosition next = new StreamPosition(3, position(NEWS).epoch());
    assertThat(texts(NEWS, new HistoryQuery(next, -1, true))).containsExactly("b", "a");
  }

  @Test
  void aPositionOfAnotherEpochFindsNothing() {
    publish(NEWS, "a", KEPT);

    assertThat(texts(NEWS, HistoryQuery.since(new StreamPosition(0, "other")))).isEmpty();
  }

  @Test
  void historyKeepsTheNewestUpToItsSize() {
    PublishOptions three = PublishOptions.history(3, TTL);
    for (int i = 1; i <= 20; i++) {
      publish(NEWS, "" + i, three);
    }
    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("18", "19", "20");
    assertThat(texts(NEWS, HistoryQuery.since(new StreamPosition(3, position(NEWS).epoch()))))
        .as("from the oldest that is left")
        .containsExactly("18", "19", "20");

    publish(NEWS, "21", PublishOptions.history(2, TTL));
    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("20", "21");
  }

  @Test
  void aPublicationLastsAtLeastAsLongAsItsTtlByTheMonotonicClock() {
    publish(NEWS, "a", KEPT);
    time.jumpWallClock(Duration.ofDays(1));

    pass(TTL.minusSeconds(5));
    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("a");
    pass(TTL);
    assertThat(texts(NEWS, HistoryQuery.ALL)).isEmpty();
    assertThat(publish(NEWS, "b", KEPT).position().offset()).as("offsets go on").isEqualTo(2);
  }

  @Test
  void removedHistoryIsGoneAndOffsetsGoOn() {
    StreamPosition before = publish(NEWS, "a", KEPT).position();
    await(broker.removeHistory(NEWS));
    await(broker.removeHistory(SPORT));

    assertThat(page(NEWS, HistoryQuery.ALL)).isEqualTo(new HistoryPage(List.of(), before));
    assertThat(publish(NEWS, "b", KEPT).position())
        .isEqualTo(new StreamPosition(2, before.epoch()));
    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("b");
  }

  @Test
  void anEmptyStreamHasAPositionThatItsFirstPublicationContinues() {
    StreamPosition unknown = position(NEWS);
    await(broker.subscribe(SPORT));
    StreamPosition followed = position(SPORT);

    assertThat(List.of(unknown, followed))
        .allSatisfy(position -> assertThat(position.offset()).isZero())
        .allSatisfy(position -> assertThat(position.epoch()).isNotEmpty());
    assertThat(publish(NEWS, "a", KEPT).position().epoch()).isEqualTo(unknown.epoch());
    assertThat(publish(SPORT, "a", KEPT).position().epoch()).isEqualTo(followed.epoch());
  }

  // Recovery

  @Test
  void whoMissedNothingOrLittleGetsExactlyThat() {
    StreamPosition before = position(NEWS);
    publish(NEWS, "a", KEPT);
    StreamPosition between = publish(NEWS, "b", KEPT).position();
    StreamPosition now = publish(NEWS, "c", KEPT).position();

    assertThat(recovered(before)).containsExactly("a", "b", "c");
    assertThat(recovered(between)).containsExactly("c");
    assertThat(recovered(now)).isEmpty();
    assertThat(recovered(StreamPosition.NONE)).containsExactly("a", "b", "c");
  }

  @Test
  void whoMissedMoreThanIsKeptIsNotRecovered() {
    PublishOptions two = PublishOptions.history(2, TTL);
    StreamPosition early = publish(NEWS, "a", two).position();
    StreamPosition inTime = publish(NEWS, "b", two).position();
    publish(NEWS, "c", two);
    publish(NEWS, "d", two);

    assertThat(recovered(inTime)).containsExactly("c", "d");
    assertThat(notRecovered(early)).isEqualTo(Recovery.Cause.INCOMPLETE);
    assertThat(notRecovered(StreamPosition.NONE)).isEqualTo(Recovery.Cause.INCOMPLETE);
  }

  @Test
  void whoComesBackAfterTheTtlIsRecoveredOnlyIfItMissedNothing() {
    StreamPosition first = publish(NEWS, "a", KEPT).position();
    StreamPosition last = publish(NEWS, "b", KEPT).position();
    pass(TTL.multipliedBy(2));

    assertThat(notRecovered(first)).isEqualTo(Recovery.Cause.INCOMPLETE);
    assertThat(recovered(last)).isEmpty();
  }

  @Test
  void anotherEpochOrAnOffsetInTheFutureIsNotRecovered() {
    StreamPosition now = publish(NEWS, "a", KEPT).position();

    assertThat(notRecovered(new StreamPosition(1, "other"))).isEqualTo(Recovery.Cause.OTHER_EPOCH);
    assertThat(recovered(new StreamPosition(1, ""))).as("of the present stream").isEmpty();
    assertThat(notRecovered(new StreamPosition(2, now.epoch())))
        .isEqualTo(Recovery.Cause.FUTURE_OFFSET);
  }

  @Test
  void anEmptyStreamRecoversWhoWasAtItsBeginning() {
    await(broker.subscribe(NEWS));
    StreamPosition beginning = position(NEWS);
    await(broker.unsubscribe(NEWS));

    assertThat(recovered(beginning)).isEmpty();
    assertThat(recovered(StreamPosition.NONE)).isEmpty();
    assertThat(notRecovered(new StreamPosition(7, "before the restart")))
        .isEqualTo(Recovery.Cause.OTHER_EPOCH);
  }

  private List<String> recovered(StreamPosition client) {
    Recovery recovery = Recovery.decide(client, page(NEWS, HistoryQuery.since(client)));
    assertThat(recovery).isInstanceOf(Recovery.Recovered.class);
    assertThat(recovery.now()).isEqualTo(position(NEWS));
    return textsOf(((Recovery.Recovered) recovery).missed());
  }

  private Recovery.Cause notRecovered(StreamPosition client) {
    Recovery recovery = Recovery.decide(client, page(NEWS, HistoryQuery.since(client)));
    assertThat(recovery).isInstanceOf(Recovery.NotRecovered.class);
    return ((Recovery.NotRecovered) recovery).cause();
  }
}
