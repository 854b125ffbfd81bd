package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.draft;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.RecordedDeliveries;
import io.heartwire.broker.StreamPosition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every read of the history is answered by the test, at the moment that it chooses. */
class FollowedChannelTest {
  private static final int ROOM = 10_000;
  private static final byte[] KIND_OF_LATER = {1, 0, 0, 0, 1, 9};

  private final Scripted source = new Scripted();
  private final WaitingBytes room = new WaitingBytes(ROOM);
  private final FollowedChannel channel =
      new FollowedChannel(
          NEWS,
          new DeliveryPath(
              new DeliveryQueue(Runnable::run, Runnable::run, 100), new ReadTurns(1), room),
          source);

  @AfterEach
  void allRoomIsGivenBack() {
    assertThat(room.waiting()).isZero();
  }

  @Test
  void whatDidNotComeIsReadFromTheHistoryBeforeWhatCame() {
    channel.receive(message(1, "E", "G1"));
    channel.receive(message(4, "E", "G1"));
    channel.receive(message(5, "E", "G1"));
    assertThat(source.heard.lines).isEqualTo(lines(1, 1));

    source.answer(new StreamPosition(1, "E"), state(4, "E", "G1@1"), 2, 4, "G1");

    assertThat(source.heard.lines).isEqualTo(lines(1, 5));
    assertThat(source.reads).isEmpty();
    assertThat(source.heard.interrupted).isEmpty();
  }

  @Test
  void whatIsDroppedWhileTheHistoryIsReadIsReadAfterwards() {
    channel.receive(message(1, "E", "G1"));
    channel.receive(message(3, "E", "G1"));
    byte[] others = new byte[ROOM - (int) room.waiting()];
    assertThat(room.take(others)).isTrue();
    channel.receive(message(4, "E", "G1"));
    room.give(others);

    source.answer(new StreamPosition(1, "E"), state(3, "E", "G1@1"), 2, 3, "G1");
    source.answer(new StreamPosition(3, "E"), state(4, "E", "G1@1"), 4, 4, "G1");

    assertThat(source.heard.lines).isEqualTo(lines(1, 4));
    assertThat(source.lost).isZero();
  }

  @Test
  void aReconnectWhileTheHistoryIsReadLeadsToAnotherRead() {
    channel.receive(message(1, "E", "G1"));
    channel.receive(message(3, "E", "G1"));
    channel.compare(state(5, "E", "G1@1"));

    source.answer(new StreamPosition(1, "E"), state(3, "E", "G1@1"), 2, 3, "G1");
    source.answer(new StreamPosition(3, "E"), state(5, "E", "G1@1"), 4, 5, "G1");

    assertThat(source.heard.lines).isEqualTo(lines(1, 5));
  }

  @Test
  void onlyWhatHasNoOffsetIsCountedAsLostWhenThereIsNoRoom() {
    channel.receive(message(1, "E", "G1"));
    byte[] others = new byte[ROOM];
    assertThat(room.take(others)).isTrue();
    channel.receive(message(2, "E", "G1"));
    channel.receive(Envelope.unkept(draft("gone"), 0, 0));
    channel.receive(Envelope.unkept(draft("gone"), 0, 0));
    room.give(others);

    source.answer(new StreamPosition(1, "E"), state(2, "E", "G1@1"), 2, 2, "G1");
    while (!source.reads.isEmpty()) {
      source.answer(new StreamPosition(2, "E"), state(2, "E", "G1@1"), 0, -1, "G1");
    }

    assertThat(source.lost).isEqualTo(2);
    assertThat(source.heard.lines).isEqualTo(lines(1, 2));
  }

  @Test
  void aStreamThatWasLostTwiceAndHasGrownSinceIsBehind() {
    for (int i = 1; i <= 8; i++) {
      channel.receive(message(i, "E", "G1"));
    }
    StreamState grown = state(9, "E", "G3@9 G2@6 G1@1");
    channel.compare(grown);

    source.answer(new StreamPosition(8, "E"), grown, 9, 9, "G3");

    assertThat(source.restarted).containsExactly("E");
    source.answer(new StreamPosition(8, "E"), state(0, "E2", ""), 0, -1, "");
    assertThat(source.heard.interrupted).containsExactly(NEWS);
    source.answer(new StreamPosition(0, "E2"), state(0, "E2", ""), 0, -1, "");
    assertThat(source.heard.lines).isEqualTo(lines(1, 8));
  }

