package io.heartwire.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.EngineThreads;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestThreads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MemoryDeliveriesTest {
  private static final String BUSY = "busy";
  private static final int MANY = 2 * MemoryDeliveries.MOST_PER_TURN + 10;

  private final List<String> delivered = new ArrayList<>();
  private final Queue<Runnable> takenOver = new ArrayDeque<>();
  private boolean publishesMeanwhile = true;
  private MemoryBroker broker = broker(takenOver::add);

  @Test
  void aPublisherMakesItsShareOfABusyChannelsDeliveriesAndGoesItsWay() {
    publish("first");

    assertThat(delivered).hasSize(MemoryDeliveries.MOST_PER_TURN);
    assertThat(takenOver).hasSize(1);
  }

  @Test
  void theThreadThatTakesOverGoesOnInOrderAndHandsOverInItsTurn() {
    publish("first");
    takenOver.remove().run();
    assertThat(delivered).hasSize(2 * MemoryDeliveries.MOST_PER_TURN);
    takenOver.remove().run();

    assertThat(delivered).hasSize(1 + MANY).first().isEqualTo("first");
    assertThat(delivered.subList(1, delivered.size())).containsExactlyElementsOf(numbers());
    assertThat(takenOver).isEmpty();
  }

  @Test
  void whileTheHandOverWaitsPublishersOnlyLeaveTheirs() {
    publish("first");
    int before = delivered.size();

    publish("second");
    assertThat(delivered).hasSize(before);
    while (!takenOver.isEmpty()) {
      takenOver.remove().run();
    }

    assertThat(delivered).hasSize(2 + MANY).last().isEqualTo("second");
  }

  @Test
  void ifNobodyTakesOverThePublisherGoesOn() {
    broker = broker(TestThreads::none);

    publish("first");

    assertThat(delivered).hasSize(1 + MANY);
  }

  @Test
  void aContainerThatStopsDoesNotSilenceTheChannel() {
    broker =
        broker(
            task -> {
              throw new IllegalStateException("the application stops");
            });

    publish("first");

    assertThat(delivered).hasSize(1 + MANY);
  }

  private MemoryBroker broker(EngineThreads threads) {
    MemoryBrokerConfig config = new MemoryBrokerConfig(1 << 20, Duration.ofHours(1), 100, 100);
    MemoryBroker made = new MemoryBroker(new ManualTimeSource(), config, threads);
    made.start(
        new BrokerListener() {
          @Override
          public void publication(String channel, Publication publication, StreamPosition at) {
            delivered.add(new String(publication.data().shared(), StandardCharsets.UTF_8));
            publishManyMeanwhile();
          }

          @Override
          public void joined(String channel, ClientInfo client) {}

          @Override
          public void left(String channel, ClientInfo client) {}

          @Override
          public void interrupted(Set<String> channels) {}
        });
    made.subscribe(BUSY);
    return made;
  }

  /** As other threads would while this one delivers. */
  private void publishManyMeanwhile() {
    if (publishesMeanwhile) {
      publishesMeanwhile = false;
      numbers().forEach(this::publish);
    }
  }

  private static List<String> numbers() {
    return IntStream.range(0, MANY).mapToObj(Integer::toString).toList();
  }

  private void publish(String text) {
    broker.publish(BUSY, new PublicationDraft(Payload.text(text)), PublishOptions.NO_HISTORY);
  }
}
