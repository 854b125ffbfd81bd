package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameScanTest {
  private static final int TEXT = 0x1;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private final FrameScan scan = new FrameScan();
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  @Test
  void pingsAreCountedAndNothingElse() {
    send(TEXT, 5);
    send(PING, 0);
    send(PONG, 8);
    send(PING, 125);
    send(TEXT, 0);

    assertThat(scan.scan(ByteBuffer.wrap(sent.toByteArray()))).isEqualTo(2);
    assertThat(scan.pieces()).isZero();
    assertThat(scan.isBroken()).isFalse();
  }

  @Test
  void whatLooksLikeAPingWithinAFrameIsNone() {
    send(TEXT, 0);
    sent.reset();
    byte[] frame = {(byte) 0x81, (byte) 0x84, 0, 0, 0, 0, (byte) 0x89, (byte) 0x80, 0, 0};

    assertThat(scan.scan(ByteBuffer.wrap(frame))).isZero();
    assertThat(scan.pieces()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 255, 256, 65_535, 65_536, 100_000})
  void framesOfEveryLengthAreFollowed(int length) {
    send(TEXT, length);
    send(PING, 3);

    assertThat(scan.scan(ByteBuffer.wrap(sent.toByteArray()))).isEqualTo(1);
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
    byte[] all = sent.toByteArray();
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
    byte[] frame = sent.toByteArray();
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
  void aFrameThatBeginsBehindTheEndOfAnotherIsInItsFirstPiece() {
    send(TEXT, 10);
    byte[] frame = sent.toByteArray();
    scan.scan(ByteBuffer.wrap(frame, 0, 5));
    scan.scan(ByteBuffer.wrap(frame, 5, 5));
    sent.reset();
    sent.write(frame, 10, frame.length - 10);
    sent.write(frame, 0, 4);

    scan.scan(ByteBuffer.wrap(sent.toByteArray()));

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
    sent.write(0x80 | opcode);
    if (length < 126) {
      sent.write(0x80 | length);
    } else if (length < 65_536) {
      sent.write(0x80 | 126);
      sent.writeBytes(ByteBuffer.allocate(2).putShort((short) length).array());
    } else {
      sent.write(0x80 | 127);
      sent.writeBytes(ByteBuffer.allocate(8).putLong(length).array());
    }
    sent.writeBytes(new byte[] {1, 2, 3, 4});
    byte[] payload = new byte[length];
    java.util.Arrays.fill(payload, (byte) 0x89);
    sent.writeBytes(payload);
  }
}
