package io.heartwire.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventsTest {

  private record Happened(int what) {}

  private record Other() {}

  private final ManualTimeSource time = new ManualTimeSource();
  private final List<Object> heard = new ArrayList<>();
  private final List<Object> asked = new ArrayList<>();

  @Test
  void observersAreToldInOrderAndOnTheSameThread() {
    Events events = new Events(heard::add, event -> true, time);
    events.fire(new Happened(1));
    events.fire(new Happened(2));

    assertThat(heard).containsExactly(new Happened(1), new Happened(2));
    assertThat(events.failed()).isZero();
  }

  @Test
  void whatNobodyObservesIsAskedOnceForItsClassAndNotFired() {
    Events events =
        new Events(
            heard::add,
            event -> {
              asked.add(event);
              return event instanceof Happened;
            },
            time);
    for (int i = 0; i < 3; i++) {
      events.fire(new Happened(i));
      events.fire(new Other());
    }

    assertThat(heard).hasSize(3).hasOnlyElementsOfType(Happened.class);
    assertThat(asked).containsExactly(new Happened(0), new Other());
  }

  @Test
  void whatAnObserverThrowsIsCountedLoggedOnceASecondAndHarmsNobody() {
    Events events =
        new Events(
            event -> {
              throw new IllegalStateException("bug");
            },
            event -> true,
            time);
    try (LogCapture log = new LogCapture(Events.class)) {
      events.fire(new Happened(1));
      events.fire(new Happened(2));
      assertThat(log.lines()).singleElement().asString().contains("Happened");

      time.advance(Duration.ofSeconds(1));
      events.fire(new Happened(3));
      assertThat(log.lines()).hasSize(2);
    }
    assertThat(events.failed()).isEqualTo(3);
  }

  @Test
  void aContainerThatCannotSayWhoObservesHarmsNobodyEither() {
    Events events =
        new Events(
            heard::add,
            event -> {
              throw new IllegalStateException("the container is going down");
            },
            time);
    try (LogCapture log = new LogCapture(Events.class)) {
      events.fire(new Happened(1));

      assertThat(log.lines()).hasSize(1);
    }
    assertThat(events.failed()).isEqualTo(1);
    assertThat(heard).isEmpty();
  }
}
