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
import io.heartwire.protocol.Troubles;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
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
              "heartwire.limit.commands-per-second", "2", "heartwire.limit.commands-burst", "3"));

  private final TestChannels kit = new TestChannels(pool);
  private final Channels channels = kit.channels;
  private final ScriptedTransport transport = new ScriptedTransport();

  @AfterEach
  void anEndedConversationLeavesNoSubscription() {
    pool.registry.forEach(one -> one.ended(CloseReason.NORMAL));
    assertThat(channels.count()).isZero();
  }

  @Test
  void openingSubscribesAndTakesPart() {
    Connection connection = pool.admit();
    RawDialogue dialogue = dialogue(connection, transport);
    assertThat(channels.count()).isZero();

    dialogue.opened();

    assertThat(connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(channels.count()).isEqualTo(1);
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
    assertThat(transport.messages().get(0)).isEqualTo(Message.text("grün", CHANNEL.value()));
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
    RawDialogue dialogue = dialogue(connection, transport);
    dialogue.closed();

    dialogue.opened();

    assertThat(channels.count()).isZero();
    assertThat(connection.state()).isEqualTo(ConnectionState.PENDING);
  }

  @Test
  void anEndDuringTheOpeningLeavesNoSubscription() {
    for (int round = 0; round < 300; round++) {
      Connection connection = pool.admit();
      RawDialogue dialogue = dialogue(connection, new ScriptedTransport());

      Race.between(dialogue::opened, () -> connection.ended(CloseReason.VANISHED));

      assertThat(channels.count()).isZero();
    }
  }

  private RawDialogue opened(ScriptedTransport wire) {
    RawDialogue dialogue = dialogue(pool.admit(), wire);
    dialogue.opened();
    return dialogue;
  }

  private RawDialogue dialogue(Connection connection, ScriptedTransport wire) {
    RawDialogue dialogue =
        new RawDialogue(
            connection,
            CHANNEL,
            Credentials.NONE,
            new RawServices(
                channels,
                kit.clientChannels,
                kit.tokens(null),
                kit.stays,
                new ClientConfig(pool.settings),
                new Troubles(pool.time)));
    assertThat(connection.open(wire, dialogue::closed)).isTrue();
    return dialogue;
  }
}
