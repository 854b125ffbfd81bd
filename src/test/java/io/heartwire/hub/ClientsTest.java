package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.channel.ChannelConfig;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A client outlasts its time by 25 seconds here. */
class ClientsTest {
  private static final Duration GRACE = Duration.ofSeconds(25);
  private static final Duration TTL = Duration.ofSeconds(60);

  @RegisterExtension final TestPool pool = new TestPool();

  private final Clients clients =
      new Clients(pool.registry, new ChannelConfig(pool.settings, new OutboxConfig(pool.settings)));
  private final List<String> expired = new ArrayList<>();

  @Test
  void areCountedFromTheirBeginningToTheirEnd() {
    FakeClient ann = connect("ann");
    connect("ann");
    connect("");
    connect("");
    assertThat(clients.count()).isEqualTo(4);
    assertThat(clients.users()).as("all anonymous ones are one").isEqualTo(2);

    clients.remove(ann.connection.id());
    clients.remove(ann.connection.id());
    assertThat(clients.count()).isEqualTo(3);
    assertThat(clients.users()).isEqualTo(2);
  }

  @Test
  void areFoundByTheirUser() {
    FakeClient first = connect("ann");
    FakeClient second = connect("ann");
    connect("ben");
    connect("");
    pool.live(new ScriptedTransport()).identify("ann"); // takes part in no protocol with channels

    assertThat(clients.of("ann")).containsExactlyInAnyOrder(first, second);
    assertThat(clients.of("eve")).isEmpty();
    assertThat(clients.of("")).as("the anonymous are nobody's").isEmpty();

    clients.remove(first.connection.id());
    assertThat(clients.of("ann")).containsExactly(second);
    second.connection.ended(CloseReason.NORMAL);
    assertThat(clients.of("ann")).isEmpty();
  }

  @Test
  void ofAUserAreDisconnectedWhateverTheySpeak() {
    FakeClient ann = connect("ann");
    Connection raw = pool.live(new ScriptedTransport());
    raw.identify("ann");
    FakeClient ben = connect("ben");

    clients.disconnect("ann", id -> !id.equals(ann.connection.id().toString()), reason());
    assertThat(raw.state()).isEqualTo(ConnectionState.CLOSING);
    assertThat(ann.connection.state()).isEqualTo(ConnectionState.LIVE);

    clients.disconnect("ann", id -> true, reason());
    assertThat(ann.connection.state()).isEqualTo(ConnectionState.CLOSING);
    assertThat(ben.connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void areEndedOnceWhenTheirTimeAndTheGraceAreOver() {
    watched("ann");
    connect("ben");

    pass(TTL.plus(GRACE).minusMillis(1));
    assertThat(expired).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(expired).containsExactly("ann");
    pass(TTL);
    assertThat(expired).hasSize(1);
  }

  @Test
  void whoseTimeWasPutOffStay() {
    FakeClient ann = watched("ann");
    pass(TTL);
    ann.refresh(TTL);

    pass(GRACE.plusSeconds(1));
    assertThat(expired).isEmpty();
    pass(TTL);
    assertThat(expired).containsExactly("ann");
  }

  @Test
  void whoHaveGoneAreNotEnded() {
    FakeClient ann = watched("ann");
    clients.remove(ann.connection.id());

    pass(TTL.multipliedBy(2));

    assertThat(expired).isEmpty();
  }

  @Test
  void whoHaveGoneBeforeTheyAreWatchedAreNotEnded() {
    FakeClient ann = connect("ann");
    clients.remove(ann.connection.id());
    ann.refresh(TTL);
    clients.watchExpiry(ann.connection.id(), ann);

    pass(TTL.multipliedBy(2));

    assertThat(expired).isEmpty();
  }

  private void pass(Duration time) {
    pool.time.advance(time);
    clients.tick(pool.time.nanos());
  }

  private FakeClient watched(String user) {
    FakeClient client = connect(user);
    client.refresh(TTL);
    clients.watchExpiry(client.connection.id(), client);
    return client;
  }

  private FakeClient connect(String user) {
    Connection connection = pool.live(new ScriptedTransport());
    if (!user.isEmpty()) {
      connection.identify(user);
    }
    FakeClient client = new FakeClient(connection, user);
    clients.add(connection.id(), client);
    return client;
  }

  private static CloseReason reason() {
    return CloseReason.FORCE_NO_RECONNECT;
  }

  /** Knows its time, and notes its end. */
  private final class FakeClient implements Client {
    final Connection connection;
    private final String user;
    private long end;

    FakeClient(Connection connection, String user) {
      this.connection = connection;
      this.user = user;
    }

    @Override
    public ClientInfo info() {
      return new ClientInfo(user, connection.id().toString());
    }

    @Override
    public boolean isOver(long now, long graceNanos) {
      return now - end >= graceNanos;
    }

    @Override
    public void expire() {
      expired.add(user);
    }

    @Override
    public void refresh(@Nullable Duration ttl) {
      end = pool.time.nanos() + ttl.toNanos();
    }

    @Override
    public CompletionStage<@Nullable Void> subscribe(
        ChannelName channel, SubscribeRequest request, SubscribeGrant grant) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void unsubscribe(ChannelName channel) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void disconnect(CloseReason reason) {
      throw new UnsupportedOperationException();
    }
  }
}
