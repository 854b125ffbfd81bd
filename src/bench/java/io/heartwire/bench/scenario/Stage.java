package io.heartwire.bench.scenario;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Dialect;
import io.heartwire.bench.load.Loop;
import io.heartwire.bench.load.Session;
import io.heartwire.bench.server.Nodes;
import io.heartwire.bench.server.ProcessTree;
import io.heartwire.bench.server.Server;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One server, or several nodes that are one, ready for one scenario.
 *
 * @param ports on 127.0.0.1, one of each node
 * @param process of all nodes
 * @param size how much of everything
 */
public record Stage(
    Contender contender, List<Integer> ports, ProcessTree process, Loop loop, Size size) {
  private static final int SMALL_BUFFER = 4 * 1024;

  /** All that serve, ready. */
  public static Stage of(Contender contender, Nodes nodes, Loop loop, Size size) {
    return new Stage(
        contender,
        nodes.all().stream().map(Server::port).toList(),
        new ProcessTree(nodes.pids()),
        loop,
        size);
  }

  /** A connection of the contender's dialect that has begun to open. */
  Session session(String channel, Arrivals arrivals) throws IOException {
    return session(contender.dialect(), channel, arrivals);
  }

  /** One to the node with this number, from 0. */
  Session sessionAt(int node, String channel, Arrivals arrivals) throws IOException {
    return new Session(loop, ports.get(node), contender.dialect(), channel, arrivals, 0);
  }

  Session session(Dialect dialect, String channel, Arrivals arrivals) throws IOException {
    return new Session(loop, ports.get(0), dialect, channel, arrivals, 0);
  }

  /** One that sends to a queue. */
  Session producer(String queue, Arrivals arrivals) throws IOException {
    return session(contender.queues().orElseThrow().producer(), queue, arrivals);
  }

  /** One whose buffer is full soon when it does not read. */
  Session sluggishSession(String channel, Arrivals arrivals) throws IOException {
    return new Session(loop, ports.get(0), contender.dialect(), channel, arrivals, SMALL_BUFFER);
  }

  int seconds() {
    return size.seconds();
  }

  long measureNanos() {
    return TimeUnit.SECONDS.toNanos(size.seconds());
  }
}
