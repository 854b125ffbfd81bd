package io.heartwire.client.pool;

import static io.heartwire.client.pool.LeaseManagerFixture.connectionOf;
import static io.heartwire.client.pool.LeaseManagerFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LeaseManagerCloseTest {
  private final LeaseManagerFixture pool =
      new LeaseManagerFixture(
          settings -> settings.maximumSize(2).closeGrace(Duration.ofMillis(5000)));

  @Test
  void idleSessionsMustBeClosedAtOnceAndNobodyGetAnother() {
    pool.borrow().giveBack();

    CompletionStage<Void> closed = pool.leases.close();

    assertThat(closed).isCompleted();
    assertThat(pool.factory.stillOpen()).isZero();
    assertThat(failureOf(pool.leases.borrow())).hasMessage("pool is closed");
    assertThat(pool.factory.attempts()).isEqualTo(1);
  }

  @Test
  void borrowersThatWaitMustBeSentAway() {
    pool.borrow();
    pool.borrow();
    CompletableFuture<Lease<FakeConnection>> waiting = pool.leases.borrow();

    pool.leases.close();

    assertThat(failureOf(waiting)).hasMessage("pool is closed");
  }

  @Test
  void borrowedSessionMustHaveItsGrace() {
    Lease<FakeConnection> held = pool.borrow();
    CompletionStage<Void> closed = pool.leases.close();

    pool.afterMillis(4999);
    assertThat(connectionOf(held).isOpen()).isTrue();
    held.giveBack();

    assertThat(connectionOf(held).isOpen()).isFalse();
    assertThat(closed).isCompleted();
    assertThat(pool.time.waiting()).as("tasks that wait for their time").isZero();
  }

  @Test
  void sessionThatIsNotReturnedMustBeClosedAfterTheGrace() {
    Lease<FakeConnection> held = pool.borrow();
    CompletionStage<Void> closed = pool.leases.close();

    pool.afterMillis(5000);

    assertThat(connectionOf(held).isOpen()).isFalse();
    assertThat(closed).isCompleted();
    held.giveBack();
  }

  @Test
  void sessionThatIsOpenedTooLateMustBeClosed() {
    pool.factory.openSlowly();
    CompletableFuture<Lease<FakeConnection>> waiting = pool.leases.borrow();
    CompletionStage<Void> closed = pool.leases.close();
    assertThat(pool.factory.isStopped()).isTrue();
    assertThat(closed).isNotDone();

    pool.factory.finish();

    assertThat(pool.factory.stillOpen()).isZero();
    assertThat(closed).isCompleted();
    assertThat(waiting).isCompletedExceptionally();
  }

  @Test
  void attemptThatFailsTooLateMustNotBeRepeated() {
    pool.factory.openSlowly();
    CompletableFuture<Lease<FakeConnection>> waiting = pool.leases.borrow();
    CompletionStage<Void> closed = pool.leases.close();
    pool.factory.fail(new RuntimeException("refused"));

    pool.factory.finish();
    pool.afterMillis(60_000);

    assertThat(closed).isCompleted();
    assertThat(pool.factory.attempts()).isEqualTo(1);
    assertThat(waiting).isCompletedExceptionally();
  }

  @Test
  void poolMustNotCountAsClosedBeforeItsConnectionsAreGone() {
    pool.borrow().giveBack();
    pool.factory.opened(0).closeSlowly();

    CompletionStage<Void> closed = pool.leases.close();
    assertThat(closed).isNotDone();
    pool.factory.opened(0).endClosing();

    assertThat(closed).isCompleted();
  }
}
