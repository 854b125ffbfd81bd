package io.heartwire.client.pool;

import static io.heartwire.client.pool.LenderFixture.connectionOf;
import static io.heartwire.client.pool.LenderFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class LenderCloseTest {
  private final LenderFixture pool =
      new LenderFixture(settings -> settings.maximumSize(2).closeGrace(Duration.ofMillis(5000)));

  @Test
  void idleSessionsMustBeClosedAtOnceAndNobodyGetAnother() {
    pool.borrow().giveBack();

    CompletionStage<Void> closed = pool.lender.close();

    assertThat(closed).isCompleted();
    assertThat(pool.opener.stillOpen()).isZero();
    assertThat(failureOf(pool.lender.borrow())).hasMessage("pool is closed");
    assertThat(pool.opener.attempts()).isEqualTo(1);
  }

  @Test
  void borrowersThatWaitMustBeSentAway() {
    pool.borrow();
    pool.borrow();
    CompletableFuture<Lease<FakeConnection>> waiting = pool.lender.borrow();

    pool.lender.close();

    assertThat(failureOf(waiting)).hasMessage("pool is closed");
  }

  @Test
  void borrowedSessionMustHaveItsGrace() {
    Lease<FakeConnection> held = pool.borrow();
    CompletionStage<Void> closed = pool.lender.close();

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
    CompletionStage<Void> closed = pool.lender.close();

    pool.afterMillis(5000);

    assertThat(connectionOf(held).isOpen()).isFalse();
    assertThat(closed).isCompleted();
    held.giveBack();
  }

  @Test
  void sessionThatIsOpenedTooLateMustBeClosed() {
    pool.opener.openSlowly();
    CompletableFuture<Lease<FakeConnection>> waiting = pool.lender.borrow();
    CompletionStage<Void> closed = pool.lender.close();
    assertThat(pool.opener.isStopped()).isTrue();
    assertThat(closed).isNotDone();

    pool.opener.finish();

    assertThat(pool.opener.stillOpen()).isZero();
    assertThat(closed).isCompleted();
    assertThat(waiting).isCompletedExceptionally();
  }

  @Test
  void attemptThatFailsTooLateMustNotBeRepeated() {
    pool.opener.openSlowly();
    CompletableFuture<Lease<FakeConnection>> waiting = pool.lender.borrow();
    CompletionStage<Void> closed = pool.lender.close();
    pool.opener.fail(new RuntimeException("refused"));

    pool.opener.finish();
    pool.afterMillis(60_000);

    assertThat(closed).isCompleted();
    assertThat(pool.opener.attempts()).isEqualTo(1);
    assertThat(waiting).isCompletedExceptionally();
  }

  @Test
  void poolMustNotCountAsClosedBeforeItsConnectionsAreGone() {
    pool.borrow().giveBack();
    pool.opener.opened(0).closeSlowly();

    CompletionStage<Void> closed = pool.lender.close();
    assertThat(closed).isNotDone();
    pool.opener.opened(0).endClosing();

    assertThat(closed).isCompleted();
  }
}
