package io.heartwire.protocol.raw;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Message;
import io.heartwire.hook.Decision;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.Credentials;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.testkit.Handshake;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedBroker;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How a raw conversation answers what it may not do: with the end. Two messages may wait. */
class RawAnswersTest {
  private static final ChannelName OPEN = new ChannelName("open");
  private static final ChannelName CLOSED = new ChannelName("closed:1");
  private static final ChannelName READ_ONLY = new ChannelName("readonly:1");
  private static final ChannelName WATCHED = new ChannelName("watched:1");

  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.client.max-waiting-commands", "2",
              "heartwire.channel.namespaces", "closed, readonly, watched",
              "heartwire.channel.default.allow-subscribe", "true",
              "heartwire.channel.default.allow-publish", "true",
              "heartwire.channel.readonly.allow-subscribe", "true",
              "heartwire.channel.watched.allow-subscribe", "true",
              "heartwire.channel.watched.history-size", "10",
              "heartwire.channel.watched.history-ttl", "60s",
              "heartwire.channel.watched.force-positioning", "true"));

  private ScriptedBroker broker;
  private final TestChannels kit =
      new TestChannels(pool, real -> broker = new ScriptedBroker(real));
  private final ConnectionErrors troubles = new ConnectionErrors(pool.time);
  private final ScriptedTransport wire = new ScriptedTransport();

  @AfterEach
  void anEndedConversationLeavesNoSubscription() {
    broker.release();
    pool.registry.forEach(one -> one.ended(CloseReason.NORMAL));
    assertThat(kit.channels.count()).isZero();
  }

  @Test
  void textStaysTextAndBinaryStaysBinaryAndEmptyOnesToo() {
    RawDialogue dialogue = open(OPEN);
    dialogue.text("text");
    dialogue.text("");
    dialogue.binary(ByteBuffer.wrap(new byte[] {7}));
    dialogue.binary(ByteBuffer.allocate(0));

    List<Message> messages = wire.messages();
    assertThat(messages.subList(0, 2))
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("measuredSince")
        .containsExactly(Message.text("text", OPEN.value()), Message.text("", OPEN.value()));
    assertThat(messages.subList(2, 4))
        .extracting(message -> ((Message.Binary) message).view())
        .containsExactly(ByteBuffer.wrap(new byte[] {7}), ByteBuffer.allocate(0));
  }

  @Test
  void jsonOfABackEndIsText() {
    open(OPEN);
    assertThat(Stages.now(kit.channels.publish(OPEN, Payload.json("{\"a\":1}")))).isNotNull();
    assertThat(Stages.now(kit.channels.publish(OPEN, Payload.sharing(new byte[] {1})))).isNotNull();

    assertThat(wire.sequence()).containsExactly("{\"a\":1}", "1 bytes");
  }

  @Test
  void aPublicationThatTheEngineCannotTakeIsLostAndTheConnectionGoesOn() {
    RawDialogue dialogue = open(OPEN);
    broker.beAway(true);
    dialogue.text("lost");
    broker.beAway(false);
    dialogue.text("taken");

    assertThat(wire.sequence()).containsExactly("taken");
    assertThat(wire.closes()).isEmpty();
    assertThat(troubles.count()).as("errors of the gateway's own").isZero();
  }

  @Test
  void aSubscriptionThatTheRulesRefuseClosesWithAReason() {
    open(CLOSED).text("never published");

    assertThat(wire.closes())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.code()).isEqualTo(3507);
              assertThat(reason.text()).contains("may not subscribe to");
            });
    assertThat(kit.channels.published()).isZero();
    assertThat(troubles.count()).isZero();
  }

  @Test
  void aSubscriptionThatAHookRefusesClosesWithItsReason() {
    kit.subscribeHooks.add(attempt -> Decision.refuse(403, "not today"));
    open(OPEN);

    assertThat(wire.closes()).containsExactly(new CloseReason(3507, "not today"));
  }

  @Test
  void aPublicationThatTheRulesRefuseClosesWithAReason() {
    RawDialogue dialogue = open(READ_ONLY);
    assertThat(wire.closes()).isEmpty();

    dialogue.text("x");
    dialogue.text("y");

    assertThat(wire.closes())
        .singleElement()
        .satisfies(
            reason -> {
              assertThat(reason.code()).isEqualTo(3507);
              assertThat(reason.text()).contains("may not publish to");
            });
    assertThat(kit.channels.count()).as("it has left").isZero();
  }

  @Test
  void aPublicationThatAHookRefusesClosesWithItsReason() {
    RawDialogue dialogue = open(OPEN);
    kit.publishHooks.add(attempt -> Decision.refuse(400, "too rude"));
    dialogue.text("x");

    assertThat(wire.closes()).containsExactly(new CloseReason(3507, "too rude"));
    assertThat(wire.sequence()).isEmpty();
  }

  @Test
  void aHooksDisconnectClosesWithItsCodeAndReason() {
    RawDialogue dialogue = open(OPEN);
    kit.publishHooks.add(attempt -> Decision.disconnect(4321, "enough"));
    dialogue.text("x");

    assertThat(wire.closes()).containsExactly(new CloseReason(4321, "enough"));
  }

  @Test
  void aHooksImpossibleDisconnectCodeIsAnInternalErrorAndStillTheEnd() {
    RawDialogue dialogue = open(OPEN);
    kit.publishHooks.add(attempt -> Decision.disconnect(7, "impossible"));
    assertInternalError(() -> dialogue.text("x"));
  }

  @Test
  void aHookThatFailsIsAnInternalError() {
    kit.subscribeHooks.add(
        attempt -> {
          throw new IllegalStateException("bug");
        });
    assertInternalError(() -> open(OPEN));
  }

  @Test
  void aBrokerThatFailsIsAnInternalError() {
    broker.fail(ScriptedBroker.Step.SUBSCRIBE);
    assertInternalError(() -> open(OPEN));
    assertThat(kit.channels.count()).isZero();
  }

  @Test
  void theOrderIsKeptWhateverAPublishHookTakes() {
    List<CompletableFuture<Decision<Payload>>> answers = new ArrayList<>();
    RawDialogue dialogue = open(OPEN);
    kit.publishHooks.add(
        attempt -> {
          answers.add(new CompletableFuture<>());
          return Decision.later(answers.get(answers.size() - 1));
        });
    dialogue.text("a");
    dialogue.text("b");
    dialogue.binary(ByteBuffer.wrap(new byte[3]));
    assertThat(wire.sequence()).isEmpty();

    for (int i = 0; i < 3; i++) {
      answers.get(i).complete(Decision.defer());
    }

    assertThat(wire.sequence()).containsExactly("a", "b", "3 bytes");
  }

  @Test
  void whatIsSentBeforeTheSubscriptionIsThereWaitsForIt() {
    CompletableFuture<Decision<SubscribeGrant>> answer = new CompletableFuture<>();
    kit.subscribeHooks.add(attempt -> Decision.later(answer));
    RawDialogue dialogue = open(OPEN);
    dialogue.text("early");
    assertThat(dialogue.connection().state()).isEqualTo(ConnectionState.PENDING);

    answer.complete(Decision.defer());

    assertThat(dialogue.connection().state()).isEqualTo(ConnectionState.LIVE);
    assertThat(wire.sequence()).as("its sender gets it, too").containsExactly("early");
  }

  @Test
  void tooManyWaitingMessagesCloseIt() {
    RawDialogue dialogue = open(OPEN);
    CompletableFuture<Decision<Payload>> answer = new CompletableFuture<>();
    kit.publishHooks.add(attempt -> Decision.later(answer));
    dialogue.text("under way");
    dialogue.text("waits");
    dialogue.text("waits");
    assertThat(wire.closes()).isEmpty();

    dialogue.text("one too many");

    assertThat(wire.closes()).containsExactly(CloseReason.TOO_MANY_REQUESTS);
    assertThat(kit.channels.count()).isZero();
    answer.complete(Decision.refuse(400, "too late to tell"));
    assertThat(wire.closes()).hasSize(1);
  }

  @Test
  void aSubscriberThatMissedSomethingIsClosedSoThatItComesBack() {
    open(WATCHED);
    broker.lose(true);
    assertThat(Stages.now(kit.channels.publish(WATCHED, Payload.text("lost")))).isNotNull();
    broker.lose(false);
    assertThat(Stages.now(kit.channels.publish(WATCHED, Payload.text("next")))).isNotNull();

    assertThat(wire.closes()).containsExactly(CloseReason.INSUFFICIENT_STATE);
    assertThat(wire.sequence()).isEmpty();
  }

  @Test
  void anEndWhileTheSubscriptionIsMadeLeavesNothing() {
    broker.hold(ScriptedBroker.Step.SUBSCRIBE);
    RawDialogue dialogue = open(OPEN);
    dialogue.connection().ended(CloseReason.VANISHED);

    broker.release();

    assertThat(kit.channels.count()).isZero();
    assertThat(kit.told.fired()).as("it never began").isEmpty();
    assertThat(troubles.count()).isZero();
  }

  private void assertInternalError(Runnable step) {
    try (LogCapture log = new LogCapture(ConnectionErrors.class);
        LogCapture hooks = new LogCapture(Hooks.class)) {
      step.run();

      assertThat(log.lines()).singleElement().asString().contains("internal error");
      assertThat(hooks.lines()).hasSize((int) kit.hooks.failed());
    }
    assertThat(wire.closes()).containsExactly(CloseReason.INTERNAL_ERROR);
    assertThat(CloseReason.INTERNAL_ERROR.code()).isEqualTo(1011);
    assertThat(troubles.count()).isEqualTo(1);
  }

  private RawDialogue open(ChannelName channel) {
    Connection connection = pool.admit();
    RawDialogue dialogue =
        new RawDialogue(
            connection,
            channel,
            Credentials.NONE,
            new RawServices(
                kit.channels,
                kit.clientChannels,
                kit.authentication(kit.tokens(null), List.of()),
                kit.events,
                kit.stays,
                new ClientConfig(pool.settings),
                troubles));
    Handshake.complete(connection, dialogue, wire);
    return dialogue;
  }
}
