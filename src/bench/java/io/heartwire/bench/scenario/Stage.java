package io.heartwire.bench.scenario;

import io.heartwire.bench.dialect.Contender;
import io.heartwire.bench.load.Arrivals;
import io.heartwire.bench.load.Dialect;
import io.heartwire.bench.load.Loop;
import io.heartwire.bench.load.Session;
import io.heartwire.bench.server.ProcessTree;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/**
 * One server, ready for one scenario.
 *
 * @param port on 127.0.0.1
 * @param pid of the process that serves, or of the parent of all that do
 * @param size how much of everything
 */
public record Stage(Contender contender, int port, long pid, Loop loop, Size size) {
  private static final int SMALL_BUFFER = 4 * 1024;

  /** A connection of the contender's dialect that has begun to open. */
  Session session(String channel, Arrivals arrivals) throws IOException {
    return session(contender.dialect(), channel, arrivals);
  }

  Session session(Dialect dialect, String channel, Arrivals arrivals) throws IOException {
    return new Session(loop, port, dialect, channel, arrivals, 0);
  }

  /** One whose buffer is full soon when it does not read. */
  Session sluggishSession(String channel, Arrivals arrivals) throws IOException {
    return new Session(loop, port, contender.dialect(), channel, arrivals, SMALL_BUFFER);
  }

  ProcessTree process() {
    return new ProcessTree(pid);
  }

  int seconds() {
    return size.seconds();
  }

  long measureNanos() {
    return TimeUnit.SECONDS.toNanos(size.seconds());
  }
}
