package io.heartwire.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.Connection;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The heartbeat over the real pool, swept second by second on a manual clock. */
abstract class HeartbeatFixture {
  static final Duration SECOND = Duration.ofSeconds(1);

  @RegisterExtension final TestPool pool = new TestPool();

  final ScriptedTransport transport = new ScriptedTransport();

  /** How long each sweep took, in nanoseconds. */
  final List<Long> swept = new ArrayList<>();

  final Heartbeat heartbeat =
      new Heartbeat(
          pool.registry,
          pool.outboxes,
          () -> new HeartbeatPolicy(pool.settings, new OutboxConfig(pool.settings)),
          swept::add,
          pool.time);
  final LogCapture log = new LogCapture(Heartbeat.class);

  @AfterEach
  void releaseTheLog() {
    log.close();
  }

  /** One sweep a second. */
  List<SweepReport> beat(int seconds) {
    List<SweepReport> reports = new ArrayList<>();
    for (int i = 0; i < seconds; i++) {
      pool.time.advance(SECOND);
      reports.add(heartbeat.sweep());
      pool.checkCounts();
    }
    return reports;
  }

  /** Beats until one more ping has gone out over the transport of the only connection. */
  Connection untilPinged() {
    int before = transport.pings().size();
    for (int second = 0; second < 26 && transport.pings().size() == before; second++) {
      beat(1);
    }
    assertThat(transport.pings()).hasSize(before + 1);
    List<Connection> found = new ArrayList<>();
    pool.registry.forEach(found::add);
    return found.get(0);
  }
}
