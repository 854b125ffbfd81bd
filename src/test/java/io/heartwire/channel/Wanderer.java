package io.heartwire.channel;

import static io.heartwire.channel.ChannelFixture.recovering;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Message;
import io.heartwire.connection.Transport;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestPool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A subscriber that goes and comes back all the time, each time over a new connection, and writes
 * down what it has received. Moved by one thread; what arrives comes on any.
 */
final class Wanderer implements Subscriber {
  private final TestPool pool;
  private final Channels channels;
  private final ChannelName channel;

  // Guarded by this.
  private final List<String> journal = new ArrayList<>();
  private final List<String> faults = new ArrayList<>();
  private StreamPosition position;
  private long received;
  private long skipped;
  private int recoveries;
  private int notRecovered;

  private volatile Connection connection;
  private @Nullable Subscription subscription; // moving thread only

  Wanderer(TestPool pool, Channels channels, ChannelName channel, StreamPosition start) {
    this.pool = pool;
    this.channels = channels;
    this.channel = channel;
    this.position = start;
    this.connection = pool.admit();
    connection.ended(CloseReason.NORMAL);
  }

  /** Connects anew and recovers from where it was. */
  void come() {
    Connection fresh = pool.admit();
    TestPool.open(fresh, new Reader(fresh));
    fresh.ready();
    connection = fresh;
    StreamPosition since = position();
    Subscription established =
        Stages.now(channels.subscribe(channel, this, recovering(since), SubscribeGrant.PLAIN));
    told(since, established.established());
    subscription = established;
    channels.begin(established);
  }

  void go() {
    Subscription held = subscription;
    if (held != null) {
      subscription = null;
      held.cancel(UnsubscribeCode.DISCONNECT);
      connection.ended(CloseReason.VANISHED);
    }
  }

  boolean isHere() {
    return subscription != null;
  }

  synchronized StreamPosition position() {
    return position;
  }

  /** Everything of the stream, by offset minus one; what was honestly lost is null. */
  synchronized List<String> journal() {
    return new ArrayList<>(journal);
  }

  synchronized List<String> faults() {
    return List.copyOf(faults);
  }

  synchronized long received() {
    return received;
  }

  synchronized long skipped() {
    return skipped;
  }

  synchronized int recoveries() {
    return recoveries;
  }

  synchronized int notRecovered() {
    return notRecovered;
  }

  private synchronized void told(StreamPosition since, SubscribeResult reply) {
    if (reply.recovered()) {
      recoveries++;
      reply.missed().forEach(this::take);
      if (!reply.position().equals(position)) {
        faults.add("recovered up to " + position + " and told " + reply.position());
      }
      return;
    }
    notRecovered++;
    long missed = reply.position().offset() - since.offset();
    if (missed <= LosslessRecoveryTest.WINDOW || !reply.missed().isEmpty()) {
      faults.add("not recovered, although " + missed + " were missed only, with " + reply);
    }
    for (long i = 0; i < missed; i++) {
      journal.add(null);
    }
    skipped += missed;
    position = reply.position();
  }

  private void take(Publication publication) {
    take(publication.offset(), ScriptedFormat.text(publication));
  }

  private synchronized void take(long offset, String text) {
    if (offset != position.offset() + 1) {
      faults.add(offset + " after " + position.offset());
    }
    journal.add(text);
    received++;
    position = new StreamPosition(offset, position.epoch());
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public ClientInfo info() {
    return new ClientInfo("", connection.id().toString());
  }

  @Override
  public WireFormat format() {
    return Numbered.FORMAT;
  }

  @Override
  public synchronized @Nullable CloseReason ended(Subscription ended, UnsubscribeCode why) {
    faults.add("ended: " + why);
    return null;
  }

  /** With the offset in front, as a client needs it. */
  private enum Numbered implements WireFormat {
    FORMAT;

    @Override
    public Message publication(
        String channel, Publication publication, @Nullable Publication previous) {
      return Message.text(publication.offset() + " " + ScriptedFormat.text(publication), channel);
    }
  }

  /** The other end of the wire, which reads and answers at once. */
  private final class Reader implements Transport {
    private final Connection connection;

    Reader(Connection connection) {
      this.connection = connection;
    }

    @Override
    public void drain(FrameQueue queue) {
      for (Frame frame = queue.next(); frame != null; frame = queue.next()) {
        if (frame instanceof Message.Text message) {
          int blank = message.text().indexOf(' ');
          take(
              Long.parseLong(message.text().substring(0, blank)),
              message.text().substring(blank + 1));
        } else if (frame instanceof Frame.Ping) {
          connection.pong(queue.stampPing());
        }
      }
    }

    @Override
    public void close(CloseReason reason) {
      throw new IllegalStateException("closed by the gateway: " + reason);
    }
  }
}
