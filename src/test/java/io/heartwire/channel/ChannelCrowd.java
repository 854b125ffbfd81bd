package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.Message;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Clients of channels, for tests of other packages that only need them to be there. */
public final class ChannelCrowd {
  private final TestChannels kit;
  private final TestPool pool;

  public ChannelCrowd(TestChannels kit, TestPool pool) {
    this.kit = kit;
    this.pool = pool;
  }

  /** A new client, subscribed to the channel. */
  public void subscribe(String channel) {
    join(channel, client(new ScriptedFormat("")), SubscribeRequest.PLAIN);
  }

  /** The same of one that has the console open. */
  public void operator(String channel) {
    TestClient client = client(new ScriptedFormat(""));
    client.operator = true;
    join(channel, client, SubscribeRequest.PLAIN);
  }

  /** The same of one that says where it was. */
  public void comeBack(String channel, StreamPosition since) {
    join(
        channel,
        client(new ScriptedFormat("")),
        new SubscribeRequest(since, true, true, false, false, null, Payload.EMPTY));
  }

  /**
   * The same of one that hears who comes and goes.
   *
   * @return what it has heard of others: {@code +user} and {@code -user}
   */
  public Supplier<List<String>> listen(String channel) {
    TestClient client = client(new ScriptedFormat(""));
    join(
        channel,
        client,
        new SubscribeRequest(null, false, false, true, false, null, Payload.EMPTY));
    return () -> client.heard().stream().filter(told -> told.length() > 1).toList();
  }

  /** The same of one whose format can express nothing. */
  public void dumb(String channel) {
    join(channel, client(new DumbFormat()), SubscribeRequest.PLAIN);
  }

  private TestClient client(WireFormat format) {
    return new TestClient(pool, "", format);
  }

  private void join(String channel, TestClient client, SubscribeRequest request) {
    Subscription subscription =
        Stages.now(
            kit.channels.subscribe(
                new ChannelName(channel), client, request, SubscribeGrant.PLAIN));
    client.holds(subscription);
    kit.channels.begin(subscription);
  }

  private static final class DumbFormat implements WireFormat {

    @Override
    public Message publication(
        String channel, Publication publication, @Nullable Publication previous) {
      throw new IllegalStateException("cannot be expressed");
    }

    @Override
    public Message joined(String channel, ClientInfo client) {
      throw new IllegalStateException("cannot be expressed");
    }

    @Override
    public Message left(String channel, ClientInfo client) {
      throw new IllegalStateException("cannot be expressed");
    }

    @Override
    public @Nullable WireFormat withDeltas() {
      return null;
    }
  }
}
