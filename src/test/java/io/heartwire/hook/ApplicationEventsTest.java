package io.heartwire.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.QueuedThreads;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ApplicationEventsTest {
  private static final String ANN = "connection of Ann";
  private static final String BEN = "connection of Ben";

  private record Happened(int what) {}

  private record Other() {}

  private final ManualTimeSource time = new ManualTimeSource();
  private final QueuedThreads threads = new QueuedThreads();
  private final List<Object> heard = new ArrayList<>();
  private final List<Object> asked = new ArrayList<>();

  @Test
  void observersAreToldByTheApplicationsThreadsInARequestOfTheirOwn() {
    ApplicationEvents events = events(event -> heard.add(threads.isInRequest()));
    events.fire(ANN, new Happened(1));
    assertThat(heard).as("whoever fires goes on").isEmpty();
    assertThat(events.waiting()).isEqualTo(1);

    threads.runAll();

    assertThat(heard).containsExactly(true);
    assertThat(events.waiting()).isZero();
    assertThat(events.failed()).isZero();
  }

  @Test
  void ofOneConnectionTheyAreToldInOrderAndByOneThreadAtATime() {
    ApplicationEvents events = events(heard::add);
    for (int i = 1; i <= 3; i++) {
      events.fire(ANN, new Happened(i));
    }
    assertThat(threads.waiting()).isEqualTo(1);

    threads.runAll();

    assertThat(heard).containsExactly(new Happened(1), new Happened(2), new Happened(3));
  }

  @Test
  void whatAnObserverCausesComesAfterWhatHappenedBefore() {
    ApplicationEvents[] events = new ApplicationEvents[1];
    events[0] =
        events(
            event -> {
              if (event.equals(new Happened(1))) {
                events[0].fire(ANN, new Happened(3));
              }
              heard.add(event);
            });
    events[0].fire(ANN, new Happened(1));
    events[0].fire(ANN, new Happened(2));
    threads.runAll();

    assertThat(heard).containsExactly(new Happened(1), new Happened(2), new Happened(3));
  }

  @Test
  void anObserverThatBlocksDelaysNobodyElsesEvents() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    ApplicationEvents events =
        events(
            event -> {
              if (event.equals(new Happened(1))) {
                inside.countDown();
                await(release);
              }
              heard.add(event);
            });
    events.fire(ANN, new Happened(1));
    Thread blocked = new Thread(threads::runAll);
    blocked.start();
    inside.await();
    events.fire(BEN, new Happened(2));
    threads.runAll();
    assertThat(heard).containsExactly(new Happened(2));

    release.countDown();
    blocked.join();
    assertThat(heard).containsExactly(new Happened(2), new Happened(1));
  }

  @Test
  void noMoreThreadsThanThereMayBeTellAtOnce() {
    ApplicationEvents events = events(heard::add, Map.of("max-threads", "1"));
    events.fire(ANN, new Happened(1));
    events.fire(BEN, new Happened(2));
    assertThat(threads.waiting()).isEqualTo(1);

    threads.runAll();

    assertThat(heard).containsExactly(new Happened(1), new Happened(2));
  }

  @Test
  void whatComesNextOfAConnectionWaitsUntilAllIsTold() {
    ApplicationEvents events = events(heard::add);
    events.fire(ANN, new Happened(1));
    CompletionStage<String> next = events.whenTold(ANN, () -> stage("next"));

    assertThat(Stages.isDone(next)).isFalse();
    assertThat(Stages.now(events.whenTold(BEN, () -> stage("another's")))).isEqualTo("another's");

    threads.runAll();
    assertThat(Stages.now(next)).isEqualTo("next");
    assertThat(Stages.now(events.whenTold(ANN, () -> stage("later")))).isEqualTo("later");
  }

  @Test
  void itDoesNotWaitLongerThanAHookMayTake() {
    ApplicationEvents events = events(heard::add, Map.of("timeout", "10ms"));
    events.fire(ANN, new Happened(1));
    CompletionStage<String> next = events.whenTold(ANN, () -> stage("next"));
    Stages.awaitEnd(next);

    assertThat(Stages.now(next)).isEqualTo("next");
    assertThat(heard).isEmpty();
  }

  @Test
  void whenTooManyWaitTheNextAreDroppedCountedAndLoggedOnceASecond() {
    ApplicationEvents events = events(heard::add, Map.of("max-events", "2"));
    try (LogCapture log = new LogCapture(ApplicationEvents.class)) {
      for (int i = 1; i <= 4; i++) {
        events.fire(ANN, new Happened(i));
      }
      assertThat(log.lines()).singleElement().asString().contains("heartwire.hook.max-events");
    }
    threads.runAll();
    events.fire(ANN, new Happened(5));
    threads.runAll();

    assertThat(events.dropped()).isEqualTo(2);
    assertThat(heard).containsExactly(new Happened(1), new Happened(2), new Happened(5));
  }

  @Test
  void anApplicationThatStopsIsToldNothingAndNobodyWaitsForIt() {
    ApplicationEvents events = events(heard::add);
    threads.stop();
    try (LogCapture log = new LogCapture(ApplicationEvents.class)) {
      events.fire(ANN, new Happened(1));
      assertThat(log.lines()).hasSize(1);
    }

    assertThat(events.dropped()).isEqualTo(1);
    assertThat(events.waiting()).isZero();
    assertThat(Stages.now(events.whenTold(ANN, () -> stage("next")))).isEqualTo("next");
  }

  @Test
  void whatNobodyObservesIsAskedOnceForItsClassAndNotFired() {
    ApplicationEvents events =
        new ApplicationEvents(
            heard::add,
            event -> {
              asked.add(event);
              return event instanceof Happened;
            },
            config(Map.of()),
            threads,
            time);
    for (int i = 0; i < 3; i++) {
      events.fire(ANN, new Happened(i));
      events.fire(ANN, new Other());
    }
    threads.runAll();

    assertThat(heard).hasSize(3).hasOnlyElementsOfType(Happened.class);
    assertThat(asked).containsExactly(new Happened(0), new Other());
  }

  @Test
  void whatAnObserverThrowsIsCountedLoggedOnceASecondAndHarmsNobody() {
    ApplicationEvents events =
        events(
            event -> {
              throw new IllegalStateException("bug");
            });
    try (LogCapture log = new LogCapture(ApplicationEvents.class)) {
      events.fire(ANN, new Happened(1));
      events.fire(ANN, new Happened(2));
      threads.runAll();
      assertThat(log.lines()).singleElement().asString().contains("Happened");

      time.advance(Duration.ofSeconds(1));
      events.fire(ANN, new Happened(3));
      threads.runAll();
      assertThat(log.lines()).hasSize(2);
    }
    assertThat(events.failed()).isEqualTo(3);
    assertThat(events.waiting()).isZero();
  }

  @Test
  void aContainerThatCannotSayWhoObservesHarmsNobodyEither() {
    ApplicationEvents events =
        new ApplicationEvents(
            heard::add,
            event -> {
              throw new IllegalStateException("the container is going down");
            },
            config(Map.of()),
            threads,
            time);
    try (LogCapture log = new LogCapture(ApplicationEvents.class)) {
      events.fire(ANN, new Happened(1));

      assertThat(log.lines()).hasSize(1);
    }
    assertThat(events.failed()).isEqualTo(1);
    assertThat(heard).isEmpty();
  }

  private ApplicationEvents events(Consumer<Object> observer) {
    return events(observer, Map.of());
  }

  private ApplicationEvents events(Consumer<Object> observer, Map<String, String> settings) {
    return new ApplicationEvents(observer, event -> true, config(settings), threads, time);
  }

  private static HookConfig config(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>();
    settings.forEach((key, value) -> all.put("heartwire.hook." + key, value));
    return new HookConfig(TestSettings.with(all));
  }

  private static CompletionStage<String> stage(String value) {
    return CompletableFuture.completedStage(value);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
