package io.heartwire.heartbeat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.Transport;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one sweep of the pool costs; the wires write nothing and answer every ping at once.
 *
 * <p>Run with {@code -prof gc} for the bytes allocated: a sweep that pings nobody allocates none
 * per connection.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SweepBenchmark {
  @Param({"15000"})
  public int connections;

  /** How far the clock moves between two sweeps: 0 = nobody is ever due, 1 = 1 in 25 is. */
  @Param({"0", "1"})
  public int seconds;

  private TestPool pool;
  private Heartbeat heartbeat;

  @Setup
  public void connect() {
    pool = new TestPool();
    heartbeat =
        new Heartbeat(
            pool.registry,
            pool.outboxes,
            () -> new HeartbeatPolicy(pool.settings, new OutboxConfig(pool.settings)),
            nanos -> {},
            pool.time);
    for (int i = 0; i < connections; i++) {
      Connection connection = pool.admit();
      TestPool.open(connection, new Answering(connection));
      connection.ready();
    }
  }

  @Benchmark
  public SweepReport sweep() {
    pool.time.advance(Duration.ofSeconds(seconds));
    return heartbeat.sweep();
  }

  private record Answering(Connection connection) implements Transport {

    @Override
    public void drain(FrameQueue queue) {
      while (queue.next() == Frame.Ping.PING) {
        queue.stampPing();
        connection.heard(); // no pong: the pool of tests keeps a list of all round trips
      }
    }

    @Override
    public void close(CloseReason reason) {
      throw new IllegalStateException("a connection was closed: " + reason);
    }
  }
}
