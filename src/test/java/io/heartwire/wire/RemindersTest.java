package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RemindersTest {
  private final ManualTimeSource time = new ManualTimeSource();
  private final Reminders reminders = new Reminders(time.nanos());
  private final LoopTask first = new TestTask();
  private final LoopTask second = new TestTask();

  @Test
  void aTaskIsDueOnceWhenItsMomentHasCome() {
    remind(first, Duration.ofSeconds(1));
    assertThat(reminders.isEmpty()).isFalse();

    pass(Duration.ofMillis(999));
    assertThat(reminders.takeDue(time.nanos())).isEmpty();
    pass(Duration.ofMillis(100));
    assertThat(reminders.takeDue(time.nanos())).containsExactly(first);

    assertThat(reminders.isEmpty()).isTrue();
    pass(Duration.ofSeconds(10));
    assertThat(reminders.takeDue(time.nanos())).isEmpty();
  }

  @Test
  void thereIsNoMoreThanALookEveryTenthOfASecond() {
    remind(first, Duration.ofSeconds(1));
    pass(Duration.ofMillis(950));
    assertThat(reminders.takeDue(time.nanos())).isEmpty();

    pass(Duration.ofMillis(99));
    assertThat(reminders.takeDue(time.nanos())).as("looked just now").isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(reminders.takeDue(time.nanos())).containsExactly(first);
  }

  @Test
  void allThatAreDueAreTakenTogetherAndTheOthersStay() {
    LoopTask third = new TestTask();
    remind(first, Duration.ofSeconds(1));
    remind(second, Duration.ofSeconds(2));
    remind(third, Duration.ofSeconds(3));
    pass(Duration.ofSeconds(2));

    assertThat(reminders.takeDue(time.nanos())).containsExactlyInAnyOrder(first, second);

    pass(Duration.ofSeconds(1));
    assertThat(reminders.takeDue(time.nanos())).containsExactly(third);
  }

  @Test
  void aTaskHasOneMomentAtATime() {
    remind(first, Duration.ofSeconds(1));
    remind(first, Duration.ofSeconds(3));
    pass(Duration.ofSeconds(2));
    assertThat(reminders.takeDue(time.nanos())).isEmpty();

    pass(Duration.ofSeconds(1));
    assertThat(reminders.takeDue(time.nanos())).containsExactly(first);
  }

  @Test
  void whatIsCancelledIsNotDue() {
    remind(first, Duration.ofSeconds(1));
    remind(second, Duration.ofSeconds(1));
    reminders.cancel(first);
    reminders.cancel(new TestTask());
    pass(Duration.ofSeconds(1));

    assertThat(reminders.takeDue(time.nanos())).containsExactly(second);
  }

  @Test
  void momentsAreRightWhenTheNanosecondCounterOverflows() {
    ManualTimeSource late = new ManualTimeSource(Long.MAX_VALUE);
    Reminders overflowing = new Reminders(late.nanos());
    overflowing.set(first, late.nanos() + Duration.ofSeconds(1).toNanos());
    late.advance(Duration.ofMillis(500));
    assertThat(overflowing.takeDue(late.nanos())).isEmpty();
    late.advance(Duration.ofMillis(500));

    assertThat(overflowing.takeDue(late.nanos())).containsExactly(first);
  }

  private void remind(LoopTask task, Duration in) {
    reminders.set(task, time.nanos() + in.toNanos());
  }

  private void pass(Duration duration) {
    time.advance(duration);
  }
}