  @Test
  void aMessageThatSeemsToFollowIsNotDeliveredAfterARollback() {
    for (int i = 1; i <= 8; i++) {
      channel.receive(message(i, "E", "G1"));
    }
    channel.receive(message(9, "E", "G2"));
    assertThat(source.heard.lines).isEqualTo(lines(1, 8));

    source.answer(new StreamPosition(8, "E"), state(9, "E", "G2@6 G1@1"), 9, 9, "G2");
    source.answer(new StreamPosition(8, "E"), state(0, "E2", ""), 0, -1, "");
    source.answer(new StreamPosition(0, "E2"), state(0, "E2", ""), 0, -1, "");

    assertThat(source.restarted).containsExactly("E");
    assertThat(source.heard.interrupted).containsExactly(NEWS);
    assertThat(source.heard.lines).as("its epoch is over").isEqualTo(lines(1, 8));
    assertThat(source.reads).isEmpty();
  }

  @Test
  void aRestartThatLostNothingIsNotNoticed() {
    channel.receive(message(1, "E", "G1"));
    channel.receive(message(2, "E", "G2"));
    channel.receive(message(3, "E", "G2"));

    source.answer(new StreamPosition(1, "E"), state(3, "E", "G2@2 G1@1"), 2, 3, "G2");
    channel.receive(message(4, "E", "G2"));

    assertThat(source.heard.lines).isEqualTo(lines(1, 4));
    assertThat(source.heard.interrupted).isEmpty();
    assertThat(source.restarted).isEmpty();
  }

  @Test
  void aDeliveryThatIsLateIsMadeThoughTheHistoryWasReadBefore() {
    channel.read(state(8, "E", "G1@1"), 0);
    channel.receive(message(7, "E", "G1"));
    assertThat(source.heard.lines).containsExactly("news 7 7");
  }

  @Test
  void aReconnectWhileThePositionIsReadLeadsToAReadFromThere() {
    int before = channel.confirmations();
    channel.confirmed();
    channel.read(state(5, "E", "G1@1"), before);

    source.answer(new StreamPosition(5, "E"), state(6, "E", "G1@1"), 6, 6, "G1");

    assertThat(source.heard.lines).isEqualTo(lines(6, 6));
  }

  @Test
  void aPositionThatWasReadOnASoundConnectionIsNotReadAgain() {
    channel.confirmed();
    channel.read(state(5, "E", "G1@1"), channel.confirmations());

    assertThat(source.reads).isEmpty();
    assertThat(channel.isPositioned()).isTrue();
  }

  @Test
  void anOffsetGivenOutAgainIsNoticedThoughNothingWasDeliveredYet() {
    channel.read(state(8, "E", "G1@1"), 0);
    channel.receive(message(6, "E", "G2"));
    assertThat(source.heard.lines).isEmpty();

    source.answer(new StreamPosition(8, "E"), state(6, "E", "G2@6 G1@1"), 0, -1, "");
    source.answer(new StreamPosition(8, "E"), state(0, "E2", ""), 0, -1, "");
    source.answer(new StreamPosition(0, "E2"), state(0, "E2", ""), 0, -1, "");

    assertThat(source.restarted).containsExactly("E");
    assertThat(source.heard.interrupted).containsExactly(NEWS);
  }

  @Test
  void whatALaterVersionSaysIsPassedOverAndCounted() {
    channel.receive(message(1, "E", "G1"));
    channel.receive(bytes("1 0 - - 0\n", KIND_OF_LATER));
    channel.receive(bytes("2 0 - - 0 of another form\n", new byte[] {7, 7}));
    assertThat(source.heard.interrupted).isEmpty();
    assertThat(source.unreadable).isEqualTo(2);

    channel.receive(bytes("1 2 E G1 0\n", KIND_OF_LATER));
    channel.receive(message(3, "E", "G1"));

    assertThat(source.unreadable).isEqualTo(3);
    assertThat(source.heard.interrupted).as("it has an offset").containsExactly(NEWS);
    assertThat(source.heard.lines).containsExactly("news 1 1", "news 3 3");
    assertThat(source.reads).isEmpty();
  }

