package io.heartwire.bench.server;

import io.heartwire.testkit.RedisServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The servers of one measurement, with the Redis that they have in common if they are several, or
 * that the one has to itself.
 */
public final class Nodes implements AutoCloseable {
  private final List<Server> servers = new ArrayList<>();
  private final Optional<RedisServer> redis;

  /** Starts one of them. */
  interface Starter {
    Server start(Optional<String> redisAddress) throws IOException, InterruptedException;
  }

  private Nodes(Optional<RedisServer> redis) {
    this.redis = redis;
  }

  /**
   * @param redis what they have in common; closed with them
   */
  static Nodes start(int count, Optional<RedisServer> redis, Starter starter)
      throws IOException, InterruptedException {
    Nodes nodes = new Nodes(redis);
    try {
      for (int i = 0; i < count; i++) {
        nodes.servers.add(starter.start(nodes.redis.map(RedisServer::address)));
      }
      return nodes;
    } catch (IOException | InterruptedException | RuntimeException failed) {
      nodes.close();
      throw failed;
    }
  }

  public List<Server> all() {
    return List.copyOf(servers);
  }

  /** Of what is to be measured: one server with its Redis, or several without theirs. */
  public List<Long> pids() {
    Stream<Long> own = servers.stream().map(Server::pid);
    Stream<Long> store = redis.filter(any -> servers.size() == 1).map(RedisServer::pid).stream();
    return Stream.concat(own, store).toList();
  }

  @Override
  public void close() {
    servers.forEach(Server::close);
    redis.ifPresent(RedisServer::close);
  }
}
