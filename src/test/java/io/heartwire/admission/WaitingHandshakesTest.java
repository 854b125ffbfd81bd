package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitingHandshakesTest {
  private final WaitingHandshakes handshakes =
      new WaitingHandshakes(new WaitingHandshakes.Config(1));
  private final CompletableFuture<Object> ready = new CompletableFuture<>();

  @Test
  void whatIsReadyGoesOnAndGivesItsPlaceBack() throws Exception {
    for (int i = 0; i < 3; i++) {
      handshakes.await(CompletableFuture.completedFuture(i));
    }
  }

  @Test
  void whatHasFailedGoesOnToBeAnswered() throws Exception {
    ready.completeExceptionally(new IllegalStateException("the bean is broken"));

    handshakes.await(ready);
    handshakes.await(ready);
  }

  @Test
  void oneMoreThanMayWaitIsRefusedUntilAPlaceIsFree() throws Exception {
    CompletableFuture<Void> first = waitInAThread();
    await().until(() -> ready.getNumberOfDependents() > 0); // it has its place, and waits
    assertThatExceptionOfType(TooManyWaitingException.class)
        .isThrownBy(() -> handshakes.await(CompletableFuture.completedFuture("ready")));
    assertThat(first).isNotDone();

    ready.complete("now");

    first.get(10, TimeUnit.SECONDS);
    handshakes.await(ready);
  }

  private CompletableFuture<Void> waitInAThread() {
    return CompletableFuture.runAsync(
        () -> {
          try {
            handshakes.await(ready);
          } catch (TooManyWaitingException full) {
            throw new IllegalStateException(full);
          }
        });
  }
}
