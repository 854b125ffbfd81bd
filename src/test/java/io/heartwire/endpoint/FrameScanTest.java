package io.heartwire.endpoint;

import static io.heartwire.testkit.ClientFrames.CONTINUATION;
import static io.heartwire.testkit.ClientFrames.PING;
import static io.heartwire.testkit.ClientFrames.PONG;
import static io.heartwire.testkit.ClientFrames.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ClientFrames;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScanTest {
  private final FrameScan scan = new FrameScan();
  private ClientFrames sent = ClientFrames.readable();

  @Test
  void pingsAreCountedAndNothingElse() {
    send(TEXT, 5);
    send(PING, 0);
    send(PONG, 8);
    send(PING, 125);
    send(TEXT, 0);

    assertThat(scan.scan(ByteBuffer.wrap(sent.bytes()))).isEqualTo(2);
    assertThat(scan.pieces()).isZero();
    assertThat(scan.isBroken()).isFalse();
  }

  @Test
  void whatLooksLikeAPingWithinAFrameIsNone() {
    send(TEXT, 0);
    sent = ClientFrames.readable();
    byte[] frame = {(byte) 0x81, (byte) 0x84, 0, 0, 0, 0, (byte) 0x89, (byte) 0x80, 0, 0};

    assertThat(scan.scan(ByteBuffer.wrap(frame))).isZero();
    assertThat(scan.pieces()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 255, 256, 65_535, 65_536, 100_000})
  void framesOfEveryLengthAreFollowed(int length) {
    send(TEXT, length);
    send(PING, 3);

    assertThat(scan.scan(ByteBuffer.wrap(sent.bytes()))).isEqualTo(1);
    assertThat(scan.pieces()).isZero();
  }

  @Test
  void howeverTheFramesAreCutEveryPingIsCountedOnce() {
    Random random = new Random(7);
    int pings = 0;
    for (int i = 0; i < 2000; i++) {
      boolean isPing = random.nextInt(3) == 0;
      pings += isPing ? 1 : 0;
      send(isPing ? PING : TEXT, isPing ? random.nextInt(126) : random.nextInt(70_000) / 50);
    }
    byte[] all = sent.bytes();
    int counted = 0;
    for (int from = 0; from < all.length; ) {
      int size = Math.min(all.length - from, 1 + random.nextInt(400));
      counted += scan.scan(ByteBuffer.wrap(all, from, size));
      from += size;
    }

    assertThat(counted).isEqualTo(pings);
    assertThat(scan.pieces()).isZero();
  }

  @Test
  void thePiecesOfTheFrameUnderWayAreCounted() {
    send(TEXT, 10);
    byte[] frame = sent.bytes();
    for (int i = 0; i < frame.length - 1; i++) {
      scan.scan(ByteBuffer.wrap(frame, i, 1));
      assertThat(scan.pieces()).isEqualTo(i + 1);
    }
    scan.scan(ByteBuffer.wrap(frame, frame.length - 1, 1));
    assertThat(scan.pieces()).as("between frames").isZero();

    scan.scan(ByteBuffer.wrap(frame, 0, 3));
    assertThat(scan.pieces()).as("of the next frame").isEqualTo(1);
  }

  @Test
  void aMessageIsUnderWayFromItsFirstFrameToTheEndOfItsLast() {
    assertThat(scan.isUnderWay()).isFalse();
    assertThat(isUnderWayAfter(ClientFrames.readable().frame(TEXT, false, (byte) 'a'))).isTrue();
    assertThat(isUnderWayAfter(ClientFrames.readable().frame(PING, true)))
        .as("in between")
        .isTrue();
    assertThat(isUnderWayAfter(ClientFrames.readable().frame(CONTINUATION, false))).isTrue();
    assertThat(isUnderWayAfter(ClientFrames.readable().frame(CONTINUATION, true, (byte) 'b')))
        .isFalse();
    assertThat(isUnderWayAfter(ClientFrames.readable().text("whole"))).isFalse();
    assertThat(isUnderWayAfter(ClientFrames.readable().raw(0x81))).as("a frame has begun").isTrue();
  }

  private boolean isUnderWayAfter(ClientFrames more) {
    scan.scan(ByteBuffer.wrap(more.bytes()));
    return scan.isUnderWay();
  }

  @Test
  void aFrameThatBeginsBehindTheEndOfAnotherIsInItsFirstPiece() {
    send(TEXT, 10);
    byte[] frame = sent.bytes();
    scan.scan(ByteBuffer.wrap(frame, 0, 5));
    scan.scan(ByteBuffer.wrap(frame, 5, 5));
    ByteBuffer next = ByteBuffer.allocate(frame.length);
    next.put(frame, 10, frame.length - 10).put(frame, 0, 4).flip();
    scan.scan(next);

    assertThat(scan.pieces()).isEqualTo(1);
  }

  @Test
  void aFrameWithoutAMaskIsNoWebSocket() {
    scan.scan(ByteBuffer.wrap(new byte[] {(byte) 0x81, 0x05, 'h', 'e', 'l', 'l', 'o'}));
    assertThat(scan.isBroken()).isTrue();
  }

  @Test
  void aLengthBelowZeroIsNoWebSocket() {
    byte[] frame = {(byte) 0x82, (byte) 0xFF, -1, -1, -1, -1, -1, -1, -1, -1};
    scan.scan(ByteBuffer.wrap(frame));
    assertThat(scan.isBroken()).isTrue();
  }

  private void send(int opcode, int length) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 0x89);
    sent.frame(opcode, true, payload);
  }
}
