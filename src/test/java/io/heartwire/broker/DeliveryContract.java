package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What every engine promises about publishing and delivery. */
public abstract class DeliveryContract extends RepetitionContract {
  private static final String TRACE = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void aPublicationReachesASubscribedNodeWithAllItsParts() {
    await(broker.subscribe(NEWS));
    PublicationDraft draft = new PublicationDraft(Payload.text("hello"), ANN, Map.of("k", "v"));

    StreamPosition position = await(broker.publish(NEWS, draft, KEPT)).position();

    assertHeard("news 1 hello");
    Publication kept = all(NEWS).get(0);
    assertThat(kept)
        .isEqualTo(
            new Publication(1, Payload.text("hello"), ANN, Map.of("k", "v"), kept.timeMillis()));
    assertThat(heard.publications)
        .containsExactly(new RecordedDeliveries.Delivered(NEWS, kept, position));
    assertThat(position.offset()).isEqualTo(1);
    assertThat(position.epoch()).isNotEmpty();
  }

  @Test
  void theTraceOfAPublicationTravelsWithIt() {
    await(broker.subscribe(NEWS));
    PublicationDraft traced = new PublicationDraft(Payload.text("a"), null, Map.of(), TRACE);

    await(broker.publish(NEWS, traced, KEPT));
    await(broker.publish(NEWS, traced, PublishOptions.NO_HISTORY));
    publish(NEWS, "b", KEPT);

    assertHeard("news 1 a", "news 0 a", "news 2 b");
    assertThat(heard.publications)
        .extracting(delivered -> delivered.publication().trace())
        .containsExactly(TRACE, TRACE, null);
  }

  @Test
  void aNodeHearsOnlyTheChannelsThatItIsSubscribedTo() {
    await(broker.subscribe(NEWS));
    publish(SPORT, "a", KEPT);
    publish(NEWS, "b", KEPT);
    assertHeard("news 1 b");
    await(broker.unsubscribe(NEWS));
    publish(NEWS, "c", KEPT);

    assertHeard("news 1 b");
  }

  @Test
  void subscribingTwiceIsSubscribingOnce() {
    await(broker.subscribe(NEWS));
    await(broker.subscribe(NEWS));
    publish(NEWS, "a", KEPT);
    assertHeard("news 1 a");
    await(broker.unsubscribe(NEWS));
    publish(NEWS, "b", KEPT);
    await(broker.unsubscribe(NEWS));

    assertHeard("news 1 a");
  }

  @Test
  void aPublicationWithoutHistoryIsDeliveredAndHasNoPlace() {
    await(broker.subscribe(NEWS));

    assertThat(publish(NEWS, "a", PublishOptions.NO_HISTORY).position())
        .isEqualTo(StreamPosition.NONE);
    assertThat(publish(NEWS, "b", PublishOptions.history(5, Duration.ZERO)).position())
        .isEqualTo(StreamPosition.NONE);
    assertThat(publish(NEWS, "c", PublishOptions.history(0, TTL)).position())
        .isEqualTo(StreamPosition.NONE);

    assertHeard("news 0 a", "news 0 b", "news 0 c");
    assertThat(all(NEWS)).isEmpty();
  }