  @Test
  void aHistoryThatALaterVersionHasWrittenIsPassedOverWithoutEnd() {
    channel.receive(message(1, "E", "G1"));
    channel.receive(message(FollowedChannel.BATCH + 2, "E", "G1"));
    List<Envelope> unreadable =
        Collections.nCopies(
            FollowedChannel.BATCH, Envelope.readIfPossible("3 what is this".getBytes(UTF_8)));

    source.answer(
        new StreamPosition(1, "E"),
        new StreamPage(state(FollowedChannel.BATCH + 2, "E", "G1@1"), unreadable));

    assertThat(source.unreadable).isEqualTo(FollowedChannel.BATCH);
    assertThat(source.heard.interrupted).containsExactly(NEWS);
    assertThat(source.reads).isEmpty();
  }

  @Test
  void aChannelThatIsLeftWhileTheHistoryIsReadKeepsNothing() {
    channel.receive(message(1, "E", "G1"));
    channel.receive(message(4, "E", "G1"));
    channel.close();
    source.answer(new StreamPosition(1, "E"), state(4, "E", "G1@1"), 2, 4, "G1");
    assertThat(source.heard.lines).isEqualTo(lines(1, 1));
  }

  private static byte[] message(int offset, String epoch, String generation) {
    return bytes(
        "1 %d %s %s 0\n".formatted(offset, epoch, generation), Envelope.body(draft("" + offset)));
  }

  private static byte[] bytes(String line, byte[] fields) {
    byte[] start = line.getBytes(UTF_8);
    byte[] whole = Arrays.copyOf(start, start.length + fields.length);
    System.arraycopy(fields, 0, whole, start.length, fields.length);
    return whole;
  }

  private static StreamState state(int offset, String epoch, String generations) {
    return new StreamState(new StreamPosition(offset, epoch), generations);
  }

  private static List<String> lines(int first, int last) {
    List<String> lines = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      lines.add(NEWS + " " + i + " " + i);
    }
    return lines;
  }

  /** Keeps reads until the test answers. */
  private static final class Scripted implements ChannelSource {
    private record Read(StreamPosition since, CompletableFuture<StreamPage> page) {}

    final RecordedDeliveries heard = new RecordedDeliveries();
    final List<Read> reads = new ArrayList<>();
    final List<String> restarted = new ArrayList<>();
    long lost;
    int unreadable;

    @Override
    public void delivered(Envelope publication) {}

    void answer(StreamPosition since, StreamState state, int first, int last, String generation) {
      List<Envelope> messages = new ArrayList<>();
      for (int i = first; i <= last; i++) {
        messages.add(Envelope.read(message(i, state.now().epoch(), generation)));
      }
      answer(since, new StreamPage(state, messages));
    }

    void answer(StreamPosition since, StreamPage page) {
      assertThat(reads).as("reads that wait").hasSize(1);
      Read read = reads.remove(0);
      assertThat(read.since).isEqualTo(since);
      read.page.complete(page);
    }

    @Override
    public CompletionStage<StreamPage> read(String name, StreamPosition since, int limit) {
      Read read = new Read(since, new CompletableFuture<>());
      reads.add(read);
      return read.page;
    }

    @Override
    public CompletionStage<?> restart(String name, StreamPosition known) {
      restarted.add(known.epoch());
      return CompletableFuture.completedStage(1L);
    }

    @Override
    public void later(Runnable task) {
      task.run();
    }

    @Override
    public void tell(String name, Consumer<BrokerListener> call) {
      call.accept(heard);
    }

    @Override
    public void caughtUp() {
      // The reads tell.
    }

    @Override
    public void lost(long messages) {
      lost += messages;
    }

    @Override
    public void unreadable(String name, RuntimeException failure) {
      unreadable++;
    }

    @Override
    public void unknown(String name) {
      unreadable++;
    }
  }
}
