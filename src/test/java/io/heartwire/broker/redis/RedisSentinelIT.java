package io.heartwire.broker.redis;

import io.heartwire.testkit.RedisSentinels;
import io.lettuce.core.RedisClient;
import io.lettuce.core.cluster.api.sync.RedisClusterCommands;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contracts on a master that Sentinels name. */
class RedisSentinelIT extends RedisContracts {
  private static RedisSentinels servers;
  private static RedisClient client;
  private static RedisClusterCommands<String, String> admin;

  @BeforeAll
  static void startRedis() {
    servers = RedisSentinels.start();
    servers.patience(Duration.ofMinutes(1)); // a busy machine is no reason for a failover
    client = RedisClient.create(servers.master().address());
    admin = client.connect().sync();
  }

  @AfterAll
  static void stopRedis() {
    client.shutdown();
    servers.close();
  }

  @Override
  String address() {
    return servers.address();
  }

  @Override
  RedisClusterCommands<String, String> admin() {
    return admin;
  }
}