  @Test
  void offsetsCountFromOneWithoutGapsInOneEpoch() {
    List<StreamPosition> positions = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      positions.add(publish(NEWS, "kept", KEPT).position());
      publish(NEWS, "not kept", PublishOptions.NO_HISTORY);
    }
    assertThat(positions).extracting(StreamPosition::offset).containsExactly(1L, 2L, 3L);
    assertThat(positions).extracting(StreamPosition::epoch).containsOnly(position(NEWS).epoch());
  }

  @Test
  void everyChannelHasItsOwnStream() {
    publish(NEWS, "a", KEPT);
    publish(NEWS, "b", KEPT);

    assertThat(publish(SPORT, "c", KEPT).position().offset()).isEqualTo(1);
    assertThat(texts(NEWS, HistoryQuery.ALL)).containsExactly("a", "b");
    assertThat(texts(SPORT, HistoryQuery.ALL)).containsExactly("c");
  }

  @Test
  void joinsAndLeavesComeInOrderWithThePublications() {
    await(broker.publishJoin(NEWS, BEN));
    await(broker.subscribe(NEWS));
    await(broker.publishJoin(NEWS, ANN));
    publish(NEWS, "a", KEPT);
    await(broker.publishLeave(NEWS, ANN));
    await(broker.publishJoin(SPORT, ANN));

    assertHeard("news +c1", "news 1 a", "news -c1");
  }

  @Test
  void aListenerThatFailsHarmsNobody() {
    await(broker.subscribe(NEWS));
    heard.during(
        "poison",
        same -> {
          throw new IllegalStateException("on purpose");
        });
    try (LogCapture log = new LogCapture(deliverer())) {
      assertThat(publish(NEWS, "poison", KEPT).position().offset()).isEqualTo(1);
      publish(NEWS, "fine", KEPT);
      waitFor(() -> !log.lines().isEmpty());
      assertThat(log.lines()).singleElement().asString().contains(NEWS);
    }
    assertHeard("news 1 poison", "news 2 fine");
  }

  @Test
  void whatTheListenerPublishesDuringADeliveryIsDeliveredAfterIt() {
    await(broker.subscribe(NEWS));
    AtomicReference<CompletionStage<PublishResult>> answer = new AtomicReference<>();
    heard.during(
        "ping",
        same -> {
          answer.set(broker.publish(NEWS, draft("pong"), KEPT));
          heard.lines.add("end of ping");
        });

    publish(NEWS, "ping", KEPT);

    waitFor(() -> answer.get() != null);
    assertThat(await(answer.get()).position().offset()).isEqualTo(2);
    assertHeard("news 1 ping", "end of ping", "news 2 pong");
  }

  @Test
  void theListenerMayLeaveTheChannelDuringADelivery() {
    await(broker.subscribe(NEWS));
    heard.during(
        "last",
        same -> {
          await(broker.unsubscribe(NEWS));
          heard.lines.add("left");
        });

    publish(NEWS, "last", KEPT);
    waitFor(() -> heard.lines.contains("left"));
    publish(NEWS, "unheard", KEPT);

    assertHeard("news 1 last", "left");
  }

  @Test
  void whoLeavesAndComesBackDuringADeliveryHearsTheNextOneAfterIt() {
    await(broker.subscribe(NEWS));
    heard.during(
        "first",
        same -> {
          await(broker.unsubscribe(NEWS));
          await(broker.subscribe(NEWS));
          assertThat(broker.publish(NEWS, draft("next"), PublishOptions.NO_HISTORY)).isNotNull();
          heard.lines.add("end of first");
        });

    publish(NEWS, "first", PublishOptions.NO_HISTORY);

    assertHeard("news 0 first", "end of first", "news 0 next");
  }

  @Test
  void listenersThatCrossFromChannelToChannelDoNotWaitForEachOther() {
    await(broker.subscribe(NEWS));
    await(broker.subscribe(SPORT));
    heard.during("to sport", same -> send(SPORT, "from news"));
    heard.during("to news", same -> send(NEWS, "from sport"));

    Race.between(
        () -> times(500, () -> publish(NEWS, "to sport", KEPT)),
        () -> times(500, () -> publish(SPORT, "to news", KEPT)));

    waitFor(() -> position(NEWS).offset() + position(SPORT).offset() >= 2000);
    assertThat(position(NEWS).offset()).isEqualTo(1000);
    assertThat(position(SPORT).offset()).isEqualTo(1000);
  }

  @Test
  void aBrokerIsStartedOnceAndBeforeItIsSubscribedTo() {
    assertThatIllegalStateException().isThrownBy(() -> broker.start(heard));

    Broker tooEarly = engine().broker();
    assertThatThrownBy(() -> await(tooEarly.subscribe(NEWS)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(NEWS);
  }

  private static void times(int count, Runnable step) {
    for (int i = 0; i < count; i++) {
      step.run();
    }
  }
}
