package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.waitUntil;

import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.Presence;
import io.heartwire.broker.PresenceContract;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;

/** The contract of presence on a real Redis of any shape. */
abstract class RedisPresenceContract extends PresenceContract {
  private TestNode here;

  /** Where it is. */
  abstract String address();

  @AfterEach
  void close() {
    here.close();
  }

  @Override
  protected Presence make() {
    Node node = new Node(new NodeConfig("here"), time);
    here = new TestNode(node, address(), UUID.randomUUID().toString(), time, MOST, 1);
    waitUntil(() -> !here.lease.id().isEmpty()); // a first connection may take its time
    return here.presence;
  }
}
