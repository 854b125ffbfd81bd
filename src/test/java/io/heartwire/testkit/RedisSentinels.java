package io.heartwire.testkit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Three real Sentinels, a master and a replica, which gets its data by way of a {@link FaultProxy}.
 * Used by one thread.
 */
public final class RedisSentinels implements AutoCloseable {

  private final RedisServer master;
  private final FaultProxy link;
  private final RedisServer replica;
  private final List<RedisServer> sentinels = new ArrayList<>();

  private RedisSentinels() {
    master = server();
    link = FaultProxy.before(master.port());
    replica = server("--replicaof", "127.0.0.1", Integer.toString(link.port()));
    Patience.until("a replica in step", () -> isInStep(replica));
    for (int i = 0; i < 3; i++) {
      sentinels.add(
          RedisServer.sentinel(
              "sentinel monitor main 127.0.0.1 " + master.port() + " 2",
              "sentinel down-after-milliseconds main 600",
              "sentinel failover-timeout main 20000"));
    }
    Patience.until(
        "that the Sentinels know each other and the replica",
        () ->
            sentinels.stream()
                .map(sentinel -> sentinel.command("SENTINEL", "MASTER", "main"))
                .allMatch(
                    said ->
                        said.contains("num-other-sentinels\n2") && said.contains("num-slaves\n1")));
  }

  private static RedisServer server(String... more) {
    List<String> options =
        new ArrayList<>(List.of("--repl-diskless-sync-delay", "0", "--loglevel", "warning"));
    options.addAll(List.of(more));
    return RedisServer.start(options.toArray(String[]::new));
  }

  public static RedisSentinels start() {
    return new RedisSentinels();
  }

  /** The address for the gateway. */
  public String address() {
    return "redis-sentinel://"
        + sentinels.stream()
            .map(sentinel -> "127.0.0.1:" + sentinel.port())
            .collect(Collectors.joining(","))
        + "#main";
  }

  /** The master at the start. */
  public RedisServer master() {
    return master;
  }

  /** The replica at the start. */
  public RedisServer replica() {
    return replica;
  }

  /** The way from master to replica, as long as these are what they were at the start. */
  public FaultProxy link() {
    return link;
  }

  /** Has the Sentinels make the replica the master. */
  public void failOver() {
    Patience.until(
        "that a Sentinel begins a failover",
        () -> sentinels.get(0).command("SENTINEL", "FAILOVER", "main").equals("OK"));
  }

  /** Waits until the replica is the master. */
  public void awaitFailover() {
    Patience.until("the replica as the master", () -> isMaster(replica));
  }

  private static boolean isMaster(RedisServer server) {
    return server.command("INFO", "replication").contains("role:master");
  }

  /**
   * Makes the replica the master by hand: those who are connected to the one that was it stay so.
   */
  public void exchange() {
    String port = Integer.toString(replica.port());
    replica.command("REPLICAOF", "NO", "ONE");
    master.command("REPLICAOF", "127.0.0.1", port);
    for (RedisServer sentinel : sentinels) {
      sentinel.command("SENTINEL", "REMOVE", "main");
      sentinel.command("SENTINEL", "MONITOR", "main", "127.0.0.1", port, "2");
    }
    awaitFailover();
  }

  /** How long a server may be silent before it counts as down; 600 ms unless this is called. */
  public void patience(Duration most) {
    for (RedisServer sentinel : sentinels) {
      sentinel.command(
          "SENTINEL", "SET", "main", "down-after-milliseconds", Long.toString(most.toMillis()));
    }
  }

  /** Starts the killed master again, as the replica of what was the replica. */
  public void followAgain() throws IOException {
    master.startAgain();
    Patience.until(
        "that the one that was killed follows",
        () ->
            master
                .command("REPLICAOF", "127.0.0.1", Integer.toString(replica.port()))
                .startsWith("OK"));
  }

  /** Waits until the replica has all that the master has. */
  public void awaitInStep() {
    String offset = offsetOf(master, "master_repl_offset:");
    Patience.until(
        "a replica in step",
        () -> Long.parseLong(offsetOf(replica, "slave_repl_offset:")) >= Long.parseLong(offset));
  }

  @Override
  public void close() {
    sentinels.forEach(RedisServer::close);
    replica.close();
    link.close();
    master.close();
  }

  private static boolean isInStep(RedisServer server) {
    return server.command("INFO", "replication").contains("master_link_status:up");
  }

  private static String offsetOf(RedisServer server, String field) {
    return server
        .command("INFO", "replication")
        .lines()
        .filter(line -> line.startsWith(field))
        .map(line -> line.substring(field.length()).strip())
        .findFirst()
        .orElse("0");
  }
}
