package io.heartwire.bench.server;

import io.heartwire.it.server.GatewayServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The gateway that the build has installed in Liberty, with the options it ships with. */
final class Gateway implements Server {
  /** The namespace is for the recovery scenario; channels and queues of others have none. */
  private static final Map<String, String> ENVIRONMENT =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("JVM_ARGS", ""), // only the shipped ones, not those of tests
              Map.entry("HEARTWIRE_CLIENT_INSECURE", "true"),
              Map.entry("HEARTWIRE_OUTBOX_CAPACITY", "1024"),
              Map.entry("HEARTWIRE_LIMIT_COMMANDS_PER_SECOND", "0"), // few stand for many
              Map.entry("HEARTWIRE_LIMIT_BYTES_PER_SECOND", "0"),
              Map.entry("HEARTWIRE_WARMUP_DURATION", "15s"), // as shipped; tests switch it off
              Map.entry("HEARTWIRE_CHANNEL_NAMESPACES", "replay"),
              Map.entry("HEARTWIRE_CHANNEL_REPLAY_HISTORY_SIZE", "1000"),
              Map.entry("HEARTWIRE_CHANNEL_REPLAY_HISTORY_TTL", "10m"),
              Map.entry("HEARTWIRE_CHANNEL_REPLAY_FORCE_RECOVERY", "true"),
              Map.entry("HEARTWIRE_QUEUE_DEFAULT_ALLOW_SEND", "true"),
              Map.entry("HEARTWIRE_QUEUE_DEFAULT_ALLOW_CONSUME", "true")));

  private final GatewayServer process;

  private Gateway(GatewayServer process) {
    this.process = process;
  }

  /**
   * @param redis what it has in common with its other nodes
   */
  static Gateway start(Optional<String> redis) {
    Map<String, String> environment = new TreeMap<>(ENVIRONMENT);
    redis.ifPresent(
        address -> {
          environment.put("HEARTWIRE_BROKER", "redis");
          environment.put("HEARTWIRE_BROKER_REDIS_ADDRESS", address);
        });
    return new Gateway(GatewayServer.start(environment));
  }

  static List<String> environment() {
    return ENVIRONMENT.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  @Override
  public int port() {
    return process.port();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public void close() {
    process.close();
  }
}
