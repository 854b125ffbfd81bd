package io.heartwire.broker.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.time.Duration;

/** How the client library is to behave, whatever the shape of Redis. */
final class LettuceOptions {
  static final RedisCodec<String, byte[]> CODEC =
      RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
  static final Duration QUIET = Duration.ZERO;

  /** How long a shutdown may take. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final Duration TOPOLOGY_PERIOD = Duration.ofSeconds(30);
  private static final Duration TOPOLOGY_PAUSE = Duration.ofSeconds(1);

  private LettuceOptions() {}

  static ClientOptions of(RedisConfig config, boolean connectsAgain) {
    ClientOptions.Builder options = ClientOptions.builder();
    set(options, config);
    return options.autoReconnect(connectsAgain).build();
  }

  static ClusterClientOptions ofCluster(RedisConfig config) {
    ClusterClientOptions.Builder options = ClusterClientOptions.builder();
    set(options, config);
    return options
        .topologyRefreshOptions(
            ClusterTopologyRefreshOptions.builder()
                .enablePeriodicRefresh(TOPOLOGY_PERIOD)
                .enableAllAdaptiveRefreshTriggers()
                .adaptiveRefreshTriggersTimeout(TOPOLOGY_PAUSE)
                .build())
        .build();
  }

  private static void set(ClientOptions.Builder options, RedisConfig config) {
    options
        .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
        .replayFilter(command -> true) // done twice would be published twice
        .requestQueueSize(2 * config.maxPending())
        .timeoutOptions(TimeoutOptions.enabled(config.timeout()))
        .socketOptions(
            SocketOptions.builder().connectTimeout(config.timeout()).tcpNoDelay(true).build());
    config
        .caFile()
        .ifPresent(
            file ->
                options.sslOptions(
                    SslOptions.builder().jdkSslProvider().trustManager(file.toFile()).build()));
  }
}
