package io.heartwire.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Control;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeAnswer.Outcome;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.StreamPosition;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/**
 * What nodes write for each other, against bytes that were written before. A node that is newer
 * must read all of them, and one that is older must be able to read what is written now. Who
 * changes what is written on purpose adds a file, and keeps the old one for reading.
 */
class WireFormatTest {
  private static final String FILE = "wire-1.properties";
  private static final ClientInfo ANN =
      new ClientInfo("ann", "c-1", Payload.json("{\"name\":\"Ann\"}"), Payload.text("moderator"));
  private static final NodeInfo NODE =
      new NodeInfo(new NodeId("n-1"), "left", "0.1.0", Payload.json("{\"clients\":3}"));
  private static final PublicationDraft DRAFT =
      new PublicationDraft(Payload.json("{\"n\":1}"), ANN, Map.of("team", "red"));
  private static final PublicationDraft BINARY =
      new PublicationDraft(Payload.sharing(new byte[] {0, 1, (byte) 0xff}));
  private static final long MILLIS = 1_700_000_000_000L;
  private static final StoredCommand COMMAND =
      new StoredCommand(
          "n-1:7",
          new NodeId("n-1"),
          new Control("revoke_token", Payload.json("{\"uid\":\"t1\"}"), Duration.ofMillis(90_000)));

  private final Properties written = read();

  @Test
  void aPublicationWithHistoryIsRead() {
    Envelope envelope = Envelope.read(bytes("publication"));
    assertThat(envelope.position()).isEqualTo(new StreamPosition(7, "e4b0c44298"));
    assertThat(envelope.generation()).isEqualTo("0123456789abcdef");
    assertThat(envelope.acceptedMicros()).isEqualTo(1_700_000_000_000_123L);
    assertThat(envelope.publication())
        .isEqualTo(new Publication(7, DRAFT.data(), ANN, DRAFT.tags(), MILLIS));
    assertThat(Envelope.isKept(bytes("publication"))).isTrue();
    String line = "1 7 e4b0c44298 0123456789abcdef 1700000000000 1700000000000123\n";
    assertThat(joined(line, Envelope.body(DRAFT))).isEqualTo(bytes("publication"));
  }

  @Test
  void aPublicationWithoutHistoryIsReadAndWrittenAsBefore() {
    Envelope envelope = Envelope.read(bytes("unkept"));
    assertThat(envelope.position()).isEqualTo(StreamPosition.NONE);
    assertThat(envelope.publication())
        .isEqualTo(new Publication(0, BINARY.data(), null, Map.of(), MILLIS));
    assertThat(Envelope.isKept(bytes("unkept"))).isFalse();
    assertThat(Envelope.unkept(BINARY, MILLIS, 0)).isEqualTo(bytes("unkept"));
  }

  @Test
  void joinsAndLeavesAreReadAndWrittenAsBefore() {
    assertThat(Envelope.read(bytes("join")))
        .isEqualTo(new Envelope(Envelope.Kind.JOIN, StreamPosition.NONE, "-", null, ANN, 0));
    assertThat(Envelope.presence(Envelope.Kind.JOIN, ANN, MILLIS)).isEqualTo(bytes("join"));
    assertThat(Envelope.read(bytes("leave")).kind()).isEqualTo(Envelope.Kind.LEAVE);
    assertThat(Envelope.presence(Envelope.Kind.LEAVE, ANN, MILLIS)).isEqualTo(bytes("leave"));
  }

  @Test
  void fieldsAndWordsOfLaterVersionsArePassedOver() {
    byte[] before = bytes("unkept");
    byte[] later = {99, 0, 0, 0, 2, 5, 5};
    byte[] whole = Arrays.copyOf(before, before.length + later.length);
    System.arraycopy(later, 0, whole, before.length, later.length);
    assertThat(Envelope.read(whole)).isEqualTo(Envelope.read(before));

    int end = new String(before, UTF_8).indexOf('\n');
    byte[] fields = Arrays.copyOfRange(before, end + 1, before.length);
    byte[] more = joined(new String(before, 0, end, UTF_8) + " more words\n", fields);
    assertThat(Envelope.read(more)).isEqualTo(Envelope.read(before));
  }

  @Test
  void aLeaseIsReadAndWrittenAsBefore() {
    assertThat(Lease.of("n-1.2", bytes("lease"), 10)).isEqualTo(new Lease("n-1.2", NODE, 10));
    assertThat(Lease.json(NODE)).isEqualTo(bytes("lease"));
  }

  @Test
  void aPresentClientIsReadAndWrittenAsBefore() throws IOException {
    StoredClient stored = new StoredClient("n-1.2", ANN, true);
    assertThat(StoredClient.of(bytes("present"))).isEqualTo(stored);
    assertThat(stored.value()).isEqualTo(bytes("present"));
  }

  @Test
  void aCommandIsReadAndWrittenAsBefore() throws IOException {
    assertThat(StoredCommand.of(bytes("command"))).isEqualTo(COMMAND);
    assertThat(COMMAND.json()).isEqualTo(bytes("command"));
  }

  @Test
  void anAnswerIsReadAndWrittenAsBefore() {
    NodeAnswer answer = new NodeAnswer(NODE, Outcome.DONE, Payload.json("{\"closed\":2}"));
    assertThat(CommandAnswers.answer(NODE, bytes("answer"))).isEqualTo(answer);
    assertThat(CommandAnswers.json(answer)).isEqualTo(bytes("answer"));
    NodeAnswer failed = new NodeAnswer(NODE, Outcome.FAILED, Payload.text("not mine"));
    assertThat(CommandAnswers.answer(NODE, bytes("failure"))).isEqualTo(failed);
    assertThat(CommandAnswers.json(failed)).isEqualTo(bytes("failure"));
  }

  /** Values are text, or {@code hex:} and bytes. */
  private byte[] bytes(String name) {
    String value = written.getProperty(name);
    return value.startsWith("hex:")
        ? HexFormat.of().parseHex(value.substring(4))
        : value.getBytes(UTF_8);
  }

  private static byte[] joined(String line, byte[] fields) {
    byte[] start = line.getBytes(UTF_8);
    byte[] whole = Arrays.copyOf(start, start.length + fields.length);
    System.arraycopy(fields, 0, whole, start.length, fields.length);
    return whole;
  }

  private static Properties read() {
    Properties written = new Properties();
    try (InputStream in = WireFormatTest.class.getResourceAsStream(FILE)) {
      written.load(in);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
    return written;
  }
}
