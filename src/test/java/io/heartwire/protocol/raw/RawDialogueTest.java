package io.heartwire.protocol.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Message;
import io.heartwire.hub.Credentials;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.testkit.Handshake;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RawDialogueTest {
  private static final ChannelName CHANNEL = new ChannelName("orders:42");

  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.channel.namespaces", "orders",
              "heartwire.channel.orders.allow-subscribe", "true",
              "heartwire.channel.orders.allow-publish", "subscribers",
              "heartwire.limit.commands-per-second", "2",
              "heartwire.limit.commands-burst", "3"));

  private final TestChannels kit = new TestChannels(pool);
  private final Channels channels = kit.channels;
  private final ScriptedTransport transport = new ScriptedTransport();

  @AfterEach
  void anEndedConversationLeavesNoSubscription() {
    pool.registry.forEach(one -> one.ended(CloseReason.NORMAL));
    assertThat(channels.count()).isZero();
  }

  @Test
  void beingLetInSubscribesAndTheWireMakesItTakePart() {
    Connection connection = pool.admit();
    RawDialogue dialogue = dialogue(connection);
    connection.prepare(dialogue::closed);
    assertThat(channels.count()).isZero();

    assertThat(dialogue.admitted()).isCompleted();
    assertThat(channels.count()).isEqualTo(1);
    assertThat(connection.state()).isEqualTo(ConnectionState.PENDING);

    connection.open(transport);
    dialogue.opened();
    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void whatIsPublishedBeforeTheHandshakeIsAnsweredIsTheFirstThingOnTheWire() {
    Connection connection = pool.admit();
    RawDialogue dialogue = dialogue(connection);
    connection.prepare(dialogue::closed);
    assertThat(dialogue.admitted()).isCompleted();
    opened(new ScriptedTransport()).text("early");
    assertThat(transport.sequence()).isEmpty();

    connection.open(transport);
    dialogue.opened();
    opened(new ScriptedTransport()).text("later");

    assertThat(transport.sequence()).containsExactly("early", "later");
  }

  @Test
  void moreMessagesThanAClientMaySendCloseItWithACodeToComeBack() {
    RawDialogue dialogue = opened(transport);
    int messages = 0;
    while (transport.closes().isEmpty()) {
      dialogue.text("again");
      messages++;
    }

    assertThat(transport.closes()).containsExactly(CloseReason.TOO_MANY_REQUESTS);
    assertThat(messages).as("the first few, the burst, and one too many").isEqualTo(16 + 3 + 1);
    assertThat(transport.messages()).hasSize(messages - 1);
  }

  @Test
  void aMessageIsPublishedToAllAndToItsSenderInItsOwnKind() {
    ScriptedTransport other = new ScriptedTransport();
    RawDialogue dialogue = opened(transport);
    opened(other);

    dialogue.text("grün");
    dialogue.binary(ByteBuffer.wrap(new byte[] {1, 2, 3}));

    assertThat(transport.messages()).hasSize(2).isEqualTo(other.messages());
    assertThat(transport.messages().get(0))
        .usingRecursiveComparison()
        .ignoringFields("measuredSince")
        .isEqualTo(Message.text("grün", CHANNEL.value()));
    assertThat(transport.messages().get(1)).isInstanceOf(Message.Binary.class);
    assertThat(((Message.Binary) transport.messages().get(1)).view())
        .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
  }

  @Test
  void aBinaryMessageIsCopiedBecauseItsBufferIsTheCallers() {
    RawDialogue dialogue = opened(transport.hold());
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1});
    dialogue.binary(buffer);
    buffer.put(0, (byte) 9);
    transport.release();

    assertThat(((Message.Binary) transport.messages().get(0)).view().get(0)).isEqualTo((byte) 1);
  }

  @Test
  void messagesReplaceEachOtherByChannel() {
    opened(transport).text("x");

    assertThat(transport.messages().get(0).topic()).isEqualTo(CHANNEL.value());
  }

  @Test
  void theEndOfTheConnectionLeavesTheChannel() {
    RawDialogue dialogue = opened(transport);
    dialogue.closed();
    dialogue.closed();

    assertThat(channels.count()).isZero();
  }

  @Test
  void aConversationClosedBeforeItOpensNeverSubscribes() {
    Connection connection = pool.admit();
    RawDialogue dialogue = dialogue(connection);
    connection.prepare(dialogue::closed);
    dialogue.closed();

    assertThat(dialogue.admitted()).isCompleted();

    assertThat(channels.count()).isZero();
    assertThat(connection.state()).isEqualTo(ConnectionState.PENDING);
  }

  @Test
  void anEndDuringTheOpeningLeavesNoSubscription() {
    for (int round = 0; round < 300; round++) {
      Connection connection = pool.admit();
      RawDialogue dialogue = dialogue(connection);

      Race.between(
          () -> Handshake.complete(connection, dialogue, new ScriptedTransport()),
          () -> connection.ended(CloseReason.VANISHED));

      assertThat(channels.count()).isZero();
    }
  }

  private RawDialogue opened(ScriptedTransport wire) {
    Connection connection = pool.admit();
    RawDialogue dialogue = dialogue(connection);
    Handshake.complete(connection, dialogue, wire);
    return dialogue;
  }

  private RawDialogue dialogue(Connection connection) {
    return new RawDialogue(
        connection,
        CHANNEL,
        Credentials.NONE,
        new RawServices(
            channels,
            kit.clientChannels,
            kit.authentication(kit.tokens(null), List.of()),
            kit.events,
            kit.stays,
            new ClientConfig(pool.settings),
            new ConnectionErrors(pool.time)));
  }
}
