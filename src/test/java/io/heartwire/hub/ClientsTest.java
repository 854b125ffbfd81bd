package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClientsTest {
  private static final Duration TTL = Duration.ofSeconds(60);

  @RegisterExtension final TestPool pool = new TestPool();

  private final ConnectionExpiry stays = new TestChannels(pool).stays;
  private final Clients clients = new Clients(pool.registry, stays);

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
  void areFoundByTheirConnection() {
    FakeClient ann = connect("ann");
    assertThat(clients.find(ann.connection.id())).contains(ann);
    assertThat(clients.find(ann.info())).contains(ann);

    clients.remove(ann.connection.id());
    assertThat(clients.find(ann.connection.id())).isEmpty();
  }

  @Test
  void ofAUserAreRefreshedInTheirOwnWayAndOthersByTheEndOfTheirStay() {
    FakeClient ann = connect("ann");
    Connection raw = pool.live(new ScriptedTransport());
    raw.identify("ann");
    FakeClient ben = connect("ben");

    clients.refresh("ann", id -> true, TTL, Payload.EMPTY);
    assertThat(ann.refreshed).containsExactly(TTL);
    assertThat(ben.refreshed).isEmpty();
    pool.time.advance(TTL.minusMillis(1));
    stays.tick(pool.time.nanos());
    assertThat(raw.state()).isEqualTo(ConnectionState.LIVE);
    pool.time.advance(Duration.ofMillis(1));
    stays.tick(pool.time.nanos());
    assertThat(raw.state()).isEqualTo(ConnectionState.CLOSING);
    assertThat(ann.connection.state()).isEqualTo(ConnectionState.LIVE);

    clients.refresh("ann", id -> !id.equals(ann.connection.id().toString()), null, Payload.EMPTY);
    assertThat(ann.refreshed).hasSize(1);
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

  /** Notes how it is refreshed. */
  private static final class FakeClient implements Client {
    final Connection connection;
    private final String user;
    private final List<@Nullable Duration> refreshed = new ArrayList<>();

    FakeClient(Connection connection, String user) {
      this.connection = connection;
      this.user = user;
    }

    @Override
    public java.util.Set<ChannelName> channels() {
      return java.util.Set.of();
    }

    @Override
    public ClientInfo info() {
      return new ClientInfo(user, connection.id().toString());
    }

    @Override
    public Payload meta() {
      return Payload.EMPTY;
    }

    @Override
    public void refresh(@Nullable Duration ttl, Payload info) {
      refreshed.add(ttl);
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
