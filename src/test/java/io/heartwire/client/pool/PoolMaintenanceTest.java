package io.heartwire.client.pool;

import static io.heartwire.client.pool.LeaseManagerFixture.connectionOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** What the pool does with sessions because time has passed. */
class PoolMaintenanceTest {

  @Test
  void minimumMustBeThereBeforeAnybodyAsksAndBeRefilled() {
    LeaseManagerFixture pool = new LeaseManagerFixture(settings -> settings.minimumIdle(2));
    assertThat(pool.leases.stats().idle()).isEqualTo(2);

    pool.factory.opened(0).breakDown();

    assertThat(pool.leases.stats().idle()).isEqualTo(2);
    assertThat(pool.factory.stillOpen()).isEqualTo(2);
  }

  @Test
  void idleSessionsMustBeClosedDownToTheMinimumTheLongestIdleFirst() {
    LeaseManagerFixture pool =
        quiet(settings -> settings.minimumIdle(1).idleTimeout(Duration.ofSeconds(30)));
    List<Lease<FakeConnection>> leases = borrow(pool, 4);
    leases.forEach(Lease::giveBack);

    sweep(pool, Duration.ofMillis(29_999));
    assertThat(pool.factory.stillOpen()).as("borrowed ones, and one ready").isEqualTo(4 + 1);
    sweep(pool, Duration.ofMillis(1));

    assertThat(pool.factory.stillOpen()).isEqualTo(1);
    assertThat(connectionOf(leases.get(3)).isOpen()).isTrue();
    assertThat(pool.metrics.events()).filteredOn("closed IDLE_TOO_LONG"::equals).hasSize(4);
  }

  @Test
  void sessionInUseMustNotBeIdle() {
    LeaseManagerFixture pool = quiet(settings -> settings.idleTimeout(Duration.ofSeconds(30)));
    Lease<FakeConnection> held = pool.borrow();

    sweep(pool, Duration.ofHours(1));

    assertThat(connectionOf(held).isOpen()).isTrue();
  }

  @Test
  void oldSessionMustBeClosedWhenItIsIdleAndNotBefore() {
    LeaseManagerFixture pool = quiet(settings -> settings.maximumLifetime(Duration.ofMinutes(30)));
    Lease<FakeConnection> held = pool.borrow();
    FakeConnection old = connectionOf(held);

    sweep(pool, Duration.ofMinutes(30));
    assertThat(old.isOpen()).isTrue();
    held.giveBack();

    assertThat(old.isOpen()).isFalse();
    assertThat(pool.metrics.events()).contains("closed TOO_OLD");
  }

  @Test
  void sessionsOpenedTogetherMustNotGrowOldTogether() {
    LeaseManagerFixture pool =
        quiet(settings -> settings.maximumSize(100).maximumLifetime(Duration.ofMinutes(30)));
    borrow(pool, 100).forEach(Lease::giveBack);

    sweep(pool, Duration.ofMinutes(27).minusMillis(1));
    assertThat(pool.factory.stillOpen()).isEqualTo(100);
    sweep(pool, Duration.ofSeconds(90));
    assertThat(pool.factory.stillOpen()).isBetween(20L, 80L);
    sweep(pool, Duration.ofSeconds(90).plusMillis(1));
    assertThat(pool.factory.stillOpen()).isZero();
  }

  @Test
  void idleSessionMustBePingedAndClosedIfItIsSilent() {
    LeaseManagerFixture pool =
        quiet(
            settings ->
                settings.keepAlive(Duration.ofSeconds(20)).pingTimeout(Duration.ofSeconds(2)));
    pool.borrow().giveBack();
    FakeConnection connection = pool.factory.opened(0);

    sweep(pool, Duration.ofSeconds(20));
    sweep(pool, Duration.ofSeconds(19));
    assertThat(connection.pings()).isEqualTo(1);
    connection.answerPings(false);
    sweep(pool, Duration.ofSeconds(1));
    assertThat(connection.isOpen()).isTrue();
    pool.afterMillis(2000);

    assertThat(connection.isOpen()).isFalse();
    assertThat(pool.metrics.events()).contains("closed NO_ANSWER");
  }

  @Test
  void sessionBorrowedMeanwhileMustNotBeClosedForAPing() {
    LeaseManagerFixture pool =
        quiet(
            settings ->
                settings
                    .keepAlive(Duration.ofSeconds(20))
                    .validateAfter(Duration.ofMinutes(1))
                    .pingTimeout(Duration.ofSeconds(2)));
    pool.borrow().giveBack();
    pool.factory.opened(0).answerPings(false);
    sweep(pool, Duration.ofSeconds(20));

    Lease<FakeConnection> held = pool.borrow();
    pool.afterMillis(2000);

    assertThat(connectionOf(held).isOpen()).isTrue();
  }

  @Test
  void leakMustBeReportedOnceWithItsBorrower() {
    LeaseManagerFixture pool =
        quiet(settings -> settings.leakDetectionThreshold(Duration.ofSeconds(60)));
    try (LogCapture log = new LogCapture(SessionPool.class, Level.INFO)) {
      Lease<FakeConnection> held = pool.borrow();

      sweep(pool, Duration.ofMillis(59_999));
      assertThat(log.lines()).isEmpty();
      sweep(pool, Duration.ofMillis(1));
      sweep(pool, Duration.ofMinutes(1));

      String thread = Thread.currentThread().getName();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("session 1, held by " + thread + " for 60000 ms");
      assertThat(pool.leases.stats().leaked()).isEqualTo(1);
      assertThat(pool.metrics.events()).filteredOn(event -> event.startsWith("leaked")).hasSize(1);

      held.giveBack();
      assertThat(pool.leases.stats().leaked()).isZero();
      assertThat(log.lines()).last().asString().contains("given back after all");
    }
  }

  @Test
  void leakMustShowWhereItWasBorrowedIfAsked() {
    LeaseManagerFixture pool = new LeaseManagerFixture(settings -> settings.leakStackTraces(true));
    pool.borrow();

    assertThat(pool.leases.loans())
        .singleElement()
        .extracting(Loan::place)
        .satisfies(
            place ->
                assertThat(place.getStackTrace())
                    .anyMatch(frame -> frame.getMethodName().startsWith("leakMustShowWhere")));
    LeaseManagerFixture plain = new LeaseManagerFixture();
    plain.borrow();
    assertThat(plain.leases.loans()).singleElement().extracting(Loan::place).isNull();
  }

  @Test
  void loanHeldLongestMustComeFirst() {
    LeaseManagerFixture pool = new LeaseManagerFixture();
    pool.borrow();
    pool.afterMillis(10);
    pool.borrow();

    assertThat(pool.leases.loans()).extracting(Loan::session).containsExactly(1L, 2L);
  }

  /** All periodic work is off, but for what the test turns on. */
  private static LeaseManagerFixture quiet(Consumer<PoolSettingsBuilder> change) {
    return new LeaseManagerFixture(
        settings -> {
          settings
              .idleTimeout(Duration.ZERO)
              .maximumLifetime(Duration.ZERO)
              .keepAlive(Duration.ZERO)
              .leakDetectionThreshold(Duration.ZERO);
          change.accept(settings);
        });
  }

  private static List<Lease<FakeConnection>> borrow(LeaseManagerFixture pool, int count) {
    List<Lease<FakeConnection>> leases = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      leases.add(pool.borrow());
    }
    return leases;
  }

  private static void sweep(LeaseManagerFixture pool, Duration later) {
    pool.time.advance(later);
    pool.leases.maintain();
  }
}
