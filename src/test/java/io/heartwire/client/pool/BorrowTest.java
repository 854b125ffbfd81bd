package io.heartwire.client.pool;

import static io.heartwire.client.pool.LenderFixture.connectionOf;
import static io.heartwire.client.pool.LenderFixture.failureOf;
import static io.heartwire.client.pool.LenderFixture.lease;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BorrowTest {

  @Test
  void returnedSessionMustServeTheNextBorrower() {
    LenderFixture pool = new LenderFixture();
    Lease<FakeConnection> first = pool.borrow();
    first.giveBack();

    Lease<FakeConnection> second = pool.borrow();

    assertThat(connectionOf(second)).isSameAs(connectionOf(first));
    assertThat(pool.opener.attempts()).isEqualTo(1);
  }

  @Test
  void sessionUsedLastMustBeLentFirst() {
    LenderFixture pool = new LenderFixture();
    Lease<FakeConnection> one = pool.borrow();
    Lease<FakeConnection> other = pool.borrow();
    other.giveBack();
    one.giveBack();

    assertThat(connectionOf(pool.borrow())).isSameAs(connectionOf(one));
  }

  @Test
  void borrowersMustBeServedInTheOrderInWhichTheyCame() {
    LenderFixture pool = new LenderFixture(settings -> settings.maximumSize(1));
    Lease<FakeConnection> held = pool.borrow();
    List<CompletableFuture<Lease<FakeConnection>>> queue = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      queue.add(pool.lender.borrow());
    }

    for (CompletableFuture<Lease<FakeConnection>> next : queue) {
      assertThat(queue.subList(queue.indexOf(next), queue.size()))
          .noneMatch(CompletableFuture::isDone);
      held.giveBack();
      held = lease(next);
    }

    assertThat(pool.opener.attempts()).isEqualTo(1);
  }

  @Test
  void noMoreSessionsThanTheMaximumMustBeOpened() {
    LenderFixture pool = new LenderFixture(settings -> settings.maximumSize(3));
    for (int i = 0; i < 3; i++) {
      pool.borrow();
    }

    assertThat(pool.lender.borrow()).isNotDone();

    assertThat(pool.opener.attempts()).isEqualTo(3);
    assertThat(pool.lender.figures()).isEqualTo(new PoolFigures(0, 0, 3, 0, 1, 0));
  }

  @Test
  void placeMustNotBeFreeBeforeTheOldConnectionIsGone() {
    LenderFixture pool = new LenderFixture(settings -> settings.maximumSize(1));
    Lease<FakeConnection> held = pool.borrow();
    FakeConnection old = connectionOf(held);
    CompletableFuture<Lease<FakeConnection>> next = pool.lender.borrow();
    old.closeSlowly();
    old.leaveBehind(new CompletableFuture<>());
    held.giveBack();
    pool.afterMillis(2000);

    assertThat(old.isOpen()).isFalse();
    assertThat(next).isNotDone();
    assertThat(pool.lender.figures().total()).isEqualTo(1);

    old.endClosing();
    assertThat(connectionOf(lease(next))).isNotSameAs(old);
  }

  @Test
  void borrowerThatWaitedTooLongMustLearnHowThingsStand() {
    LenderFixture pool =
        new LenderFixture(
            settings -> settings.maximumSize(1).borrowTimeout(Duration.ofMillis(300)));
    pool.borrow();
    CompletableFuture<Lease<FakeConnection>> late = pool.lender.borrow();

    pool.afterMillis(299);
    assertThat(late).isNotDone();
    pool.afterMillis(1);

    assertThat(failureOf(late))
        .isInstanceOf(BorrowTimeoutException.class)
        .hasNoCause()
        .hasMessageContaining("borrowTimeout of 300 ms")
        .hasMessageContaining("total 1, idle 0, in use 1, waiting 1");
    assertThat(pool.lender.figures().waiting()).isZero();
    assertThat(pool.metrics.events()).contains("timed out");
  }

  @Test
  void sessionMustNotBeLostToABorrowerThatHasGone() {
    LenderFixture pool = new LenderFixture(settings -> settings.maximumSize(1));
    Lease<FakeConnection> held = pool.borrow();
    CompletableFuture<Lease<FakeConnection>> impatient = pool.lender.borrow();
    CompletableFuture<Lease<FakeConnection>> patient = pool.lender.borrow();

    impatient.cancel(false);
    assertThat(pool.lender.figures().waiting()).isEqualTo(1);
    held.giveBack();

    assertThat(patient).isCompleted();
  }

  @Test
  void queueMustHaveAnEnd() {
    LenderFixture pool = new LenderFixture(settings -> settings.maximumSize(1).maximumWaiting(2));
    pool.borrow();
    CompletableFuture<Lease<FakeConnection>> first = pool.lender.borrow();
    CompletableFuture<Lease<FakeConnection>> second = pool.lender.borrow();

    assertThat(failureOf(pool.lender.borrow()))
        .isInstanceOf(PoolException.class)
        .hasMessageContaining("maximumWaiting of 2");
    assertThat(first).isNotDone();
    assertThat(second).isNotDone();
  }

  @Test
  void sessionIdleForLongMustShowThatItWorksBeforeItIsLent() {
    LenderFixture pool =
        new LenderFixture(settings -> settings.validateAfter(Duration.ofMillis(500)));
    pool.borrow().giveBack();
    pool.afterMillis(499);
    pool.borrow().giveBack();
    assertThat(pool.opener.opened(0).pings()).isZero();

    pool.afterMillis(500);
    pool.borrow().giveBack();

    assertThat(pool.opener.opened(0).pings()).isEqualTo(1);
  }

  @Test
  void sessionThatDoesNotAnswerMustBeReplacedAndTheBorrowerKeepItsPlace() {
    LenderFixture pool =
        new LenderFixture(settings -> settings.maximumSize(1).pingTimeout(Duration.ofMillis(200)));
    pool.borrow().giveBack();
    FakeConnection dead = pool.opener.opened(0);
    dead.answerPings(false);
    pool.afterMillis(1000);

    CompletableFuture<Lease<FakeConnection>> first = pool.lender.borrow();
    CompletableFuture<Lease<FakeConnection>> second = pool.lender.borrow();
    pool.afterMillis(200);

    assertThat(dead.isOpen()).isFalse();
    assertThat(connectionOf(lease(first))).isSameAs(pool.opener.opened(1));
    assertThat(second).isNotDone();
    assertThat(pool.metrics.events()).contains("closed NO_ANSWER");
  }

  @Test
  void borrowTimeoutMustHoldWhileASessionIsChecked() {
    LenderFixture pool =
        new LenderFixture(
            settings ->
                settings.borrowTimeout(Duration.ofMillis(100)).pingTimeout(Duration.ofMillis(200)));
    pool.borrow().giveBack();
    pool.opener.opened(0).answerPings(false);
    pool.afterMillis(1000);
    CompletableFuture<Lease<FakeConnection>> borrower = pool.lender.borrow();

    pool.afterMillis(100);

    assertThat(failureOf(borrower)).isInstanceOf(BorrowTimeoutException.class);
    pool.afterMillis(100);
    assertThat(pool.lender.figures().total()).isZero();
  }

  @Test
  void sessionThatBrokeWhileIdleMustNotBeLent() {
    LenderFixture pool = new LenderFixture();
    pool.borrow().giveBack();
    pool.opener.opened(0).breakDown();

    assertThat(pool.lender.figures().total()).isZero();
    assertThat(connectionOf(pool.borrow())).isSameAs(pool.opener.opened(1));
  }
}
