package io.heartwire.client.pool;

import static io.heartwire.client.pool.LeaseManagerFixture.connectionOf;
import static io.heartwire.client.pool.LeaseManagerFixture.failureOf;
import static io.heartwire.client.pool.LeaseManagerFixture.lease;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BorrowTest {

  @Test
  void returnedSessionMustServeTheNextBorrower() {
    LeaseManagerFixture pool = new LeaseManagerFixture();
    Lease<FakeConnection> first = pool.borrow();
    first.giveBack();

    Lease<FakeConnection> second = pool.borrow();

    assertThat(connectionOf(second)).isSameAs(connectionOf(first));
    assertThat(pool.factory.attempts()).isEqualTo(1);
  }

  @Test
  void sessionUsedLastMustBeLentFirst() {
    LeaseManagerFixture pool = new LeaseManagerFixture();
    Lease<FakeConnection> one = pool.borrow();
    Lease<FakeConnection> other = pool.borrow();
    other.giveBack();
    one.giveBack();

    assertThat(connectionOf(pool.borrow())).isSameAs(connectionOf(one));
  }

  @Test
  void borrowersMustBeServedInTheOrderInWhichTheyCame() {
    LeaseManagerFixture pool = new LeaseManagerFixture(settings -> settings.maximumSize(1));
    Lease<FakeConnection> held = pool.borrow();
    List<CompletableFuture<Lease<FakeConnection>>> queue = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      queue.add(pool.leases.borrow());
    }

    for (CompletableFuture<Lease<FakeConnection>> next : queue) {
      assertThat(queue.subList(queue.indexOf(next), queue.size()))
          .noneMatch(CompletableFuture::isDone);
      held.giveBack();
      held = lease(next);
    }

    assertThat(pool.factory.attempts()).isEqualTo(1);
  }

  @Test
  void noMoreSessionsThanTheMaximumMustBeOpened() {
    LeaseManagerFixture pool = new LeaseManagerFixture(settings -> settings.maximumSize(3));
    for (int i = 0; i < 3; i++) {
      pool.borrow();
    }

    assertThat(pool.leases.borrow()).isNotDone();

    assertThat(pool.factory.attempts()).isEqualTo(3);
    assertThat(pool.leases.stats()).isEqualTo(new PoolStats(0, 0, 3, 0, 1, 0));
  }

  @Test
  void placeMustNotBeFreeBeforeTheOldConnectionIsGone() {
    LeaseManagerFixture pool = new LeaseManagerFixture(settings -> settings.maximumSize(1));
    Lease<FakeConnection> held = pool.borrow();
    FakeConnection old = connectionOf(held);
    CompletableFuture<Lease<FakeConnection>> next = pool.leases.borrow();
    old.closeSlowly();
    old.leaveBehind(new CompletableFuture<>());
    held.giveBack();
    pool.afterMillis(2000);

    assertThat(old.isOpen()).isFalse();
    assertThat(next).isNotDone();
    assertThat(pool.leases.stats().total()).isEqualTo(1);

    old.endClosing();
    assertThat(connectionOf(lease(next))).isNotSameAs(old);
  }

  @Test
  void borrowerThatWaitedTooLongMustLearnHowThingsStand() {
    LeaseManagerFixture pool =
        new LeaseManagerFixture(
            settings -> settings.maximumSize(1).borrowTimeout(Duration.ofMillis(300)));
    pool.borrow();
    CompletableFuture<Lease<FakeConnection>> late = pool.leases.borrow();

    pool.afterMillis(299);
    assertThat(late).isNotDone();
    pool.afterMillis(1);

    assertThat(failureOf(late))
        .isInstanceOf(BorrowTimeoutException.class)
        .hasNoCause()
        .hasMessageContaining("borrowTimeout of 300 ms")
        .hasMessageContaining("total 1, idle 0, in use 1, waiting 1");
    assertThat(pool.leases.stats().waiting()).isZero();
    assertThat(pool.metrics.events()).contains("timed out");
  }

  @Test
  void sessionMustNotBeLostToABorrowerThatHasGone() {
    LeaseManagerFixture pool = new LeaseManagerFixture(settings -> settings.maximumSize(1));
    Lease<FakeConnection> held = pool.borrow();
    CompletableFuture<Lease<FakeConnection>> impatient = pool.leases.borrow();
    CompletableFuture<Lease<FakeConnection>> patient = pool.leases.borrow();

    impatient.cancel(false);
    assertThat(pool.leases.stats().waiting()).isEqualTo(1);
    held.giveBack();

    assertThat(patient).isCompleted();
  }

  @Test
  void queueMustHaveAnEnd() {
    LeaseManagerFixture pool =
        new LeaseManagerFixture(settings -> settings.maximumSize(1).maximumWaiting(2));
    pool.borrow();
    CompletableFuture<Lease<FakeConnection>> first = pool.leases.borrow();
    CompletableFuture<Lease<FakeConnection>> second = pool.leases.borrow();

    assertThat(failureOf(pool.leases.borrow()))
        .isInstanceOf(PoolException.class)
        .hasMessageContaining("maximumWaiting of 2");
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
  }

  @Test
  void sessionIdleForLongMustShowThatItWorksBeforeItIsLent() {
    LeaseManagerFixture pool =
        new LeaseManagerFixture(settings -> settings.validateAfter(Duration.ofMillis(500)));
    pool.borrow().giveBack();
    pool.afterMillis(499);
    pool.borrow().giveBack();
    assertThat(pool.factory.opened(0).pings()).isZero();

    pool.afterMillis(500);
    pool.borrow().giveBack();

    assertThat(pool.factory.opened(0).pings()).isEqualTo(1);
  }

  @Test
  void sessionThatDoesNotAnswerMustBeReplacedAndTheBorrowerKeepItsPlace() {
    LeaseManagerFixture pool =
        new LeaseManagerFixture(
            settings -> settings.maximumSize(1).pingTimeout(Duration.ofMillis(200)));
    pool.borrow().giveBack();
    FakeConnection dead = pool.factory.opened(0);
    dead.answerPings(false);
    pool.afterMillis(1000);

    CompletableFuture<Lease<FakeConnection>> first = pool.leases.borrow();
    CompletableFuture<Lease<FakeConnection>> second = pool.leases.borrow();
    pool.afterMillis(200);

    assertThat(dead.isOpen()).isFalse();
    assertThat(connectionOf(lease(first))).isSameAs(pool.factory.opened(1));
    assertThat(second).isNotDone();
    assertThat(pool.metrics.events()).contains("closed NO_ANSWER");
  }

  @Test
  void borrowTimeoutMustHoldWhileASessionIsChecked() {
    LeaseManagerFixture pool =
        new LeaseManagerFixture(
            settings ->
                settings.borrowTimeout(Duration.ofMillis(100)).pingTimeout(Duration.ofMillis(200)));
    pool.borrow().giveBack();
    pool.factory.opened(0).answerPings(false);
    pool.afterMillis(1000);
    CompletableFuture<Lease<FakeConnection>> borrower = pool.leases.borrow();

    pool.afterMillis(100);

    assertThat(failureOf(borrower)).isInstanceOf(BorrowTimeoutException.class);
    pool.afterMillis(100);
    assertThat(pool.leases.stats().total()).isZero();
  }

  @Test
  void sessionThatBrokeWhileIdleMustNotBeLent() {
    LeaseManagerFixture pool = new LeaseManagerFixture();
    pool.borrow().giveBack();
    pool.factory.opened(0).breakDown();

    assertThat(pool.leases.stats().total()).isZero();
    assertThat(connectionOf(pool.borrow())).isSameAs(pool.factory.opened(1));
  }
}
