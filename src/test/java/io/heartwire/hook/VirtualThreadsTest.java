package io.heartwire.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.ExecutorService;
import org.junit.jupiter.api.Test;

/** On whatever JVM the tests run. */
class VirtualThreadsTest {
  private static final int VERSION = Runtime.version().feature();

  @Test
  void theyAreUsefulWhereTheyMayBlockInSynchronized() {
    assertThat(VirtualThreads.areUseful()).isEqualTo(VERSION >= 24);
  }

  @Test
  void eachTaskHasANamedOneWhereTheJvmHasThem() throws Exception {
    if (VERSION < 21) {
      assertThatIllegalStateException()
          .isThrownBy(() -> VirtualThreads.executor("name-"))
          .withMessageContaining("no virtual threads");
      return;
    }
    ExecutorService threads = VirtualThreads.executor("name-");
    try {
      assertThat(threads.submit(() -> Thread.currentThread().toString()).get())
          .startsWith("VirtualThread[")
          .contains("name-1");
    } finally {
      threads.shutdownNow();
    }
  }
}
