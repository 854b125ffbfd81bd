package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.Subscriber;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Transport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.util.Map;
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
import org.openjdk.jmh.infra.Blackhole;

/**
 * What one publication costs from the publisher to the wires of its subscribers; the wires take
 * every frame at once and write nothing.
 *
 * <p>Divide by {@code subscribers} for the cost of one delivery; run with {@code -prof gc} for the
 * bytes allocated.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class FanOutBenchmark {
  private static final ChannelName CHANNEL = new ChannelName("bench:1");

  @Param({"1", "1000"})
  public int subscribers;

  @Param({"JSON", "PROTOBUF"})
  public String encoding;

  /** Whether the channel keeps history and its subscribers are watched for gaps. */
  @Param({"false", "true"})
  public boolean recoverable;

  private TestChannels kit;
  private Payload data;

  @Setup
  public void subscribe(Blackhole wire) {
    TestPool pool =
        new TestPool(
            Map.of(
                "heartwire.channel.namespaces",
                "bench",
                "heartwire.channel.bench.history-size",
                recoverable ? "100" : "0",
                "heartwire.channel.bench.history-ttl",
                recoverable ? "60s" : "0s",
                "heartwire.channel.bench.force-recovery",
                String.valueOf(recoverable)));
    kit = new TestChannels(pool);
    data = Payload.json("{\"text\":\"" + "x".repeat(117) + "\"}");
    CentrifugeFormat format = CentrifugeFormat.of(Encoding.valueOf(encoding));
    for (int i = 0; i < subscribers; i++) {
      Connection connection = pool.admit();
      TestPool.open(connection, new Wire(wire));
      connection.ready();
      kit.channels
          .subscribe(
              CHANNEL,
              new Listener(connection, format),
              SubscribeRequest.PLAIN,
              SubscribeGrant.PLAIN)
          .thenAccept(kit.channels::begin)
          .toCompletableFuture()
          .join();
    }
  }

  @Benchmark
  public Object publish() {
    return kit.channels.publish(CHANNEL, data);
  }

  private record Listener(Connection connection, WireFormat format) implements Subscriber {

    @Override
    public ClientInfo info() {
      return new ClientInfo("", connection.id().toString());
    }

    @Override
    public CloseReason ended(Subscription subscription, UnsubscribeCode why) {
      throw new IllegalStateException("a subscription ended: " + why);
    }
  }

  private record Wire(Blackhole sink) implements Transport {

    @Override
    public void drain(FrameQueue queue) {
      for (Frame frame = queue.next(); frame != null; frame = queue.next()) {
        if (frame == Frame.Ping.PING) {
          queue.stampPing();
        }
        sink.consume(frame);
      }
    }

    @Override
    public void close(CloseReason reason) {
      throw new IllegalStateException("a connection was closed: " + reason);
    }
  }
}
