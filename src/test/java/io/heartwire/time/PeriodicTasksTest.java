package io.heartwire.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class PeriodicTasksTest {

  @Test
  void aTaskThatFailsIsLoggedAndDoesNotEndTheScheduleOfAll() {
    try (LogCapture log = new LogCapture(PeriodicTasks.class, Level.SEVERE)) {
      PeriodicTasks.tick(
          now -> {
            throw new LinkageError("of a test");
          },
          0);

      assertThat(log.lines()).hasSize(1);
    }
  }
}
