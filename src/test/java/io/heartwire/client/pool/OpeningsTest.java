package io.heartwire.client.pool;

import static io.heartwire.client.pool.LenderFixture.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.client.Backoff;
import io.heartwire.testkit.LogCapture;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpeningsTest {
  private static final Backoff BACKOFF =
      Backoff.DEFAULT
          .withJitter(false)
          .withMinimum(Duration.ofMillis(500))
          .withMaximum(Duration.ofMillis(2000));

  private final LenderFixture pool =
      new LenderFixture(
          settings -> settings.backoff(BACKOFF).borrowTimeout(Duration.ofMillis(10_000)));
  private LogCapture log;

  @BeforeEach
  void listen() {
    log = new LogCapture(SessionPool.class);
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void borrowerMustGetTheFirstSessionThatCanBeOpened() {
    pool.opener.fail(new RuntimeException("refused"));
    CompletableFuture<Lease<FakeConnection>> borrower = pool.lender.borrow();
    assertThat(borrower).isNotDone();

    pool.opener.fail(null);
    pool.afterMillis(499);
    assertThat(borrower).isNotDone();
    pool.afterMillis(1);

    assertThat(borrower).isCompleted();
  }

  @Test
  void attemptsMustBecomeFewerWhileTheyFail() {
    pool.opener.fail(new RuntimeException("refused"));
    for (int i = 0; i < 8; i++) {
      CompletableFuture<Lease<FakeConnection>> unused = pool.lender.borrow();
    }
    int begunTogether = pool.opener.attempts();
    assertThat(begunTogether).as("the failure of the first is seen by the others").isEqualTo(1);

    pool.afterMillis(500 + 1000 + 2000 + 2000 + 2000);

    assertThat(pool.opener.attempts()).isEqualTo(begunTogether + 5);
    assertThat(log.lines()).singleElement().asString().contains("no session can be opened");
  }

  @Test
  void attemptsThatFailTogetherMustCountAsOne() {
    pool.opener.openSlowly();
    CompletableFuture<Lease<FakeConnection>> first = pool.lender.borrow();
    CompletableFuture<Lease<FakeConnection>> second = pool.lender.borrow();
    assertThat(pool.lender.figures().opening()).isEqualTo(2);
    pool.opener.fail(new RuntimeException("refused"));
    pool.opener.finish();

    pool.afterMillis(500);
    assertThat(pool.lender.figures().opening()).as("one tries for all").isEqualTo(1);
    pool.opener.fail(null);
    pool.opener.finish();
    pool.opener.finish();

    assertThat(first).isCompleted();
    assertThat(second).isCompleted();
  }

  @Test
  void borrowerThatWaitedInVainMustLearnTheCause() {
    RuntimeException refused = new RuntimeException("refused");
    pool.opener.fail(refused);
    CompletableFuture<Lease<FakeConnection>> borrower = pool.lender.borrow();

    pool.afterMillis(10_000);

    assertThat(failureOf(borrower))
        .isInstanceOf(BorrowTimeoutException.class)
        .hasCause(refused)
        .hasMessageContaining("opening fails: java.lang.RuntimeException: refused");
  }

  @Test
  void finalFailureMustReachWhoWaitsAtOnce() {
    pool.opener.fail(new FakeOpener.FinalException("401"));

    assertThat(failureOf(pool.lender.borrow()))
        .isInstanceOf(PoolException.class)
        .isNotInstanceOf(BorrowTimeoutException.class)
        .hasRootCauseMessage("401");
    assertThat(pool.lender.figures()).isEqualTo(new PoolFigures(0, 0, 0, 0, 0, 0));
  }

  @Test
  void waitsMustBeginAnewAfterASuccess() {
    pool.opener.fail(new RuntimeException("refused"));
    CompletableFuture<Lease<FakeConnection>> borrower = pool.lender.borrow();
    pool.afterMillis(500);
    pool.opener.fail(null);
    pool.afterMillis(1000);
    assertThat(borrower).isCompleted();

    pool.opener.fail(new RuntimeException("refused again"));
    CompletableFuture<Lease<FakeConnection>> another = pool.lender.borrow();
    pool.opener.fail(null);
    pool.afterMillis(500);

    assertThat(another).isCompleted();
  }

  @Test
  void adviceOfTheServerMustBeFollowedIfItIsLongerThanTheWait() {
    pool.opener.fail(new RuntimeException("503"));
    pool.opener.advise(Duration.ofMillis(1200));
    CompletableFuture<Lease<FakeConnection>> borrower = pool.lender.borrow();
    pool.opener.fail(null);

    pool.afterMillis(1199);
    assertThat(borrower).isNotDone();
    pool.afterMillis(1);

    assertThat(borrower).isCompleted();
  }

  @Test
  void openerThatThrowsMustBeAFailureLikeOthers() {
    Lender<FakeConnection> lender =
        new Lender<>(
            "pool",
            PoolSettings.builder().borrowTimeout(Duration.ofMillis(100)).build(),
            new Opener<>() {
              @Override
              public CompletableFuture<FakeConnection> open() {
                throw new IllegalStateException("no address");
              }

              @Override
              public boolean isFinal(Throwable failure) {
                return false;
              }

              @Override
              public @Nullable Duration advice(Throwable failure) {
                return null;
              }

              @Override
              public void stop() {}
            },
            pool.time,
            PoolMetrics.NONE);
    CompletableFuture<Lease<FakeConnection>> borrower = lender.borrow();

    pool.afterMillis(100);

    assertThat(failureOf(borrower)).hasRootCauseMessage("no address");
  }
}
