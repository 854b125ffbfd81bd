package io.heartwire.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LongPatience;
import io.heartwire.testkit.ManualTimeSource;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One engine over a manual clock with a listener, and the calls of a test in short. */
public abstract class BrokerFixture {
  public static final String NEWS = "news";
  public static final String SPORT = "sport";
  public static final Duration TTL = Duration.ofSeconds(60);
  public static final PublishOptions KEPT = PublishOptions.history(100, TTL);
  public static final ClientInfo ANN = new ClientInfo("ann", "c1");
  public static final ClientInfo BEN = new ClientInfo("ben", "c2");

  protected final ManualTimeSource time = new ManualTimeSource();
  protected final RecordedDeliveries heard = new RecordedDeliveries();
  protected Broker broker;
  protected Presence presence;
  private Engine running;

  /** A new engine, not started. */
  protected abstract Engine engine();

  /** The class that logs when a delivery fails. */
  protected abstract Class<?> deliverer();

  @BeforeEach
  protected final void startTheEngine() {
    running = engine();
    broker = running.broker();
    presence = running.presence();
    broker.start(heard);
  }

  @AfterEach
  protected final void deliveriesOfAChannelCameOneAtATime() {
    heard.check();
    running.close();
  }

  /** Lets this time pass for whatever the engine keeps. */
  protected void pass(Duration length) {
    time.advance(length);
  }

  /** Waits until what has been published so far has been delivered. */
  protected void settle() {}

  /** Waits for the deliveries, and asserts that they are exactly these. */
  protected final void assertHeard(String... lines) {
    waitFor(() -> heard.lines.size() >= lines.length);
    settle();
    assertThat(heard.lines).containsExactly(lines);
  }

  public static void waitUntil(BooleanSupplier condition) {
    assertThat(isSoon(condition)).as("in time").isTrue();
  }

  protected static void waitFor(BooleanSupplier condition) {
    isSoon(condition); // what is not so is for the assertions that follow
  }

  private static boolean isSoon(BooleanSupplier condition) {
    long end = System.nanoTime() + LongPatience.LIMIT.toNanos();
    while (!isSo(condition)) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      LockSupport.parkNanos(1_000_000);
    }
    return true;
  }

  /** A Redis that starts, or becomes another's replica, ends the connections that ask it. */
  private static boolean isSo(BooleanSupplier condition) {
    try {
      return condition.getAsBoolean();
    } catch (UncheckedIOException unanswered) {
      return false;
    }
  }

  protected final PublishResult publish(String channel, String text, PublishOptions options) {
    return await(broker.publish(channel, draft(text), options));
  }

  /** Without waiting. */
  protected final void send(String channel, String text) {
    assertThat(broker.publish(channel, draft(text), KEPT)).isNotNull();
  }

  protected final StreamPosition position(String channel) {
    return page(channel, HistoryQuery.POSITION).now();
  }

  protected final HistoryPage page(String channel, HistoryQuery query) {
    return await(broker.history(channel, query));
  }

  protected final List<Publication> all(String channel) {
    return page(channel, HistoryQuery.ALL).publications();
  }

  protected final List<String> texts(String channel, HistoryQuery query) {
    return textsOf(page(channel, query).publications());
  }

  public static List<String> textsOf(List<Publication> publications) {
    return publications.stream().map(BrokerFixture::textOf).toList();
  }

  public static String textOf(Publication publication) {
    return new String(publication.data().shared(), UTF_8);
  }

  public static PublicationDraft draft(String text) {
    return new PublicationDraft(Payload.text(text));
  }

  public static <T> T await(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(LongPatience.LIMIT.toNanos(), TimeUnit.NANOSECONDS);
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
