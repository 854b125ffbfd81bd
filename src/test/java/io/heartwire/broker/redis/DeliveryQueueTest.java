package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class DeliveryQueueTest {

  @Test
  void aTaskThatFailsDoesNotKeepThoseAfterItFromRunning() {
    List<String> done = new ArrayList<>();
    List<Runnable> threads = new ArrayList<>();
    DeliveryQueue queue = new DeliveryQueue(threads::add, Runnable::run, 10);
    try (LogCapture log = new LogCapture(DeliveryQueue.class.getName(), Level.SEVERE)) {
      queue.add(
          () -> {
            throw new LinkageError("of a test");
          });
      queue.add(() -> done.add("next"));
      threads.remove(0).run();
      queue.add(() -> done.add("later"));
      threads.remove(0).run();

      assertThat(done).containsExactly("next", "later");
      assertThat(log.lines()).hasSize(1);
    }
  }
}
