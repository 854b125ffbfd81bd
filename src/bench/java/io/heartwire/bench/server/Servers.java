package io.heartwire.bench.server;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.testkit.RedisServer;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Starts servers, or hands out the one that runs already. */
public final class Servers {
  private final Optional<Attached> attached;
  private final Map<String, Optional<String>> obstacles = new HashMap<>();

  /**
   * @param attach {@code PORT:PID} of a running server; empty to start them
   */
  public Servers(String attach) {
    attached = attach.isEmpty() ? Optional.empty() : Optional.of(parse(attach));
  }

  private static Attached parse(String attach) {
    if (!attach.matches("\\d{1,5}:\\d{1,10}")) {
      throw new IllegalArgumentException("attach=" + attach + ": expected PORT:PID");
    }
    int colon = attach.indexOf(':');
    return new Attached(
        Integer.parseInt(attach.substring(0, colon)), Long.parseLong(attach.substring(colon + 1)));
  }

  /** Why this contender can't take part; empty if it can. */
  public Optional<String> obstacle(Contender contender) throws IOException, InterruptedException {
    if (attached.isPresent() || contender.isGateway()) {
      return Optional.empty();
    }
    Optional<String> known = obstacles.get(contender.server());
    if (known == null) {
      known = Peer.install(contender.server());
      obstacles.put(contender.server(), known);
    }
    return known;
  }

  /**
   * Fresh processes, unless attached.
   *
   * @throws IOException if one does not start, or several are wanted and one is attached
   */
  public Nodes start(Contender contender, int count) throws IOException, InterruptedException {
    if (attached.isPresent() && count > 1) {
      throw new IOException("several nodes can't be measured with attach");
    }
    return Nodes.start(
        count,
        attached.isPresent() ? Optional.empty() : redis(contender, count),
        redis -> {
          if (attached.isPresent()) {
            return attached.get();
          }
          return contender.isGateway()
              ? Gateway.start(redis)
              : Peer.start(contender.server(), redis);
        });
  }

  private static Optional<RedisServer> redis(Contender contender, int count) {
    if (contender.isOnRedis()) {
      return Optional.of(RedisServer.start("--appendonly", "yes"));
    }
    return count > 1 ? Optional.of(RedisServer.start()) : Optional.empty();
  }

  /** What the servers are told that their users would not guess. */
  public List<String> settings() {
    return attached.isPresent() ? attached.get().settings() : Gateway.environment();
  }
}
