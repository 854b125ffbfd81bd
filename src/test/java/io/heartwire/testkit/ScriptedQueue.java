package io.heartwire.wire;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What waits for one connection, as the test says. */
final class ScriptedQueue implements FrameQueue {
  private final Queue<Frame> waiting = new ArrayDeque<>();
  boolean isHeld;
  int stamps;

  void add(Frame frame) {
    waiting.add(frame);
  }

  void add(String... texts) {
    for (String text : texts) {
      waiting.add(Message.text(text, null));
    }
  }

  int size() {
    return waiting.size();
  }

  @Override
  public @Nullable Frame next() {
    return waiting.poll();
  }

  @Override
  public boolean isHeld() {
    return isHeld;
  }

  @Override
  public boolean fitsWindow() {
    return true;
  }

  @Override
  public ByteBuffer stampPing() {
    stamps++;
    return ByteBuffer.allocate(8);
  }

  @Override
  public void failed(CloseReason reason) {
    throw new AssertionError("failed: " + reason);
  }
}
