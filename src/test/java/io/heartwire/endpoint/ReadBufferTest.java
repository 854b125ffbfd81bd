package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.Connection;
import io.heartwire.protocol.Troubles;
import io.heartwire.testkit.ClientFrames;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadBufferTest {
  private static final int MANY = 1_000;

  @RegisterExtension final TestPool pool = new TestPool();

  private final ScriptedTransport transport = new ScriptedTransport();
  private final Connection connection = pool.admit();
  private final ScriptedDialogue dialogue = new ScriptedDialogue(connection);
  private final Conversation conversation =
      new Conversation(connection, dialogue, ReadBuffer.SIZE, new Troubles(pool.time));
  private ClientFrames sent = ClientFrames.masked();
  private final ReadBuffer buffer = ReadBuffer.own();

  @BeforeEach
  void open() {
    assertThat(conversation.open(transport)).isTrue();
    connection.ready();
  }

  @Test
  void wholeMessagesAreHeardInTheirOrder() {
    sent.text("first").frame(ClientFrames.BINARY, true, new byte[3]).text("");

    assertThat(taken(MANY)).isEqualTo(3);
    assertThat(dialogue.heard).containsExactly("first", "3 bytes", "");
    assertThat(left()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 255, 256, 8_184})
  void messagesOfEveryLengthAreHeardAsTheyWereSent(int length) {
    String text =
        new Random(length)
            .ints(length, ' ', '~')
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    sent.text(text);

    assertThat(taken(MANY)).isEqualTo(1);
    assertThat(dialogue.heard).containsExactly(text);
  }

  @Test
  void textsOfAllCharactersAreHeard() {
    sent.text("Grün 😀").text("das ist länger als acht").text("日本");

    assertThat(taken(MANY)).isEqualTo(3);
    assertThat(dialogue.heard).containsExactly("Grün 😀", "das ist länger als acht", "日本");
  }

  @Test
  void aMessageThatIsKeptIsNotOverwrittenByTheNext() {
    byte[][] kept = new byte[1][];
    Conversation keeping =
        new Conversation(
            connection, new KeepingDialogue(kept), ReadBuffer.SIZE, new Troubles(pool.time));
    sent.frame(ClientFrames.BINARY, true, (byte) 1, (byte) 2)
        .frame(ClientFrames.PONG, true, (byte) 9);
    fill();

    assertThat(buffer.take(MANY, keeping)).isEqualTo(2);
    assertThat(kept[0]).containsExactly(1, 2);
  }

  @Test
  void pongsAreMeasured() {
    connection.ping();
    pool.time.advance(Duration.ofMillis(20));
    sent.frame(ClientFrames.PONG, true, bytesOf(transport.lastPing()));

    assertThat(taken(MANY)).isEqualTo(1);
    assertThat(connection.snapshot().roundTrip()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void noMoreAreTakenThanAskedFor() {
    sent.text("a").text("b").text("c");

    assertThat(taken(2)).isEqualTo(2);
    assertThat(dialogue.heard).containsExactly("a", "b");
    assertThat(left()).isEqualTo(sent.bytes().length / 3);
  }

  @Test
  void aFrameThatIsNotAllThereIsLeft() {
    byte[] frame = ClientFrames.masked().text("not at once").bytes();
    for (int there = 0; there < frame.length; there++) {
      sent = ClientFrames.masked();
      sent.text("whole");
      for (int i = 0; i < there; i++) {
        sent.raw(frame[i]);
      }

      assertThat(taken(MANY)).isEqualTo(1);
      assertThat(left()).isEqualTo(there);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a ping",
        "a goodbye",
        "a fragment",
        "a continuation",
        "a reserved bit",
        "a reserved opcode",
        "no mask",
        "a length in eight bytes",
        "a length in two bytes that fits in one",
        "a pong that is too long",
        "no UTF-8",
        "an overlong encoding",
        "a surrogate",
      })
  void whatIsForTheContainerIsLeftAsItWas(String what) {
    sent.text("before");
    int before = sent.bytes().length;
    putForTheContainer(what);
    sent.text("after");

    assertThat(taken(MANY)).isEqualTo(1);
    assertThat(dialogue.heard).containsExactly("before");
    assertThat(buffer.bytes())
        .isEqualTo(ByteBuffer.wrap(sent.bytes(), before, sent.bytes().length - before));
  }

  private void putForTheContainer(String what) {
    switch (what) {
      case "a ping" -> sent.frame(ClientFrames.PING, true, (byte) 1);
      case "a goodbye" -> sent.raw(0x88, 0x80, 1, 2, 3, 4);
      case "a fragment" -> sent.frame(ClientFrames.TEXT, false, (byte) 'a');
      case "a continuation" -> sent.frame(ClientFrames.CONTINUATION, true, (byte) 'a');
      case "a reserved bit" -> sent.raw(0xC1, 0x80, 1, 2, 3, 4);
      case "a reserved opcode" -> sent.raw(0x83, 0x80, 1, 2, 3, 4);
      case "no mask" -> sent.raw(0x81, 5, 'h', 'e', 'l', 'l', 'o');
      case "a length in eight bytes" ->
          sent.raw(0x81, 0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4, 'a');
      case "a length in two bytes that fits in one" -> sent.raw(0x81, 0xFE, 0, 1, 1, 2, 3, 4, 'a');
      case "a pong that is too long" -> sent.frame(ClientFrames.PONG, true, new byte[126]);
      case "no UTF-8" -> sent.frame(ClientFrames.TEXT, true, (byte) 'a', (byte) 0xFF);
      case "an overlong encoding" -> sent.frame(ClientFrames.TEXT, true, (byte) 0xC0, (byte) 0x80);
      case "a surrogate" ->
          sent.frame(ClientFrames.TEXT, true, (byte) 0xED, (byte) 0xA0, (byte) 0x80);
      default -> throw new IllegalArgumentException(what);
    }
  }

  private int taken(int most) {
    fill();
    return buffer.take(most, conversation);
  }

  private void fill() {
    buffer.bytes().clear().put(sent.bytes()).flip();
  }

  private int left() {
    return buffer.bytes().remaining();
  }

  private static byte[] bytesOf(ByteBuffer payload) {
    byte[] bytes = new byte[payload.remaining()];
    payload.duplicate().get(bytes);
    return bytes;
  }

  /** Keeps a message as it was given. */
  private record KeepingDialogue(byte[][] kept) implements io.heartwire.protocol.Dialogue {
    @Override
    public void opened() {}

    @Override
    public void text(String message) {}

    @Override
    public void binary(ByteBuffer message) {
      kept[0] = message.array();
    }

    @Override
    public void closed() {}
  }
}
