package io.heartwire.broker.redis;

import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.util.List;
import org.junit.jupiter.api.Nested;

/** The contracts on a real Redis of one shape. */
abstract class RedisContracts {

  /** Where it is. */
  abstract String address();

  /** Another client of it. */
  abstract RedisClusterCommands<String, String> admin();

  /** Removes all keys. */
  void clear() {
    admin().flushall();
  }

  /** All keys. */
  List<String> names() {
    return admin().keys("*");
  }

  @Nested
  class Streams extends RedisStreamsContract {
    @Override
    String address() {
      return RedisContracts.this.address();
    }

    @Override
    RedisClusterCommands<String, String> admin() {
      return RedisContracts.this.admin();
    }

    @Override
    void clear() {
      RedisContracts.this.clear();
    }

    @Override
    List<String> names() {
      return RedisContracts.this.names();
    }
  }

  @Nested
  class WhoIsThere extends RedisPresenceContract {
    @Override
    String address() {
      return RedisContracts.this.address();
    }
  }

  @Nested
  class Nodes extends RedisNodesContract {
    @Override
    String address() {
      return RedisContracts.this.address();
    }
  }

  @Nested
  class Queues extends RedisQueueContract {
    @Override
    String address() {
      return RedisContracts.this.address();
    }
  }
}
