package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.NodeInfo;
import io.heartwire.testkit.FaultProxy;
import io.heartwire.testkit.LongPatience;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.RedisServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Several nodes in one process on one real Redis of the test's own. */
abstract class NodesFixture {
  static final Duration SOON = LongPatience.LIMIT;

  final RedisServer redis = RedisServer.start();
  final String prefix = UUID.randomUUID().toString();
  private final List<AutoCloseable> opened = new ArrayList<>();
  TestNode a;
  TestNode b;

  @BeforeEach
  final void startTwoNodes() {
    a = node("a");
    b = node("b");
    knowEachOther(a, b);
  }

  @AfterEach
  final void closeAll() throws Exception {
    for (AutoCloseable each : opened) {
      each.close();
    }
    redis.close();
  }

  final TestNode node(String name) {
    return open(TestNode.named(name, redis.address(), prefix));
  }

  final TestNode nodeWithRoomFor(int mostPresent) {
    ManualTimeSource time = new ManualTimeSource();
    Node node = new Node(new NodeConfig("small"), time);
    return open(new TestNode(node, redis.address(), prefix, time, mostPresent, 1_000));
  }

  final FaultProxy proxy() {
    return open(FaultProxy.before(redis.port()));
  }

  final TestNode nodeBehind(FaultProxy proxy, String name) {
    String address = "redis://127.0.0.1:" + proxy.port();
    return open(TestNode.named(name, address, prefix, RedisNode.CLOCK));
  }

  static void knowEachOther(TestNode... nodes) {
    for (TestNode node : nodes) {
      within(SOON, () -> assertThat(uids(node)).hasSize(nodes.length));
    }
  }

  static List<String> uids(TestNode node) {
    return node.cluster.nodes().stream().map(NodeInfo::id).map(id -> id.uid()).toList();
  }

  static void within(Duration limit, ThrowingRunnable assertion) {
    await()
        .atMost(limit)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(BrokerException.class) // as long as Redis is away
        .untilAsserted(assertion);
  }

  /** Lets real time go by, which is all that Redis' clock can be asked for. */
  static void pass(Duration span) {
    long end = System.nanoTime() + span.toNanos();
    await()
        .atMost(span.plus(SOON))
        .pollInterval(Duration.ofMillis(10))
        .until(() -> System.nanoTime() - end >= 0);
  }

  private <T extends AutoCloseable> T open(T made) {
    opened.add(0, made);
    return made;
  }
}
