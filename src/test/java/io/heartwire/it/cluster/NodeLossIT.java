package io.heartwire.it.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.ApiClient;
import io.heartwire.it.drain.Crowd;
import io.heartwire.it.drain.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** What clients lose when a node is killed, and when the others are replaced. */
@Isolated("measures how long clients are away")
class NodeLossIT {
  private static final Logger LOG = Logger.getLogger(NodeLossIT.class.getName());
  private static final String CHANNEL = "news:all";
  private static final int CLIENTS = 1000;

  @TempDir private Path directory;
  private final ClusterNodes cluster = new ClusterNodes();

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void nothingIsLostWhenANodeIsKilledAndWhenTheOthersAreReplaced() throws Exception {
    cluster.start("one", "two", "three");
    try (Proxy proxy = new Proxy(directory, cluster.all());
        ClusterPublisher publisher = new ClusterPublisher(cluster.apis(), CHANNEL)) {
      await().until(() -> proxy.isUp(0) && proxy.isUp(1) && proxy.isUp(2));
      try (Crowd crowd = new Crowd(proxy.ws("/connection/websocket"), CHANNEL, CLIENTS)) {
        crowd.awaitAll();
        crowd.report();

        cluster.node(0).kill();
        await().until(() -> !proxy.isUp(0));
        crowd.awaitAll();
        ApiClient two = cluster.apis().get(1);
        await() // long before the minute that a client is present without renewal
            .untilAsserted(
                () ->
                    assertThat(two.post("presence_stats", "{\"channel\":\"news:all\"}"))
                        .contains("\"num_clients\":" + CLIENTS));
        String killed = crowd.report();

        cluster.node(0).startAgain();
        await().until(() -> proxy.isUp(0));
        await().until(() -> cluster.node(1).metric("heartwire_nodes") == 3);
        two.post("rebalance", "{}");
        await().until(() -> proxy.sessions(0) > CLIENTS / 4);
        crowd.awaitAll();
        String levelled = crowd.report();

        assertThat(two.post("drain", "{\"node\":\"three\"}")).contains("\"state\":\"draining\"");
        await().until(() -> proxy.sessions(2) == 0);
        cluster.node(2).restart();
        await().until(() -> proxy.isUp(2));
        cluster.node(1).restart();
        await().until(() -> proxy.isUp(1));
        crowd.awaitAll();
        publisher.awaitMore(20);
        String replaced = crowd.report();

        LOG.info(() -> "killed: " + killed + "\nlevelled: " + levelled + "\nreplaced: " + replaced);
        assertThat(Crowd.number(killed, "moved")).isBetween(CLIENTS / 5, CLIENTS);
        for (String paced : List.of(levelled, replaced)) {
          assertThat(Crowd.number(paced, "moved")).isGreaterThan(CLIENTS / 4);
          assertThat(Crowd.number(paced, "busiestSecond")).isLessThanOrEqualTo(ClusterNodes.RATE);
        }
        for (String phase : List.of(killed, levelled, replaced)) {
          assertThat(Crowd.number(phase, "received")).isPositive();
          assertThat(Crowd.number(phase, "lostInPlace")).isZero();
          assertThat(Crowd.number(phase, "missedOnTheWay")).isZero();
          assertThat(Crowd.number(phase, "repeated")).isZero();
          assertThat(Crowd.number(phase, "longestGapMillis")).isLessThan(5000);
        }
      }
      assertThat(publisher.failed()).isZero();
    }
  }
}
