package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DoorwayTest {
  private final Doorway doorway = new Doorway();

  @Test
  void letsNobodyInOnceItIsClosed() {
    assertThat(doorway.enter()).isTrue();
    doorway.leave();
    doorway.close();
    assertThat(doorway.isClosed()).isTrue();
    assertThat(doorway.enter()).isFalse();
  }

  @Test
  void whoClosesItWaitsForTheOneInside() throws InterruptedException {
    CountDownLatch closed = new CountDownLatch(1);
    doorway.enter();
    Thread closing =
        new Thread(
            () -> {
              doorway.close();
              closed.countDown();
            });
    closing.start();
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    assertThat(doorway.isClosed()).as("to those who come now").isTrue();
    assertThat(closed.getCount()).isEqualTo(1);

    doorway.leave();
    closing.join();
    assertThat(closed.getCount()).isZero();
  }

  @Test
  void whoWaitsForTheOneInsideKeepsItOpen() throws InterruptedException {
    doorway.enter();
    Thread waiting = new Thread(doorway::awaitEmpty);
    waiting.start();
    await().until(() -> waiting.getState() == Thread.State.TIMED_WAITING);

    doorway.leave();
    waiting.join();
    assertThat(doorway.enter()).isTrue();
  }

  @Test
  void canBeClosedFromInside() {
    doorway.enter();
    doorway.close();
    doorway.leave();
    assertThat(doorway.enter()).isFalse();
  }
}
