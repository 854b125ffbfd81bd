package io.heartwire.client.pool;

import static io.heartwire.client.pool.LeaseManagerFixture.connectionOf;
import static io.heartwire.client.pool.LeaseManagerFixture.lease;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.LogCapture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class GiveBackTest {
  private final LeaseManagerFixture pool =
      new LeaseManagerFixture(
          settings -> settings.maximumSize(1).resetTimeout(Duration.ofMillis(700)));

  @Test
  void secondReturnMustBeAnErrorAndLeaveTheNextBorrowerAlone() {
    Lease<FakeConnection> first = pool.borrow();
    first.giveBack();
    Lease<FakeConnection> second = pool.borrow();

    assertThatIllegalStateException()
        .isThrownBy(first::giveBack)
        .withMessageContaining("session 1 was given back already");

    assertThat(pool.leases.stats().inUse()).isEqualTo(1);
    second.giveBack();
    assertThat(pool.leases.stats().idle()).isEqualTo(1);
  }

  @Test
  void useAfterReturnMustBeAnErrorAndReachNobody() {
    Lease<FakeConnection> first = pool.borrow();
    first.giveBack();
    pool.borrow();

    assertThatIllegalStateException()
        .isThrownBy(() -> first.request(never -> new CompletableFuture<>()))
        .withMessageContaining("borrow another");
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                first.call(
                    connection -> {
                      throw new AssertionError("reached");
                    }));
  }

  @Test
  void sessionBrokenInUseMustNeverBeLentAgain() {
    Lease<FakeConnection> first = pool.borrow();
    FakeConnection broken = connectionOf(first);
    broken.breakDown();
    first.giveBack();

    assertThat(connectionOf(pool.borrow())).isNotSameAs(broken);
    assertThat(pool.metrics.events()).containsOnlyOnce("closed BROKEN");
  }

  @Test
  void sessionBrokenInUseMustMakeRoomBeforeItIsReturned() {
    Lease<FakeConnection> first = pool.borrow();
    CompletableFuture<Lease<FakeConnection>> next = pool.leases.borrow();

    connectionOf(first).breakDown();

    assertThat(connectionOf(lease(next))).isSameAs(pool.factory.opened(1));
    first.giveBack();
    assertThat(pool.leases.stats()).isEqualTo(new PoolStats(0, 0, 1, 0, 0, 0));
  }

  @Test
  void requestUnderWayMustEndBeforeTheNextBorrowerGetsTheSession() {
    Lease<FakeConnection> first = pool.borrow();
    CompletableFuture<String> answer = new CompletableFuture<>();
    CompletionStage<String> request = first.request(connection -> answer);
    first.giveBack();
    CompletableFuture<Lease<FakeConnection>> next = pool.leases.borrow();
    assertThat(next).isNotDone();

    answer.complete("late, but there");

    assertThat(request).isCompletedWithValue("late, but there");
    assertThat(connectionOf(lease(next))).isSameAs(pool.factory.opened(0));
  }

  @Test
  void requestThatDoesNotEndMustCostTheSession() {
    Lease<FakeConnection> first = pool.borrow();
    first.request(connection -> new CompletableFuture<>());
    first.giveBack();
    CompletableFuture<Lease<FakeConnection>> next = pool.leases.borrow();

    pool.afterMillis(699);
    assertThat(next).isNotDone();
    pool.afterMillis(1);

    assertThat(pool.factory.opened(0).isOpen()).isFalse();
    assertThat(connectionOf(lease(next))).isSameAs(pool.factory.opened(1));
    assertThat(pool.metrics.events()).contains("closed LEFT_BUSY");
  }

  @Test
  void sessionThatLeftARequestUnansweredMustNotBeLentAgain() {
    Lease<FakeConnection> first = pool.borrow();
    CompletableFuture<String> answer = new CompletableFuture<>();
    first.request(connection -> answer);
    answer.completeExceptionally(new TimeoutException());
    first.giveBack();

    assertThat(connectionOf(pool.borrow())).isSameAs(pool.factory.opened(1));
    assertThat(pool.factory.stillOpen()).isEqualTo(1);
  }

  @Test
  void requestThatTheServerRefusedMustNotCostTheSession() {
    Lease<FakeConnection> first = pool.borrow();
    first.request(never -> CompletableFuture.failedFuture(new RuntimeException("not allowed")));
    first.giveBack();

    assertThat(connectionOf(pool.borrow())).isSameAs(pool.factory.opened(0));
  }

  @Test
  void requestThatFailsAtOnceMustNotKeepTheSession() {
    Lease<FakeConnection> first = pool.borrow();
    assertThatThrownBy(
            () ->
                first.request(
                    connection -> {
                      throw new IllegalArgumentException("no such channel");
                    }))
        .isInstanceOf(IllegalArgumentException.class);

    first.giveBack();

    assertThat(pool.leases.stats().idle()).isEqualTo(1);
  }

  @Test
  void whatABorrowerLeftBehindMustBeRemovedBeforeTheNextGetsTheSession() {
    Lease<FakeConnection> first = pool.borrow();
    FakeConnection connection = connectionOf(first);
    CompletableFuture<Void> reset = new CompletableFuture<>();
    connection.leaveBehind(reset);
    first.giveBack();
    CompletableFuture<Lease<FakeConnection>> next = pool.leases.borrow();
    assertThat(next).isNotDone();

    reset.complete(null);

    assertThat(connectionOf(lease(next))).isSameAs(connection);
    assertThat(connection.resets()).isEqualTo(1);
  }

  @Test
  void sessionThatCannotBeResetMustBeClosed() {
    Lease<FakeConnection> first = pool.borrow();
    connectionOf(first).leaveBehind(CompletableFuture.failedFuture(new RuntimeException("no")));
    first.giveBack();

    assertThat(pool.factory.stillOpen()).isZero();
    assertThat(pool.leases.stats().total()).isZero();
  }

  @Test
  void metricsThatFailMustHarmNobody() {
    LeaseManager<FakeConnection> leases =
        new LeaseManager<>(
            "pool",
            PoolSettings.DEFAULT,
            pool.factory,
            pool.time,
            new PoolMetrics() {
              @Override
              public void borrowed(Duration waited) {
                throw new IllegalStateException("metrics are down");
              }
            });
    try (LogCapture log = new LogCapture(SessionPool.class)) {
      lease(leases.borrow()).giveBack();
      lease(leases.borrow()).giveBack();

      assertThat(log.lines()).singleElement().asString().contains("PoolMetrics failed");
    }
  }
}
