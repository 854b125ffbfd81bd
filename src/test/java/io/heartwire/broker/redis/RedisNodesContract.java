package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.waitUntil;

import io.heartwire.broker.Cluster;
import io.heartwire.broker.ClusterContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** The contract of nodes and their commands on a real Redis of any shape. */
abstract class RedisNodesContract extends ClusterContract {
  private TestNode here;

  /** Where it is. */
  abstract String address();

  @AfterEach
  void close() {
    here.close();
  }

  @Override
  protected Cluster make() {
    here = new TestNode(node, address(), UUID.randomUUID().toString(), time, 1, 1_000);
    waitUntil(() -> !here.lease.id().isEmpty()); // a first connection may take its time
    await(here.lease.registered());
    return here.cluster;
  }
}
