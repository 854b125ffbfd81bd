package io.heartwire.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Takes as many bytes as the test says. */
final class ScriptedSink implements ByteSink {
  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();

  /** How many bytes it takes until it is full. */
  int room = Integer.MAX_VALUE;

  /** Whether it takes all, and then no more until the test says so, as a server's channel does. */
  boolean callsBack;

  boolean isBroken;
  int writes;
  int shutdowns;

  @Override
  public boolean write(ByteBuffer bytes) throws IOException {
    writes++;
    if (isBroken) {
      throw new IOException("reset");
    }
    int count = callsBack ? bytes.remaining() : Math.min(room, bytes.remaining());
    room -= count;
    byte[] copy = new byte[count];
    bytes.get(copy);
    taken.writeBytes(copy);
    return !callsBack && !bytes.hasRemaining();
  }

  @Override
  public void shutdown() {
    shutdowns++;
  }

  @Override
  public void stop() {}

  int size() {
    return taken.size();
  }

  /** What it has taken, which must be whole frames. */
  List<String> frames() {
    return WrittenFrames.of(taken.toByteArray());
  }
}
