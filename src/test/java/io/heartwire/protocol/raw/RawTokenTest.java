package io.heartwire.protocol.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ClientSubscribed;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.hook.Decision;
import io.heartwire.hub.ConnectHook;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Identity;
import io.heartwire.hub.Revocations;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenException.Flaw;
import io.heartwire.hub.TokenMark;
import io.heartwire.hub.TokenVerifier;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.testkit.Handshake;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Raw clients that came with a token, or are known by a hook. */
class RawTokenTest {
  private static final ChannelName USERS = new ChannelName("users:1");
  private static final ChannelName CLOSED = new ChannelName("closed:1");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.channel.namespaces", "users, closed",
              "heartwire.channel.users.allow-subscribe", "users",
              "heartwire.channel.closed.allow-subscribe", "false",
              "heartwire.pool.max-connections-per-user", "2",
              "heartwire.tenant.classes", "tight",
              "heartwire.tenant.tight.max-connections", "1",
              "heartwire.tenant.tight.commands-per-second", "1"));

  private final TestChannels kit = new TestChannels(pool);
  private final ScriptedTransport wire = new ScriptedTransport();
  private final List<ConnectHook> connectHooks = new ArrayList<>();
  private final CompletableFuture<Identity> answer = new CompletableFuture<>();
  private final Connection connection = pool.admit();

  @AfterEach
  void anEndedConversationLeavesNothing() {
    pool.registry.forEach(one -> one.ended(CloseReason.NORMAL));
    assertThat(kit.channels.count()).isZero();
    assertThat(kit.stays.count()).isZero();
  }

  @Test
  void theyAreTheTokensUserWithItsInfo() {
    open(USERS, new Credentials.Proven(ann(null)));

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(connection.peer().user()).isEqualTo("ann");
    assertThat(pool.registry.connectionsOf("ann")).containsExactly(connection);
    assertThat(kit.told(ClientSubscribed.class))
        .extracting(ClientSubscribed::client)
        .containsExactly(
            new ClientInfo(
                "ann", connection.id().toString(), Payload.json("\"Ann\""), Payload.EMPTY));
  }

  @Test
  void theyStayAsLongAsTheTokenSays() {
    open(USERS, new Credentials.Proven(ann(MINUTE)));

    pass(MINUTE.minusMillis(1));
    assertThat(wire.closes()).isEmpty();
    pass(Duration.ofMillis(1));
    assertThat(wire.closes()).containsExactly(CloseReason.EXPIRED);
  }

  @Test
  void theyAreClosedWhenTheTokenIsRevoked() {
    open(USERS, new Credentials.Proven(ann(null)));

    new Revocations(kit.revoked, kit.stays).revoke("id-of-ann", null);

    assertThat(wire.closes()).containsExactly(CloseReason.TOKEN_REVOKED);
  }

  @Test
  void theirTokenMayOpenAChannelThatIsClosedToOthers() {
    open(CLOSED, new Credentials.Proven(ann(null).with(CLOSED, SubscribeGrant.PLAIN)));

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void aTokenThatIsAskedAboutHoldsTheConversationUpUntilItsAnswer() {
    open(USERS, new Credentials.Pending("t"));
    assertThat(connection.state()).isEqualTo(ConnectionState.PENDING);

    answer.complete(ann(MINUTE));

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(connection.peer().user()).isEqualTo("ann");
    pass(MINUTE);
    assertThat(wire.closes()).containsExactly(CloseReason.EXPIRED);
  }

  @ParameterizedTest
  @EnumSource(Flaw.class)
  void aTokenThatTurnsOutToBeBadEndsTheConversation(Flaw flaw) {
    open(USERS, new Credentials.Pending("t"));
    answer.completeExceptionally(new TokenException(flaw, "no good"));

    assertThat(wire.closes())
        .extracting(CloseReason::code)
        .containsExactly(flaw == Flaw.UNDECIDED ? 1011 : 3500);
    assertThat(kit.channels.count()).isZero();
  }

  @Test
  void aClientWhoseTokenTurnsOutToBeBadIsNeverLive() {
    RawDialogue dialogue = dialogue(USERS, new Credentials.Pending("t"));
    connection.prepare(dialogue::closed);
    CompletableFuture<ConnectionState> whenDecided =
        dialogue.admitted().thenApply(decided -> connection.state()).toCompletableFuture();

    answer.completeExceptionally(new TokenException(Flaw.INVALID, "no good"));

    assertThat(whenDecided).isCompletedWithValueMatching(state -> state != ConnectionState.PENDING);
    assertThat(connection.open(wire)).isFalse();
    assertThat(connection.endedBy()).contains(CloseReason.INVALID_TOKEN);
  }

  @Test
  void whoTurnsOutToBeAUserWithAsManyConnectionsAsOneMayHaveIsSentAway() {
    for (int i = 0; i < 2; i++) {
      ann(null).enter(pool.admit());
    }
    open(USERS, new Credentials.Pending("t"));
    answer.complete(ann(null));

    assertThat(wire.closes()).containsExactly(CloseReason.CONNECTION_LIMIT);
    assertThat(pool.registry.connectionsOf("ann")).hasSize(2).doesNotContain(connection);
    assertThat(kit.channels.count()).isZero();
  }

  @Test
  void whoTurnsOutToBeOfATenantsClassCountsThereAndHasItsLimits() {
    open(USERS, new Credentials.Pending("t"));
    answer.complete(ann(null).in("tight"));
    assertThat(pool.tenants.connections()).containsEntry("tight", 1);
    assertThat(connection.peer().tenant()).isEqualTo("tight");

    ScriptedTransport another = new ScriptedTransport();
    Connection second = pool.admit();
    Handshake.complete(second, dialogue(second, USERS, new Credentials.Pending("t")), another);

    assertThat(another.closes()).containsExactly(CloseReason.CONNECTION_LIMIT);
    assertThat(pool.tenants.connections()).containsEntry("tight", 1);
  }

  @Test
  void aTokenWhoseTimeIsOverEndsTheConversation() {
    open(USERS, new Credentials.Pending("t"));
    answer.complete(ann(Duration.ofSeconds(-1)));

    assertThat(wire.closes()).containsExactly(CloseReason.INVALID_TOKEN);
  }

  @Test
  void theTokenOfAnotherUserThanTheContainersEndsTheConversation() {
    connection.identify("ben");
    open(USERS, new Credentials.Pending("t"));
    answer.complete(ann(null));

    assertThat(wire.closes()).containsExactly(CloseReason.INVALID_TOKEN);
    assertThat(connection.peer().user()).isEqualTo("ben");
  }

  @Test
  void aClientThatLeavesBeforeTheAnswerLeavesNothing() {
    open(USERS, new Credentials.Pending("t"));
    connection.ended(CloseReason.NORMAL);

    answer.complete(ann(MINUTE));

    assertThat(kit.channels.count()).isZero();
    assertThat(kit.stays.count()).isZero();
    assertThat(pool.registry.connectionsOf("ann")).isEmpty();
  }

  @Test
  void aConnectHookSaysWhoTheyAreWhateverTheirTokenSays() {
    connectHooks.add(attempt -> Decision.accept(Identity.user(attempt.name() + attempt.token())));
    open(USERS, new Credentials.Pending("t"));

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(connection.peer().user()).isEqualTo("rawt");
    assertThat(kit.told(ClientSubscribed.class))
        .extracting(subscribed -> subscribed.client().user())
        .containsExactly("rawt");
  }

  @ParameterizedTest
  @MethodSource("waysToComeIn")
  void aConnectHookMaySendThemAwayHoweverTheyComeIn(Credentials credentials) {
    connectHooks.add(attempt -> Decision.refuse(1002, "not today"));
    open(USERS, credentials);

    assertThat(wire.closes()).containsExactly(CloseReason.permissionDenied("not today"));
    assertThat(kit.channels.count()).isZero();
  }

  static Stream<Credentials> waysToComeIn() {
    return Stream.of(
        Credentials.NONE,
        new Credentials.Pending("t"),
        new Credentials.Proven(Identity.user("ann")));
  }

  @Test
  void whoIsKnownToNobodyIsSentAwayWhereATokenIsRequired() {
    pool.overrides.put("heartwire.token.required", "true");
    connectHooks.add(attempt -> Decision.defer());
    open(USERS, Credentials.NONE);

    assertThat(wire.closes()).containsExactly(CloseReason.permissionDenied("unauthorized"));
  }

  private Identity ann(Duration ttl) {
    return new Identity(
        "ann",
        Payload.json("\"Ann\""),
        ttl,
        Map.of(),
        Payload.EMPTY,
        Payload.EMPTY,
        new TokenMark("id-of-ann", "ann", null),
        "");
  }

  private void open(ChannelName channel, Credentials credentials) {
    Handshake.complete(connection, dialogue(channel, credentials), wire);
  }

  private RawDialogue dialogue(ChannelName channel, Credentials credentials) {
    return dialogue(connection, channel, credentials);
  }

  private RawDialogue dialogue(Connection ofWhom, ChannelName channel, Credentials credentials) {
    RawServices services =
        new RawServices(
            kit.channels,
            kit.clientChannels,
            kit.authentication(kit.tokens(new Later()), connectHooks),
            kit.events,
            kit.stays,
            new ClientConfig(pool.settings),
            new ConnectionErrors(pool.time));
    return new RawDialogue(ofWhom, channel, credentials, services);
  }

  private void pass(Duration time) {
    pool.time.advance(time);
    kit.stays.tick(pool.time.nanos());
  }

  /** Answers when the test says so. */
  private final class Later implements TokenVerifier {

    @Override
    public CompletionStage<Identity> connection(String token) {
      return answer;
    }

    @Override
    public CompletionStage<SubscribeGrant> subscription(
        String token, String user, ChannelName channel) {
      throw new UnsupportedOperationException();
    }
  }
}
