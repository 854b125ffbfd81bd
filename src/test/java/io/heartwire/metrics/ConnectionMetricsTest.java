package io.heartwire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.testkit.FixedTransport;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Metrics of connections move when their cause happens, and only then. */
class ConnectionMetricsTest {
  @RegisterExtension
  final TestPool pool = new TestPool(Map.of("heartwire.pool.max-connections", "2"));

  private final TestMetrics metrics = new TestMetrics();

  @Test
  void connections() throws IOException {
    ConnectionMetrics watched = new ConnectionMetrics();
    watched.connections(null, metrics.registry, pool.registry);
    watched.limits(null, metrics.registry, pool.registry);
    watched.tenants(null, metrics.registry, pool.tenants);
    watched.transports(null, metrics.registry, new FixedTransport(3, 7));
    double before = metrics.value("heartwire_connections{state=\"live\"}");
    Connection first = pool.live(new ScriptedTransport());
    pool.admit();
    assertThat(pool.registry.admit(TestPool.peer(""), () -> {})).isEmpty();
    first.quota().exceeded(ConnectionLimit.MESSAGE_SIZE);

    assertThat(before).isZero();
    assertThat(metrics.value("heartwire_connections{state=\"live\"}")).isEqualTo(1);
    assertThat(metrics.value("heartwire_connections{state=\"pending\"}")).isEqualTo(1);
    assertThat(metrics.value("heartwire_connections_capacity")).isEqualTo(2);
    assertThat(metrics.value("heartwire_connections_opened_total")).isEqualTo(1);
    assertThat(metrics.value("heartwire_connections_refused_total")).isEqualTo(1);
    assertThat(metrics.value("heartwire_limits_exceeded_total{limit=\"message-size\"}"))
        .isEqualTo(1);
    assertThat(metrics.value("heartwire_tenant_connections{tenant=\"default\"}")).isEqualTo(2);
    assertThat(metrics.value("heartwire_threads_stuck")).isEqualTo(3);
    assertThat(metrics.value("heartwire_connection_errors_total")).isEqualTo(7);
    first.ended(CloseReason.SLOW);
    assertThat(metrics.value("heartwire_connections_closed_total{code=\"3008\"}")).isEqualTo(1);
    assertThat(metrics.value("heartwire_connections_closed_total{code=\"3012\"}")).isZero();
  }

  @Test
  void bytesOfMessages() throws IOException {
    new ConnectionMetrics().connections(null, metrics.registry, pool.registry);
    Connection client = pool.live(new ScriptedTransport());
    assertThat(metrics.value("heartwire_message_bytes_total{direction=\"in\"}")).isZero();
    assertThat(metrics.value("heartwire_message_bytes_total{direction=\"out\"}")).isZero();

    client.received(7, true);
    client.send(Message.text("hello", null), OverflowPolicy.DISCONNECT);

    assertThat(metrics.value("heartwire_message_bytes_total{direction=\"in\"}")).isEqualTo(7);
    assertThat(metrics.value("heartwire_message_bytes_total{direction=\"out\"}")).isEqualTo(5);
    client.ended(CloseReason.NORMAL);
    assertThat(metrics.value("heartwire_message_bytes_total{direction=\"in\"}")).isEqualTo(7);
    assertThat(metrics.value("heartwire_message_bytes_total{direction=\"out\"}")).isEqualTo(5);
  }

  @Test
  void outboxesOfClientsThatLag() throws IOException {
    ConnectionMetrics watched = new ConnectionMetrics();
    watched.outboxes(null, metrics.registry, pool.outboxes);
    watched.connections(null, metrics.registry, pool.registry);
    ScriptedTransport slow = new ScriptedTransport();
    Connection lagging = pool.live(slow);
    slow.hold();

    for (int i = 0; i < 100; i++) {
      lagging.send(Message.text("x".repeat(1000), null), OverflowPolicy.DISCONNECT);
    }

    assertThat(metrics.value("heartwire_outboxes{state=\"in_use\"}")).isEqualTo(1);
    assertThat(metrics.value("heartwire_outboxes_highest")).isEqualTo(1);
    assertThat(metrics.value("heartwire_outbox_leases_total{outbox=\"created\"}")).isEqualTo(1);
    assertThat(metrics.value("heartwire_outbox_bytes")).isPositive();
    assertThat(metrics.value("heartwire_outboxes_leaked")).isZero();
    lagging.ended(CloseReason.SLOW);
    assertThat(metrics.value("heartwire_messages_dropped_total")).isPositive();
    assertThat(metrics.value("heartwire_outboxes{state=\"in_use\"}")).isZero();
  }
}
