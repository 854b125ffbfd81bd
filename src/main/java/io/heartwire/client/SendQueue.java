package io.heartwire.client;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The messages that wait to be written to one WebSocket, which accepts one at a time and throws
 * otherwise. Bounded in bytes. Texts that had to wait may be sent as one message, a line each. Safe
 * for use by any thread.
 */
final class SendQueue {
  private static final int MOST_JOINED = 16 * 1024; // far below any server's limit of a message

  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /**
   * @param text of a text message, else empty
   * @param bytes of any other message, else empty
   * @param taken run, with the lock held, when the message leaves the queue: from then on it may
   *     have been sent
   * @param written run when the network has accepted it
   */
  private record Item(
      Kind kind, String text, ByteBuffer bytes, int size, Runnable taken, Runnable written) {
    Item(Kind kind, String text, ByteBuffer bytes, int size) {
      this(kind, text, bytes, size, () -> {}, () -> {});
    }
  }

  private record Taken(Item item, WebSocket socket) {}

  private enum Kind {
    TEXT,
    BINARY,
    PING,
    CLOSE
  }

  private final int mostBytes;
  private final boolean joins;
  private final Consumer<Throwable> failed;
  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Item> waiting = new ArrayDeque<>(); // guarded by lock
  private int waitingBytes; // guarded by lock
  private boolean isSending; // guarded by lock
  private @Nullable WebSocket socket; // guarded by lock; null before the handshake is over

  /**
   * @param joins whether several texts may be sent as one message, each on its own line
   * @param failed called when the WebSocket did not accept a message
   */
  SendQueue(int mostBytes, boolean joins, Consumer<Throwable> failed) {
    this.mostBytes = mostBytes;
    this.joins = joins;
    this.failed = failed;
  }

  /** Adds a message, which the next {@link #flush} sends; false if there is no room. */
  boolean text(String text, Runnable taken, Runnable written) {
    return offer(new Item(Kind.TEXT, text, NOTHING, text.length(), taken, written));
  }

  /** The same with bytes, which must not change any more. */
  boolean binary(ByteBuffer bytes, Runnable taken, Runnable written) {
    return offer(new Item(Kind.BINARY, "", bytes, bytes.remaining(), taken, written));
  }

  boolean ping(ByteBuffer payload, Runnable taken) {
    return offer(new Item(Kind.PING, "", payload, payload.remaining(), taken, () -> {}));
  }

  /** Adds a close frame, after all that waits. */
  void close() {
    add(new Item(Kind.CLOSE, "", NOTHING, 0));
  }

  void opened(WebSocket opened) {
    lock.lock();
    try {
      socket = opened;
    } finally {
      lock.unlock();
    }
  }

  /** Stops writing. */
  void shut() {
    lock.lock();
    try {
      socket = null;
    } finally {
      lock.unlock();
    }
  }

  /** Writes what can be written now; the rest follows when the WebSocket is ready for it. */
  void flush() {
    for (Taken next = take(); next != null; next = take()) {
      Item item = next.item();
      CompletableFuture<?> sent = write(item, next.socket());
      if (!sent.isDone() || sent.isCompletedExceptionally()) {
        CompletionStage<?> sending = sent;
        sending.whenComplete((done, failure) -> continueAfter(item, failure));
        return;
      }
      sent(item);
    }
  }

  private boolean offer(Item item) {
    lock.lock();
    try {
      if (waitingBytes + (long) item.size() > mostBytes && !waiting.isEmpty()) {
        return false;
      }
      add(item);
      return true;
    } finally {
      lock.unlock();
    }
  }

  private void add(Item item) {
    lock.lock();
    try {
      waiting.add(item);
      waitingBytes += item.size();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable Taken take() {
    lock.lock();
    try {
      WebSocket open = socket;
      if (isSending || open == null || waiting.isEmpty()) {
        return null;
      }
      isSending = true;
      Item first = poll();
      boolean mayJoin = joins && first.kind() == Kind.TEXT && !waiting.isEmpty();
      return new Taken(mayJoin ? joined(first) : first, open);
    } finally {
      lock.unlock();
    }
  }

  private Item joined(Item first) {
    StringBuilder all = new StringBuilder(first.text());
    Item next = waiting.peek();
    while (next != null && next.kind() == Kind.TEXT && all.length() + next.size() <= MOST_JOINED) {
      all.append('\n').append(poll().text());
      next = waiting.peek();
    }
    return new Item(Kind.TEXT, all.toString(), NOTHING, all.length());
  }

  private Item poll() {
    Item item = waiting.remove();
    waitingBytes -= item.size();
    item.taken().run();
    return item;
  }

  private static CompletableFuture<?> write(Item item, WebSocket open) {
    try {
      return switch (item.kind()) {
        case TEXT -> open.sendText(item.text(), true);
        case BINARY -> open.sendBinary(item.bytes(), true);
        case PING -> open.sendPing(item.bytes());
        case CLOSE -> open.sendClose(WebSocket.NORMAL_CLOSURE, "");
      };
    } catch (RuntimeException notTaken) {
      return CompletableFuture.failedFuture(notTaken);
    }
  }

  private void continueAfter(Item item, @Nullable Throwable failure) {
    if (failure == null) {
      sent(item);
      flush();
    } else {
      failed.accept(failure); // isSending stays set: nothing more is sent
    }
  }

  private void sent(Item item) {
    lock.lock();
    try {
      isSending = false;
    } finally {
      lock.unlock();
    }
    item.written().run();
  }
}
