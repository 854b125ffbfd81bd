package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ClientFrames;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is too large is answered 1009 by its header, and nothing of it is kept. */
class FrameReaderLimitTest extends FrameReaderFixture {
  private static final int FIN = 0x80;
  private static final int MASKED = 0x80;

  @ParameterizedTest
  @ValueSource(
      longs = {
        MAX_BYTES + 1,
        0xFFFF,
        0x1_0000,
        Integer.MAX_VALUE,
        Integer.MAX_VALUE + 1L,
        0xFFFF_FFFFL,
        0x1_0000_0000L,
        0xFFFF_FFFF_FFFFL,
        Long.MAX_VALUE - 1,
        Long.MAX_VALUE
      })
  void aFrameBeyondTheLimitIsKnownByItsHeader(long length) {
    for (int first : new int[] {FIN | 1, FIN | 2, 1, 2}) {
      ClientFrames header = announcing(frames(), first, length);

      assertThat(failureOf(header)).isEqualTo(new Failure(1009, header.bytes().length));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {MAX_BYTES - 599, 0x1_0000, Integer.MAX_VALUE, Long.MAX_VALUE})
  void aContinuationIsAddedToWhatCameBefore(long length) {
    for (int opcode : new int[] {1, 2}) {
      for (int first : new int[] {0, FIN}) {
        ClientFrames all = announcing(frames().frame(opcode, false, new byte[600]), first, length);

        assertThat(failureOf(all)).isEqualTo(new Failure(1009, all.bytes().length));
      }
    }
  }

  @Test
  void manyFragmentsAreAddedUp() {
    ClientFrames all = frames().frame(ClientFrames.TEXT, false);
    for (int i = 0; i < MAX_BYTES; i++) {
      all.frame(ClientFrames.CONTINUATION, false, (byte) 'x');
    }
    assertThat(failureOf(all).code()).isZero();

    all.raw(FIN, MASKED | 1);

    assertThat(failureOf(all)).isEqualTo(new Failure(1009, all.bytes().length));
  }

  @Test
  void aMessageAtTheLimitIsRead() throws FrameException {
    read(
        frames()
            .frame(ClientFrames.BINARY, true, new byte[MAX_BYTES])
            .frame(ClientFrames.BINARY, false, new byte[600])
            .frame(ClientFrames.PING, true, new byte[125])
            .frame(ClientFrames.CONTINUATION, true, new byte[MAX_BYTES - 600])
            .text("x".repeat(MAX_BYTES)));

    assertThat(events.all).hasSize(5);
    assertThat(events.all.get(3)).hasSize("binary ".length() + MAX_BYTES);
  }

  @Test
  void theLimitIsOfEachMessageAlone() throws FrameException {
    for (int i = 0; i < 10; i++) {
      read(
          frames()
              .frame(ClientFrames.BINARY, false, new byte[MAX_BYTES])
              .frame(ClientFrames.CONTINUATION, true));
    }
    assertThat(events.all).hasSize(20);
  }

  @Test
  void aFrameWithinALimitOfOneByteIsRead() throws FrameException {
    FrameReader narrow = new FrameReader(1, events);
    byte[] all =
        frames()
            .text("a")
            .text("")
            .frame(ClientFrames.TEXT, false)
            .frame(ClientFrames.CONTINUATION, true, (byte) 'b')
            .bytes();
    for (byte each : all) {
      narrow.read(ByteBuffer.wrap(new byte[] {each}), 1);
      assertThat(narrow.kept()).isLessThanOrEqualTo(1);
    }

    assertThat(events.all).containsExactly("text a", "text ", "fragment", "text b");
  }

  @Test
  void whatIsKeptGrowsWithWhatArrivesAndNotWithWhatIsAnnounced() throws FrameException {
    int limit = 1 << 20;
    FrameReader wide = new FrameReader(limit, events);
    wide.read(ByteBuffer.wrap(announcing(frames(), FIN | 2, limit).raw(0, 0, 0, 0, 1).bytes()), 1);
    assertThat(wide.kept()).isBetween(1, 1024);

    for (int arrived = 1025; arrived < limit; arrived += 1024) {
      wide.read(ByteBuffer.allocate(1024), 1);
      assertThat(wide.kept()).isBetween(arrived, Math.min(limit, 2 * arrived));
    }
    assertThat(events.all).isEmpty();
  }

  @Test
  void nothingIsKeptBetweenMessagesNorAfterOneThatIsTooBig() throws FrameException {
    read(frames().frame(ClientFrames.BINARY, false, new byte[900]));
    assertThat(reader.kept()).isBetween(900, MAX_BYTES);
    read(frames().frame(ClientFrames.CONTINUATION, true));
    assertThat(reader.kept()).isZero();

    read(frames().frame(ClientFrames.BINARY, false, new byte[900]));
    try {
      read(announcing(frames(), FIN, 101).bytes());
    } catch (FrameException violation) {
      events.failed(violation);
    }
    assertThat(events.all).endsWith("failed 1009");
    assertThat(reader.kept()).isZero();
  }

  @Test
  void aControlFrameInPiecesKeepsNoMoreThanItMayHave() throws FrameException {
    byte[] ping = frames().frame(ClientFrames.PING, true, new byte[125]).bytes();
    for (int i = 0; i < ping.length - 1; i++) {
      read(ping[i]);
      assertThat(reader.kept()).isLessThanOrEqualTo(125);
    }
    read(ping[ping.length - 1]);

    assertThat(reader.kept()).isZero();
    assertThat(events.all).hasSize(1);
  }

  private static ClientFrames announcing(ClientFrames before, int first, long length) {
    if (length < 126) {
      return before.raw(first, MASKED | (int) length);
    }
    int bytes = length <= 0xFFFF ? 2 : 8;
    before.raw(first, MASKED | (bytes == 2 ? 126 : 127));
    for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      before.raw((int) (length >>> shift) & 0xFF);
    }
    return before;
  }
}
