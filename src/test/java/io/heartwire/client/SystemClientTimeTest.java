package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.LogCapture;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SystemClientTimeTest {
  @Test
  void aTimerMayBeForTheEndOfAllTime() {
    AtomicInteger runs = new AtomicInteger();
    try (SystemClientTime time = new SystemClientTime()) {
      ClientTime.Timer never = time.after(ChronoUnit.FOREVER.getDuration(), runs::incrementAndGet);
      time.after(Duration.ZERO, () -> runs.addAndGet(10));

      await().until(() -> runs.get() == 10);
      never.cancel();
    }
  }

  @Test
  void anErrorOfATaskMustBeLoggedAndTheNextTaskMustRun() {
    AtomicInteger runs = new AtomicInteger();
    try (LogCapture log = new LogCapture(SystemClientTime.class);
        SystemClientTime time = new SystemClientTime()) {
      time.after(
          Duration.ZERO,
          () -> {
            throw new AssertionError("a mistake");
          });
      time.after(Duration.ZERO, runs::incrementAndGet);

      await().until(() -> runs.get() == 1);
      assertThat(log.lines()).containsExactly("A timer's task failed");
    }
  }
}
