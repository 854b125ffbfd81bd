package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a loop is asked to remind its tasks of. */
class EventLoopReminderTest extends EventLoopFixture {
  private static final Duration SOON = Duration.ofSeconds(6);

  private final TestTask task = new TestTask();

  @Test
  void aTaskIsToldOnceThatItsMomentHasCome() {
    remind(task, SOON);
    time.advance(SOON.minusNanos(1));
    await().during(Reminders.LOOK_EVERY.multipliedBy(2)).until(() -> task.expiries.get() == 0);

    time.advance(Duration.ofNanos(1));
    passUntil(task, 1);

    time.advance(SOON);
    await().during(Reminders.LOOK_EVERY.multipliedBy(2)).until(() -> task.expiries.get() == 1);
  }

  @Test
  void aLaterMomentTakesThePlaceOfTheEarlierOne() {
    remind(task, SOON);
    remind(task, SOON.multipliedBy(2));

    time.advance(SOON);
    await().during(Reminders.LOOK_EVERY.multipliedBy(2)).until(() -> task.expiries.get() == 0);
    time.advance(SOON);
    passUntil(task, 1);
  }

  @Test
  void whatIsForgottenIsNotTold() {
    TestTask other = new TestTask();
    remind(task, SOON);
    remind(other, SOON);
    byTheLoop(() -> loop.forget(task));

    time.advance(SOON);
    passUntil(other, 1);
    assertThat(task.expiries).hasValue(0);
  }

  @Test
  void aTaskThatThrowsWhenItsMomentHasComeIsToldAndTheOthersGoOn() {
    IllegalStateException failure = new IllegalStateException("out of order");
    TestTask broken =
        new TestTask() {
          @Override
          void expired() {
            throw failure;
          }
        };
    remind(broken, SOON);
    remind(task, SOON);
    time.advance(SOON);
    passUntil(task, 1);

    await().until(() -> broken.failures.contains(failure));
  }

  private void remind(TestTask whom, Duration in) {
    byTheLoop(() -> loop.remind(whom, time.nanos() + in.toNanos()));
  }

  private void byTheLoop(Runnable step) {
    TestTask asks = once(step);
    await().pollDelay(Duration.ZERO).until(() -> asks.runs.get() == 1);
  }

  /** The loop looks only now and then. */
  private void passUntil(TestTask whom, int expiries) {
    await()
        .until(
            () -> {
              time.advance(Reminders.LOOK_EVERY);
              return whom.expiries.get() == expiries;
            });
  }
}
