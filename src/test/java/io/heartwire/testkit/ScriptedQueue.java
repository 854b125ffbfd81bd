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

/** What waits to be written to one connection, as the test says. Safe for use by any thread. */
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

  /** Whether a writer that finds nothing is to come again. */
  public void hold(boolean isWanted) {
    isHeld = isWanted;
  }

  /** Runs this whenever the writer asks for a frame, before it gets it. */
  public void beforeNext(Runnable step) {
    beforeNext = step;
  }

  public int size() {
    return waiting.size();
  }

  /** How many pings were stamped. */
  public int stamps() {
    return stamps.get();
  }

  /** Why frames could not be written. */
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
