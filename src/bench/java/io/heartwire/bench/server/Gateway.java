package io.heartwire.bench.server;

import io.heartwire.it.server.GatewayServer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The gateway that the build has installed in Liberty, with the options it ships with. */
final class Gateway implements Server {
  /** For the recovery scenario; channels of other scenarios have no namespace. */
  private static final Map<String, String> ENVIRONMENT =
      new TreeMap<>(
          Map.of(
              "JVM_ARGS", "", // only the shipped ones, not those of tests
              "HEARTWIRE_CLIENT_INSECURE", "true",
              "HEARTWIRE_OUTBOX_CAPACITY", "1024",
              "HEARTWIRE_LIMIT_COMMANDS_PER_SECOND", "0", // few clients stand for many
              "HEARTWIRE_LIMIT_BYTES_PER_SECOND", "0",
              "HEARTWIRE_WARMUP_DURATION", "60s", // as shipped; tests switch it off
              "HEARTWIRE_CHANNEL_NAMESPACES", "replay",
              "HEARTWIRE_CHANNEL_REPLAY_HISTORY_SIZE", "1000",
              "HEARTWIRE_CHANNEL_REPLAY_HISTORY_TTL", "10m",
              "HEARTWIRE_CHANNEL_REPLAY_FORCE_RECOVERY", "true"));

  private final GatewayServer process;

  private Gateway(GatewayServer process) {
    this.process = process;
  }

  static Gateway start() {
    return new Gateway(GatewayServer.start(ENVIRONMENT));
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
