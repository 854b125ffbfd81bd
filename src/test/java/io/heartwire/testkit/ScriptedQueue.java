package io.heartwire.testkit;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A frame queue that the test fills. Safe for use by any thread. */
public final class ScriptedQueue implements FrameQueue {
  private final Queue<Frame> waiting = new ConcurrentLinkedQueue<>();
  private final List<CloseReason> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger stamps = new AtomicInteger();
  private volatile boolean isHeld;
  private volatile Runnable beforeNext = () -> {};

  public void add(Frame frame) {
    waiting.add(frame);
  }

  public void add(String... texts) {
    for (String text : texts) {
      waiting.add(Message.text(text, null));
    }
  }

  /** Sets whether a writer that finds no frame must ask again. */
  public void hold(boolean isWanted) {
    isHeld = isWanted;
  }

  /** Runs a step whenever the writer asks for a frame, before it gets one. */
  public void beforeNext(Runnable step) {
    beforeNext = step;
  }

  public int size() {
    return waiting.size();
  }

  /** The number of stamped pings. */
  public int stamps() {
    return stamps.get();
  }

  /** The reasons of failed writes. */
  public List<CloseReason> failures() {
    return List.copyOf(failures);
  }

  @Override
  public @Nullable Frame next() {
    beforeNext.run();
    return waiting.poll();
  }

  @Override
  public boolean isHeld() {
    return isHeld;
  }

  @Override
  public ByteBuffer stampPing() {
    stamps.incrementAndGet();
    return ByteBuffer.allocate(8);
  }

  @Override
  public void failed(CloseReason reason) {
    failures.add(reason);
  }
}
