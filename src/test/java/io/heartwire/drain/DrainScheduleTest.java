package io.heartwire.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class DrainScheduleTest {

  @Test
  void tickThatFailsMustBeLoggedAndTriedAgain() {
    CompletableFuture<Void> over = new CompletableFuture<>();
    try (LogCapture log = new LogCapture(DrainSchedule.class, Level.SEVERE)) {
      DrainSchedule.run(
          () -> {
            throw new LinkageError("of a test");
          },
          over);
      assertThat(log.lines()).hasSize(1);
    }
    assertThat(over).isNotDone();

    DrainSchedule.run(() -> true, over);
    assertThat(over).isDone();
  }
}
