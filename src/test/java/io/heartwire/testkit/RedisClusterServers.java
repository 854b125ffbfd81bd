package io.heartwire.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A real Redis Cluster of three masters with a replica each: six processes. Used by one thread. */
public final class RedisClusterServers implements AutoCloseable {
  private static final int MASTERS = 3;
  private static final int SLOTS = 16_384;

  private final List<OwnPort> busPorts = new ArrayList<>();
  private final List<OwnPort> tlsPorts = new ArrayList<>(); // none without TLS
  private final List<RedisServer> servers = new ArrayList<>();

  private RedisClusterServers(List<String> more, boolean isOverTls) throws IOException {
    for (int i = 0; i < 2 * MASTERS; i++) {
      OwnPort bus = new OwnPort();
      busPorts.add(bus);
      List<String> options =
          new ArrayList<>(
              List.of(
                  "--cluster-enabled",
                  "yes",
                  "--cluster-port",
                  Integer.toString(bus.number()),
                  "--cluster-node-timeout",
                  "1500",
                  "--cluster-replica-validity-factor",
                  "0",
                  "--cluster-require-full-coverage",
                  "no",
                  "--repl-diskless-sync-delay",
                  "0",
                  "--loglevel",
                  "warning"));
      options.addAll(more);
      if (isOverTls) {
        OwnPort tls = new OwnPort();
        tlsPorts.add(tls);
        options.addAll(List.of("--tls-port", Integer.toString(tls.number())));
      }
      servers.add(RedisServer.start(options.toArray(String[]::new)));
    }
  }

  /** Starts one, and waits until all its nodes know each other. */
  public static RedisClusterServers start() {
    return joined(List.of(), false);
  }

  /** The same, whose nodes tell clients the ports for TLS, and use it themselves. */
  public static RedisClusterServers overTls(Certificate certificate) {
    String file = certificate.file().toString();
    return joined(
        List.of(
            "--tls-cert-file",
            file,
            "--tls-ca-cert-file",
            file,
            "--tls-key-file",
            certificate.key().toString(),
            "--tls-auth-clients",
            "no",
            "--tls-cluster",
            "yes",
            "--tls-replication",
            "yes"),
        true);
  }

