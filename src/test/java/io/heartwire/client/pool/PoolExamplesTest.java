package io.heartwire.client.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heartwire.client.HeartwireClient;
import io.heartwire.testkit.GuideExamples;
import io.heartwire.testkit.ManualClientTime;
import io.heartwire.testkit.ScriptedServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Runs the examples of the guide on the session pool. */
class PoolExamplesTest extends GuideExamples {
  private final ScriptedServer server = server();
  private final URI address = server.uri();

  PoolExamplesTest() throws IOException {}

  @Test
  void messageMustArrive() {
    SessionPool<Session> pool =
        SessionPool.centrifuge(() -> HeartwireClient.centrifuge(address))
            .name("orders")
            .settings(PoolSettings.builder().maximumSize(20).minimumIdle(2).build())
            .build();
    try (pool) {
      try (Session session = pool.borrow()) {
        session.publish("orders:42", "{\"state\":\"paid\"}").join();
      }
    }

    assertThat(server.connections())
        .anyMatch(each -> each.texts().stream().anyMatch(text -> text.contains("orders:42")));
  }

  @Test
  void borrowerMustLearnHowThingsStand() {
    PoolSettings one =
        PoolSettings.builder()
            .maximumSize(1)
            .borrowTimeout(Duration.ofMillis(50))
            .validateAfter(Duration.ofHours(1)) // a busy machine may need longer for a ping
            .build();
    try (SessionPool<Session> pool =
        SessionPool.centrifuge(() -> HeartwireClient.centrifuge(address)).settings(one).build()) {
      await().until(() -> pool.stats().idle() == 1);
      try (Session held = pool.borrow()) {
        assertThat(held).isNotNull();
        assertThatThrownBy(pool::borrow)
            .isInstanceOf(BorrowTimeoutException.class)
            .hasMessageContaining("total 1, idle 0, in use 1, waiting 1");
      }
    }
  }

  @Test
  void metricsMustBeTold() {
    List<Long> waits = new CopyOnWriteArrayList<>();
    List<String> leaks = new CopyOnWriteArrayList<>();
    PoolMetrics metrics =
        new PoolMetrics() {
          @Override
          public void borrowed(Duration waited) {
            waits.add(waited.toMillis());
          }

          @Override
          public void leaked(Loan loan) {
            leaks.add(loan.borrower());
          }
        };
    ManualClientTime time = new ManualClientTime();
    LeaseManager<FakeConnection> leases =
        new LeaseManager<>(
            "orders", PoolSettings.DEFAULT, new FakeConnectionFactory(), time, metrics);
    Lease<FakeConnection> lease = leases.borrow().join();
    time.advance(Duration.ofSeconds(60));
    leases.maintain();
    lease.giveBack();

    assertThat(waits).containsExactly(0L);
    assertThat(leaks).containsExactly(Thread.currentThread().getName());
  }

  @Test
  void examplesOfTheGuideMustBeThese() throws IOException {
    assertTested(true, 4);
  }
}
