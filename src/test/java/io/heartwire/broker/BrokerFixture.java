package io.heartwire.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One engine over a manual clock with a listener, and the calls of a test in short. */
abstract class BrokerFixture {
  static final String NEWS = "news";
  static final String SPORT = "sport";
  static final Duration TTL = Duration.ofSeconds(60);
  static final PublishOptions KEPT = PublishOptions.history(100, TTL);
  static final ClientInfo ANN = new ClientInfo("ann", "c1");
  static final ClientInfo BEN = new ClientInfo("ben", "c2");

  final ManualTimeSource time = new ManualTimeSource();
  final RecordedDeliveries heard = new RecordedDeliveries();
  Broker broker;

  /** A new engine, not started. */
  abstract Broker engine();

  /** The class that logs when a delivery fails. */
  abstract Class<?> deliverer();

  @BeforeEach
  final void startTheEngine() {
    broker = engine();
    broker.start(heard);
  }

  @AfterEach
  final void deliveriesOfAChannelCameOneAtATime() {
    heard.check();
  }

  final PublishResult publish(String channel, String text, PublishOptions options) {
    return await(broker.publish(channel, draft(text), options));
  }

  /** Without waiting. */
  final void send(String channel, String text) {
    assertThat(broker.publish(channel, draft(text), KEPT)).isNotNull();
  }

  final StreamPosition position(String channel) {
    return page(channel, HistoryQuery.POSITION).now();
  }

  final HistoryPage page(String channel, HistoryQuery query) {
    return await(broker.history(channel, query));
  }

  final List<Publication> all(String channel) {
    return page(channel, HistoryQuery.ALL).publications();
  }

  final List<String> texts(String channel, HistoryQuery query) {
    return textsOf(page(channel, query).publications());
  }

  static List<String> textsOf(List<Publication> publications) {
    return publications.stream().map(BrokerFixture::textOf).toList();
  }

  static String textOf(Publication publication) {
    return new String(publication.data().shared(), UTF_8);
  }

  static PublicationDraft draft(String text) {
    return new PublicationDraft(Payload.text(text));
  }

  static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new AssertionError(failed.getCause());
    } catch (TimeoutException | InterruptedException stuck) {
      throw new AssertionError("the stage does not complete", stuck);
    }
  }
}
