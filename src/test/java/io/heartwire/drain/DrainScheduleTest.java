package io.heartwire.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.time.LogThrottle;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class DrainScheduleTest {

  @Test
  void tickThatFailsMustBeLoggedOnceASecondAndTriedAgain() {
    CompletableFuture<Void> over = new CompletableFuture<>();
    LogThrottle throttle = new LogThrottle(new ManualTimeSource());
    BooleanSupplier failing =
        () -> {
          throw new LinkageError("of a test");
        };
    try (LogCapture log = new LogCapture(DrainSchedule.class, Level.SEVERE)) {
      DrainSchedule.run(failing, over, throttle);
      DrainSchedule.run(failing, over, throttle);
      assertThat(log.lines()).hasSize(1);
    }
    assertThat(over).isNotDone();

    DrainSchedule.run(() -> true, over, throttle);
    assertThat(over).isDone();
  }
}