  private static RedisClusterServers joined(List<String> more, boolean isOverTls) {
    try {
      RedisClusterServers cluster = new RedisClusterServers(more, isOverTls);
      cluster.join();
      return cluster;
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The address for the gateway. */
  public String address() {
    List<Integer> ports =
        tlsPorts.isEmpty()
            ? servers.stream().map(RedisServer::port).toList()
            : tlsPorts.stream().map(OwnPort::number).toList();
    return (tlsPorts.isEmpty() ? "redis" : "rediss")
        + "-cluster://"
        + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /** Gives each of them this command. */
  public void all(String... words) {
    servers.forEach(server -> server.command(words));
  }

  /** The present master that has the slot of this key. */
  public RedisServer masterOf(String key) {
    int slot = Integer.parseInt(any().command("CLUSTER", "KEYSLOT", key));
    List<RedisServer> found = new ArrayList<>();
    Patience.until(
        "a master of slot " + slot,
        () -> {
          found.clear();
          for (RedisServer server : servers) {
            if (server.isRunning() && isMaster(server) && hasSlot(server, slot)) {
              found.add(server);
            }
          }
          return found.size() == 1;
        });
    return found.get(0);
  }

  /** A replica of this master. */
  public RedisServer replicaOf(RedisServer master) {
    String id = master.command("CLUSTER", "MYID");
    for (RedisServer server : servers) {
      if (server.isRunning() && myself(server).contains("slave " + id)) {
        return server;
      }
    }
    throw new IllegalStateException("no replica of " + id);
  }

  /** All masters. */
  public List<RedisServer> masters() {
    return servers.stream().filter(server -> server.isRunning() && isMaster(server)).toList();
  }

  /** Waits until the replica of this master has all that it has. */
  public void awaitInStep(RedisServer master) {
    RedisServer replica = replicaOf(master);
    long offset = offset(master, "master_repl_offset:");
    Patience.until("a replica in step", () -> offset(replica, "slave_repl_offset:") >= offset);
  }

  /** Moves the slot of this key, as a resharding does. */
  public void move(String key, RedisServer from, RedisServer to) {
    beginMove(key, from, to);
    endMove(key, from, to);
  }

  /** Some keys of the slot may be at the one, and some at the other from now on. */
  public void beginMove(String key, RedisServer from, RedisServer to) {
    String slot = from.command("CLUSTER", "KEYSLOT", key);
    String target = to.command("CLUSTER", "MYID");
    to.command("CLUSTER", "SETSLOT", slot, "IMPORTING", from.command("CLUSTER", "MYID"));
    from.command("CLUSTER", "SETSLOT", slot, "MIGRATING", target);
  }

  /** All keys of the slot are at its new master from now on. */
  public void endMove(String key, RedisServer from, RedisServer to) {
    String slot = from.command("CLUSTER", "KEYSLOT", key);
    String target = to.command("CLUSTER", "MYID");
    for (String each : from.command("CLUSTER", "GETKEYSINSLOT", slot, "1000").lines().toList()) {
      from.command("MIGRATE", "127.0.0.1", Integer.toString(to.port()), each, "0", "5000");
    }
    to.command("CLUSTER", "SETSLOT", slot, "NODE", target);
    from.command("CLUSTER", "SETSLOT", slot, "NODE", target);
  }

  /** Starts those again that are not running. */
  public void revive() throws IOException {
    for (RedisServer server : servers) {
      if (!server.isRunning()) {
        server.startAgain();
      }
    }
  }

  /** Waits until all masters have a replica that is in step, and all agree. */
  public void awaitWhole() {
    Patience.until(
        "a whole cluster",
        () ->
            servers.stream()
                .allMatch(
                    server ->
                        server.command("CLUSTER", "INFO").contains("cluster_state:ok")
                            && (isMaster(server)
                                ? server
                                    .command("INFO", "replication")
                                    .contains("connected_slaves:1")
                                : server
                                    .command("INFO", "replication")
                                    .contains("master_link_status:up"))));
  }

  @Override
  public void close() {
    servers.forEach(RedisServer::close);
    List<OwnPort> ports = new ArrayList<>(busPorts);
    ports.addAll(tlsPorts);
    for (OwnPort port : ports) {
      try (port) {
        continue;
      } catch (IOException failed) {
        throw new UncheckedIOException(failed);
      }
    }
  }

  private void join() {
    for (int i = 0; i < MASTERS; i++) {
      servers
          .get(i)
          .command(
              "CLUSTER",
              "ADDSLOTSRANGE",
              Integer.toString(i * SLOTS / MASTERS),
              Integer.toString((i + 1) * SLOTS / MASTERS - 1));
      servers.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
    }
    for (int i = 1; i < servers.size(); i++) {
      servers
          .get(0)
          .command(
              "CLUSTER",
              "MEET",
              "127.0.0.1",
              Integer.toString(servers.get(i).port()),
              Integer.toString(busPorts.get(i).number()));
    }
    Patience.until(
        "that all nodes know each other",
        () ->
            servers.stream()
                .allMatch(
                    server ->
                        server.command("CLUSTER", "NODES").lines().count() == servers.size()
                            && server.command("CLUSTER", "INFO").contains("cluster_state:ok")));
    for (int i = 0; i < MASTERS; i++) {
      String master = servers.get(i).command("CLUSTER", "MYID");
      servers.get(MASTERS + i).command("CLUSTER", "REPLICATE", master);
    }
    awaitWhole();
  }

  private static long offset(RedisServer server, String field) {
    return server
        .command("INFO", "replication")
        .lines()
        .filter(line -> line.startsWith(field))
        .mapToLong(line -> Long.parseLong(line.substring(field.length()).strip()))
        .findFirst()
        .orElse(0);
  }

  private RedisServer any() {
    return servers.stream().filter(RedisServer::isRunning).findFirst().orElseThrow();
  }

  private static String myself(RedisServer server) {
    return server
        .command("CLUSTER", "NODES")
        .lines()
        .filter(line -> line.contains("myself"))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isMaster(RedisServer server) {
    return myself(server).contains("myself,master");
  }

  private static boolean hasSlot(RedisServer server, int slot) {
    String[] words = myself(server).split(" ");
    for (int i = 8; i < words.length; i++) {
      if (!words[i].startsWith("[")) {
        String[] range = words[i].split("-");
        if (slot >= Integer.parseInt(range[0])
            && slot <= Integer.parseInt(range[range.length - 1])) {
          return true;
        }
      }
    }
    return false;
  }
}
