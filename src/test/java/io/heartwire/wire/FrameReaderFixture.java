package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ClientFrames;
import java.nio.ByteBuffer;

/** A reader of frames, and what it said of them. */
abstract class FrameReaderFixture {
  static final int MAX_BYTES = 1000;

  final FrameEvents events = new FrameEvents();
  final FrameReader reader = new FrameReader(MAX_BYTES, events);

  /**
   * That a connection had to be failed.
   *
   * @param bytes so many were needed to find out
   */
  record Failure(int code, int bytes) {}

  static ClientFrames frames() {
    return ClientFrames.masked();
  }

  void read(ClientFrames frames) throws FrameException {
    read(frames.bytes());
  }

  void read(byte... bytes) throws FrameException {
    ByteBuffer piece = ByteBuffer.wrap(bytes);
    reader.read(piece, Integer.MAX_VALUE);
    assertThat(piece.remaining()).isZero();
  }

  /** What is said of these bytes, one at a time. */
  static FrameEvents oneByOne(ClientFrames frames) {
    FrameEvents said = new FrameEvents();
    FrameReader slow = new FrameReader(MAX_BYTES, said);
    try {
      for (byte each : frames.bytes()) {
        slow.read(ByteBuffer.wrap(new byte[] {each}), 1);
      }
    } catch (FrameException violation) {
      said.failed(violation);
    }
    return said;
  }

  /** Reads these bytes at once and one by one, which has to fail alike. */
  static Failure failureOf(ClientFrames frames) {
    byte[] bytes = frames.bytes();
    int code = codeOf(new FrameReader(MAX_BYTES, new FrameEvents()), bytes);
    FrameReader slow = new FrameReader(MAX_BYTES, new FrameEvents());
    for (int i = 0; i < bytes.length; i++) {
      int found = codeOf(slow, bytes[i]);
      if (found != 0) {
        assertThat(found).as("the same, however the bytes are cut").isEqualTo(code);
        return new Failure(code, i + 1);
      }
    }
    assertThat(code).as("found at once but not one by one").isZero();
    return new Failure(0, bytes.length);
  }

  private static int codeOf(FrameReader reader, byte... bytes) {
    try {
      reader.read(ByteBuffer.wrap(bytes), Integer.MAX_VALUE);
      return 0;
    } catch (FrameException violation) {
      return violation.reason().code();
    }
  }
}
