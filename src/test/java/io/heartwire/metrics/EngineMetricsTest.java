package io.heartwire.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Broker;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Engine;
import io.heartwire.broker.EngineFigures;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Presence;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.RecordedControls;
import io.heartwire.hub.Nodes;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedBroker;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestCluster;
import io.heartwire.testkit.TestPool;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Metrics of the engine move when their cause happens, and only then. */
class EngineMetricsTest {
  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.broker.memory.idempotency-keys", "1",
              "heartwire.broker.memory.max-presence", "1",
              "heartwire.broker.memory.max-bytes", "1048576"));

  private final TestChannels kit = new TestChannels(pool);
  private final TestMetrics metrics = new TestMetrics();

  @Test
  void theEngineOfOneNode() throws IOException {
    engine(kit.memory, EngineFigures.NONE);
    Duration ttl = Duration.ofMinutes(1);
    kit.memory.addPresence("a", new ClientInfo("ann", "c1"), ttl);
    kit.memory.addPresence("a", new ClientInfo("ben", "c2"), ttl);
    for (String key : List.of("k1", "k2", "k3")) {
      kit.memory.publish(
          "kept:a",
          new PublicationDraft(Payload.text(key)),
          PublishOptions.history(5, ttl).once(new PublishOptions.Idempotency(key)));
    }

    assertThat(metrics.value("heartwire_engine_up")).isZero();
    assertThat(metrics.value("heartwire_presence")).isEqualTo(1);
    assertThat(metrics.value("heartwire_presence_refused_total")).isEqualTo(1);
    assertThat(metrics.value("heartwire_idempotency_keys_forgotten_total")).isPositive();
    assertThat(metrics.value("heartwire_streams")).isEqualTo(1);
    assertThat(metrics.value("heartwire_stream_bytes")).isPositive();
    assertThat(metrics.value("heartwire_streams_evicted_total")).isZero();
    for (int i = 0; i < 12; i++) {
      kit.memory.publish(
          "kept:" + i,
          new PublicationDraft(Payload.text("x".repeat(100_000))),
          PublishOptions.history(5, ttl));
    }
    assertThat(metrics.value("heartwire_streams_evicted_total")).isPositive();
    assertThat(metrics.value("heartwire_deliveries_failed_total")).isZero();
  }

  @Test
  void aSharedEngine() throws IOException {
    engine(new ScriptedBroker(kit.memory), new EngineFigures(1, 2, 3, 4, 5, 6, 7, 8));

    assertThat(metrics.value("heartwire_nodes")).isEqualTo(1);
    assertThat(metrics.value("heartwire_node_figures_unreadable_total")).isEqualTo(1);
    assertThat(metrics.value("heartwire_engine_pending")).isEqualTo(1);
    assertThat(metrics.value("heartwire_engine_refused_total")).isEqualTo(2);
    assertThat(metrics.value("heartwire_engine_local_publications_total")).isEqualTo(3);
    assertThat(metrics.value("heartwire_engine_catch_ups_total")).isEqualTo(4);
    assertThat(metrics.value("heartwire_engine_messages_lost_total")).isEqualTo(5);
    assertThat(metrics.value("heartwire_engine_messages_unreadable_total")).isEqualTo(6);
    assertThat(metrics.value("heartwire_deliveries_failed_total")).isEqualTo(7);
    assertThat(metrics.value("heartwire_engine_reconnects_total")).isEqualTo(8);
  }

  private void engine(Broker broker, EngineFigures figures) {
    Cluster cluster = cluster();
    Nodes nodes = new Nodes(cluster, pool.time);
    Engine engine = new Scripted(broker, kit.memory, cluster, figures);
    new EngineMetrics().engine(null, metrics.registry, engine, cluster, nodes);
    try (LogCapture log = new LogCapture(Nodes.class, Level.INFO)) {
      nodes.all();
    }
  }

  /** Alone, and says nothing sensible of itself. */
  private Cluster cluster() {
    RecordedControls node = new RecordedControls();
    node.figures(Payload.json("[]"));
    Cluster cluster = new TestCluster().join(new Node(new NodeConfig("left"), pool.time));
    cluster.start(node);
    return cluster;
  }

  /** An engine that was reached once. */
  private record Scripted(Broker broker, Presence presence, Cluster cluster, EngineFigures figures)
      implements Engine {

    @Override
    public QueueStore queues() {
      throw new UnsupportedOperationException("nobody asks for queues here");
    }

    @Override
    public EngineState state() {
      return new EngineState("scripted", EngineState.Status.LOST, 0, "away");
    }

    @Override
    public void tick(long now) {}

    @Override
    public void close() {}
  }
}
