package io.heartwire.broker.redis;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.RecordedControls;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** A node's presence and cluster on a real Redis, without the rest of the engine. */
final class TestNode implements AutoCloseable {
  static final Duration TIMEOUT = Duration.ofSeconds(2);

  final RecordedControls controls = new RecordedControls();
  final List<String> left = new CopyOnWriteArrayList<>();

  /** The nanosecond of the last of them. */
  volatile long lastLeft;

  final Node node;
  final ClusterKeys keys;
  final RedisLink link;
  final NodeLease lease;
  final RedisPresence presence;
  final RedisCluster cluster;
  private boolean isClosed;

  TestNode(
      Node node, String address, String prefix, TimeSource time, int mostPresent, int mostKept) {
    this.node = node;
    RedisConfig config =
        new RedisConfig(
            Optional.of(RedisAddress.parse(address)),
            prefix,
            TIMEOUT,
            10_000,
            Duration.ofDays(30),
            Optional.empty());
    keys = new ClusterKeys(prefix);
    link = new RedisLink(config, time, new Connected());
    lease = new NodeLease(link, keys, node, time);
    presence = new RedisPresence(link, keys, lease, time, this::left, mostPresent);
    cluster = new RedisCluster(link, keys, lease, time, mostKept);
    lease.start();
    link.open();
  }

  /** One whose cluster is started. */
  static TestNode named(String name, String address, String prefix) {
    return named(name, address, prefix, new ManualTimeSource());
  }

  static TestNode named(String name, String address, String prefix, TimeSource time) {
    TestNode node =
        new TestNode(new Node(new NodeConfig(name), time), address, prefix, time, 100_000, 1_000);
    node.cluster.start(node.controls);
    return node;
  }

  String uid() {
    return node.uid();
  }

  /** As {@code kill -9}: nobody is told. */
  void die() {
    isClosed = true;
    link.close();
  }

  @Override
  public void close() {
    if (!isClosed) {
      lease.close();
      die();
    }
  }

  private CompletableFuture<Void> left(String channel, ClientInfo client) {
    lastLeft = System.nanoTime();
    left.add(channel + ' ' + client.client());
    return CompletableFuture.completedFuture(null);
  }

  private final class Connected implements RedisLink.Listener {
    @Override
    public void connected() {
      lease.renewOrSay();
    }

    @Override
    public void disconnected() {
      // It connects again.
    }
  }
}
