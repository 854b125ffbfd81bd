package io.heartwire.connection;

import io.heartwire.visibility.Internal;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One application message in its wire form: encoded once, then immutable and shared by all
 * recipients.
 *
 * <p>An {@link OverflowPolicy} drops only messages of the same {@link #topic()} as the one that
 * does not fit. A {@link #joinable()} one may share a frame with waiting neighbours of its kind,
 * where the protocol lets a frame carry several: texts with a newline between them, binary messages
 * end to end.
 */
@Internal
public abstract sealed class Message implements Frame {
  private static final AtomicIntegerFieldUpdater<Message> HOLDERS =
      AtomicIntegerFieldUpdater.newUpdater(Message.class, "holders");

  /** Of a message whose time is not measured. */
  public static final long UNMEASURED = Long.MIN_VALUE;

  /** The topic of messages that say nothing, and so do not keep a connection from being idle. */
  public static final Object HEART_BEATS = new Object();

  private final @Nullable Object topic;
  private final boolean joinable;

  /** Written before anybody else sees the message. */
  private long measuredSince = UNMEASURED;

  /**
   * The number of outboxes that count it in the {@link OutboxBudget}; accessed by the updater only.
   */
  @SuppressWarnings("UnusedVariable")
  private volatile int holders;

  private Message(@Nullable Object topic, boolean joinable) {
    this.topic = topic;
    this.joinable = joinable;
  }

  /** Payload bytes on the wire. */
  public abstract int size();

  /** Bytes between two messages of this kind in one frame. */
  abstract int separator();

  /** The stream that this message belongs to, or null when no policy may drop it. */
  public final @Nullable Object topic() {
    return topic;
  }

  /** Whether it may share a frame with its neighbours. */
  public final boolean joinable() {
    return joinable;
  }

  /** A text message in a frame of its own. */
  public static Message text(String text, @Nullable Object topic) {
    return new Text(text, Utf8.length(text), topic, false);
  }

  /** A text message of one line, which may share a frame with other lines. */
  public static Message line(String text, @Nullable Object topic) {
    return new Text(text, Utf8.length(text), topic, true);
  }

  /**
   * A binary message in a frame of its own. Copies the payload into a direct buffer, which can be
   * written without another copy.
   */
  public static Message binary(ByteBuffer payload, @Nullable Object topic) {
    return new Binary(direct(payload), topic, false);
  }

  /** A binary message that begins with its own length, and so may share a frame with others. */
  public static Message part(ByteBuffer payload, @Nullable Object topic) {
    return new Binary(direct(payload), topic, true);
  }

  /**
   * Whoever writes it is to tell the {@link TimingListener} how long it took. To be called before
   * the message is handed to the first connection.
   *
   * @param nanos the moment it is measured from, by the clock of the connections; {@link
   *     #UNMEASURED} changes nothing
   */
  public final void measureSince(long nanos) {
    measuredSince = nanos;
  }

  long measuredSince() {
    return measuredSince;
  }

  /** Whether both may be in one frame. */
  boolean joins(Message other) {
    return joinable && other.joinable && getClass() == other.getClass();
  }

  /** Notes that one more outbox counts it; returns whether it is the first. */
  boolean isFirstHolder() {
    return HOLDERS.getAndIncrement(this) == 0;
  }

  /** Notes that an outbox no longer counts it; returns whether it was the last. */
  boolean isLastHolder() {
    return HOLDERS.decrementAndGet(this) == 0;
  }

  private static ByteBuffer direct(ByteBuffer payload) {
    return ByteBuffer.allocateDirect(payload.remaining()).put(payload.duplicate()).flip();
  }

  /** A text message. */
  public static final class Text extends Message {
    private final String text;
    private final int size;

    /**
     * @param size its length in UTF-8
     */
    Text(String text, int size, @Nullable Object topic, boolean joinable) {
      super(topic, joinable);
      this.text = text;
      this.size = size;
    }

    public String text() {
      return text;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    int separator() {
      return 1;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A binary message; readers take a {@link #view()}. */
  public static final class Binary extends Message {
    private final ByteBuffer shared;

    Binary(ByteBuffer shared, @Nullable Object topic, boolean joinable) {
      super(topic, joinable);
      this.shared = shared;
    }

    @Override
    public int size() {
      return shared.remaining();
    }

    @Override
    int separator() {
      return 0;
    }

    /** A buffer of the caller's own over the same bytes. */
    public ByteBuffer view() {
      return shared.duplicate();
    }

    @Override
    public String toString() {
      return size() + " bytes";
    }
  }
}
