package io.heartwire.testkit;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Frame;
import io.heartwire.connection.FrameQueue;
import io.heartwire.connection.Message;
import io.heartwire.connection.Transport;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A transport that records what is written. Writes succeed at once or, while {@linkplain #hold
 * held}, when the test completes or fails them.
 *
 * <p>Throws if two frames are written at the same time: a connection promises one writer.
 */
public final class ScriptedTransport implements Transport {
  /** How a ping appears in {@link #sequence()}. */
  public static final String PING = "(ping)";

  private static final int MOST_PINGS = 1000;

  private final List<String> sequence = new CopyOnWriteArrayList<>();
  private final List<Message> messages = new CopyOnWriteArrayList<>();
  private final List<ByteBuffer> pings = new CopyOnWriteArrayList<>();
  private final List<CloseReason> closes = new CopyOnWriteArrayList<>();
  private final AtomicBoolean writing = new AtomicBoolean();
  private volatile boolean mayBlock = true;
  private volatile boolean held;
  private volatile boolean closeThrows;
  private @Nullable FrameQueue heldQueue;
  private @Nullable FrameQueue askedToComeAgain; // used while held, by the test's thread
  private @Nullable Frame heldFrame;

  /** Makes each write wait for {@link #complete} or {@link #fail}. */
  public ScriptedTransport hold() {
    held = true;
    return this;
  }

  /** Makes writes succeed at once again, beginning with the held one. */
  public void release() {
    held = false;
    if (heldFrame != null) {
      complete();
    }
  }

  /** Makes it a transport that never blocks. Must be called before the connection is opened. */
  public ScriptedTransport nonBlocking() {
    mayBlock = false;
    return this;
  }

  @Override
  public boolean mayBlock() {
    return mayBlock;
  }

  /** Makes {@link #close} throw after recording the reason. */
  public ScriptedTransport throwOnClose() {
    closeThrows = true;
    return this;
  }

  @Override
  public void drain(FrameQueue queue) {
    Frame frame = queue.next();
    while (frame != null) {
      if (!writing.compareAndSet(false, true)) {
        throw new IllegalStateException("two writers at one time");
      }
      if (frame instanceof Frame.Ping) {
        if (pings.size() == MOST_PINGS) {
          throw new IllegalStateException("pings without end");
        }
        pings.add(queue.stampPing());
      }
      if (held) {
        heldQueue = queue;
        heldFrame = frame;
        return;
      }
      record(frame);
      writing.set(false);
      frame = queue.next();
    }
    askedToComeAgain = queue.isHeld() ? queue : null;
  }

  /** Returns whether the queue wants to be asked again in a few milliseconds. */
  public boolean isAskedToComeAgain() {
    return askedToComeAgain != null;
  }

  /** Continues a drain that had nothing to write for the moment. */
  public void comeAgain() {
    drain(Objects.requireNonNull(askedToComeAgain));
  }

  @Override
  public void close(CloseReason reason) {
    closes.add(reason);
    if (closeThrows) {
      throw new IllegalStateException("a transport out of order");
    }
  }

  /** Completes the held write; the next frame, if there is one, is held then. */
  public void complete() {
    FrameQueue queue = takeHeld();
    drain(queue);
  }

  /** Fails the held write. */
  public void fail(CloseReason reason) {
    FrameQueue queue = heldQueue;
    if (queue == null) {
      throw new IllegalStateException("no write is held");
    }
    heldQueue = null;
    heldFrame = null;
    writing.set(false);
    queue.failed(reason);
  }

  public boolean isHolding() {
    return heldFrame != null;
  }

  /**
   * The completed writes in order: texts unchanged, binary messages by size, pings as {@link
   * #PING}.
   */
  public List<String> sequence() {
    return List.copyOf(sequence);
  }

  /** The messages of completed writes, in order. */
  public List<Message> messages() {
    return List.copyOf(messages);
  }

  /** The payloads of all pings, those still held included. */
  public List<ByteBuffer> pings() {
    return pings.stream().map(ByteBuffer::duplicate).toList();
  }

  public ByteBuffer lastPing() {
    return pings.get(pings.size() - 1).duplicate();
  }

  /** The reasons with which it was closed; more than one is an error of the caller. */
  public List<CloseReason> closes() {
    return List.copyOf(closes);
  }

  private FrameQueue takeHeld() {
    FrameQueue queue = heldQueue;
    Frame frame = heldFrame;
    if (queue == null || frame == null) {
      throw new IllegalStateException("no write is held");
    }
    heldQueue = null;
    heldFrame = null;
    record(frame);
    writing.set(false);
    return queue;
  }

  private void record(Frame frame) {
    if (frame instanceof Frame.Series series) {
      series.messages().forEach(this::record);
    } else if (frame instanceof Message message) {
      messages.add(message);
      sequence.add(message instanceof Message.Text text ? text.text() : message.size() + " bytes");
    } else {
      sequence.add(PING);
    }
  }
}
