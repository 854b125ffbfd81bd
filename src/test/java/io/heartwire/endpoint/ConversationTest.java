package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.ConnectionState;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConversationTest {
  private static final int MAX_BYTES = 10;

  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.message.max-bytes", Integer.toString(MAX_BYTES),
              "heartwire.limit.commands-per-second", "2",
              "heartwire.limit.commands-burst", "3",
              "heartwire.limit.bytes-per-second", "100",
              "heartwire.limit.bytes-burst", "100"));

  private final ScriptedTransport transport = new ScriptedTransport();
  private final Connection connection = pool.admit();
  private final ScriptedDialogue dialogue = new ScriptedDialogue(connection);
  private final ConnectionErrors troubles = new ConnectionErrors(pool.time);
  private final Conversation conversation =
      new Conversation(connection, dialogue, MAX_BYTES, troubles);
  private final LogCapture log = new LogCapture(ConnectionErrors.class);

  @BeforeEach
  void open() {
    assertThat(conversation.admitted()).isCompleted();
    assertThat(conversation.open(transport)).isTrue();
    conversation.opened();
  }

  @AfterEach
  void releaseTheLog() {
    log.close();
  }

  @Test
  void theDialogueHearsOfTheClientBeforeItHearsOfTheWire() {
    assertThat(dialogue.heard).containsExactly("admitted", "opened");
  }

  @Test
  void theDialogueHearsWholeMessagesInOrder() {
    conversation.text("a", true);
    conversation.text("b", false);
    conversation.text("c", true);
    conversation.binary(ByteBuffer.allocate(2), false);
    conversation.binary(ByteBuffer.allocate(3), true);

    assertThat(dialogue.heard).endsWith("a", "bc", "5 bytes").hasSize(5);
  }

  @Test
  void everyFragmentIsASignOfLifeAndIsCountedInBytes() {
    pool.time.advance(Duration.ofSeconds(5));
    conversation.text("ab", false);
    assertThat(connection.snapshot().lastHeard()).isZero();
    conversation.text("cd", true);
    conversation.binary(ByteBuffer.allocate(3), true);

    assertThat(connection.snapshot().messagesReceived()).isEqualTo(2);
    assertThat(connection.snapshot().bytesReceived()).isEqualTo(7);
  }

  @Test
  void aMessageAtTheLimitIsHeard() {
    conversation.text("x".repeat(MAX_BYTES), true);
    conversation.binary(ByteBuffer.allocate(MAX_BYTES), true);

    assertThat(dialogue.heard).hasSize(4);
    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void fragmentsWithoutEndAndContentAreTooMany() {
    int fragments = 0;
    while (transport.closes().isEmpty()) {
      conversation.text("", false);
      fragments++;
    }

    assertThat(transport.closes()).containsExactly(CloseReason.TOO_MANY_REQUESTS);
    assertThat(fragments).as("the first few, the burst, and one too many").isEqualTo(16 + 3 + 1);
    assertThat(pool.registry.exceeded(ConnectionLimit.COMMANDS)).isEqualTo(1);
  }

  @Test
  void moreBytesThanAClientMaySendAreTooMany() {
    int bytes = 0;
    while (transport.closes().isEmpty()) {
      conversation.binary(ByteBuffer.allocate(MAX_BYTES), true);
      bytes += MAX_BYTES;
    }

    assertThat(transport.closes()).containsExactly(CloseReason.TOO_MANY_REQUESTS);
    assertThat(bytes).isBetween(16 * 1024 + 100, 16 * 1024 + 100 + 2 * MAX_BYTES);
    assertThat(pool.registry.exceeded(ConnectionLimit.BYTES)).isEqualTo(1);
  }

  @Test
  void bytesAtTheRateAreNeverTooMany() {
    for (int i = 0; i < 10_000; i++) {
      pool.time.advance(Duration.ofMillis(100));
      conversation.binary(ByteBuffer.allocate(MAX_BYTES), true);
    }
    assertThat(transport.closes()).isEmpty();
  }

  @Test
  void aMessageBeyondTheLimitClosesAndIsNotHeard() {
    conversation.text("x".repeat(MAX_BYTES + 1), true);

    assertThat(dialogue.heard).containsExactly("admitted", "opened", "closed");
    assertThat(transport.closes()).containsExactly(CloseReason.tooBig(MAX_BYTES));
  }

  @Test
  void fragmentsBeyondTheLimitCloseBeforeTheyAreWhole() {
    conversation.binary(ByteBuffer.allocate(MAX_BYTES), false);
    assertThat(transport.closes()).isEmpty();
    conversation.binary(ByteBuffer.allocate(1), false);

    assertThat(transport.closes()).extracting(CloseReason::code).containsExactly(1009);
  }

  @Test
  void anErrorInTheDialogueClosesThisConnectionAndIsCounted() {
    dialogue.throwing = true;
    conversation.text("x", true);

    assertThat(transport.closes()).containsExactly(CloseReason.INTERNAL_ERROR);
    assertThat(troubles.count()).isEqualTo(1);
    assertThat(log.lines()).singleElement().asString().contains(connection.id().toString());
  }

  @Test
  void aConnectionThatHasBeenClosedIsHeardNoMore() {
    connection.close(new CloseReason(3503, "forced"));
    conversation.text("late", true);

    assertThat(dialogue.heard).doesNotContain("late");
  }

  @Test
  void anErrorOfTheContainerClosesTheConnection() {
    conversation.failed(new IOException("connection reset"));

    assertThat(transport.closes()).containsExactly(CloseReason.VANISHED);
    assertThat(troubles.count()).isEqualTo(1);
  }

  @Test
  void theEndIsPassedOn() {
    conversation.closed(CloseReason.NORMAL);
    conversation.closed(CloseReason.VANISHED);

    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
    assertThat(dialogue.heard).containsExactly("admitted", "opened", "closed");
    assertThat(pool.closed.single().reason()).isEqualTo(CloseReason.NORMAL);
  }

  @Test
  void aPongIsMeasured() {
    connection.ping();
    pool.time.advance(Duration.ofMillis(20));
    conversation.pong(transport.lastPing());

    assertThat(connection.snapshot().roundTrip()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void aConnectionThatHasEndedIsNeitherAdmittedNorOpened() {
    Connection gone = pool.admit();
    gone.close(CloseReason.NOT_READY);
    ScriptedDialogue late = new ScriptedDialogue(gone);
    Conversation tooLate = new Conversation(gone, late, MAX_BYTES, troubles);

    assertThat(tooLate.admitted()).as("the handshake waits for nothing").isCompleted();
    assertThat(tooLate.open(transport)).isFalse();
    assertThat(late.heard).isEmpty();
  }

  @Test
  void theHandshakeWaitsForTheDialogue() {
    ScriptedDialogue slow = new ScriptedDialogue(pool.admit());
    slow.lettingIn = new CompletableFuture<>();

    CompletionStage<?> ready =
        new Conversation(slow.connection(), slow, MAX_BYTES, troubles).admitted();

    assertThat(ready).isNotCompleted();
    slow.lettingIn.complete(null);
    assertThat(ready).isCompleted();
  }

  @Test
  void aDialogueThatThrowsBeforeThereIsAWireEndsTheConnectionAndHoldsUpNoHandshake() {
    ScriptedDialogue broken = new ScriptedDialogue(pool.admit());
    broken.throwing = true;
    Conversation other = new Conversation(broken.connection(), broken, MAX_BYTES, troubles);

    assertThat(other.admitted()).isCompleted();

    assertThat(broken.connection().endedBy()).contains(CloseReason.INTERNAL_ERROR);
    assertThat(other.open(transport)).isFalse();
    assertThat(troubles.count()).isEqualTo(1);
    assertThat(log.lines()).hasSize(1);
  }
}
