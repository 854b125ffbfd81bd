package io.heartwire.client;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request, from the call to its outcome. Guarded by the client's lock, but for {@code isTaken}.
 */
final class ClientRequest {

  /**
   * Decides with the {@link WhileReconnecting} policy whether it may wait for a later connection.
   */
  enum Kind {
    PUBLICATION,
    OTHER,
    /** Never waits for a later connection. */
    THIS_CONNECTION_ONLY
  }

  /** What is sent; its {@code toString} is its name in messages. */
  interface Body {
    /**
     * Puts the request into the queue.
     *
     * @param taken run when it leaves the queue: from then on it may have been sent
     * @param written run when the network has accepted it
     * @return false if there is no room
     */
    boolean offer(SendQueue queue, int id, Runnable taken, Runnable written);

    /** Whether it carries a key by which the server can recognise a repetition. */
    default boolean hasIdempotencyKey() {
      return false;
    }
  }

  /**
   * Only the first half of the server's window is used, since a repetition takes time to arrive.
   */
  private static final int SAFETY = 2;

  private final Kind kind;
  private final Body body;
  private final Consumer<ServerReply.Result> answered;
  private final Consumer<HeartwireClientException> failed;
  private ClientTime.Timer timer = () -> {};
  private ServerReply.@Nullable Idempotency first; // of the connection that it was first sent over
  private long firstNanos;
  private volatile boolean isTaken; // written by the send queue

  ClientRequest(
      Kind kind,
      Body body,
      Consumer<ServerReply.Result> answered,
      Consumer<HeartwireClientException> failed) {
    this.kind = kind;
    this.body = body;
    this.answered = answered;
    this.failed = failed;
  }

  Kind kind() {
    return kind;
  }

  Body body() {
    return body;
  }

  void answer(ServerReply.Result result) {
    timer.cancel();
    answered.accept(result);
  }

  void fail(HeartwireClientException failure) {
    timer.cancel();
    failed.accept(failure);
  }

  /** Replaces its one timer, which limits its wait for a connection or for an answer. */
  void timer(ClientTime.Timer next) {
    timer.cancel();
    timer = next;
  }

  /**
   * It is about to be sent.
   *
   * @param idempotency what this connection's server says about keys
   */
  void sending(ServerReply.@Nullable Idempotency idempotency, long nanos) {
    if (!isTaken) {
      first = body.hasIdempotencyKey() ? idempotency : null;
      firstNanos = nanos;
    }
  }

  /** Whether it may be sent again, provided that the next server remembers its key. */
  boolean isRepeatable() {
    return first != null;
  }

  /**
   * Whether it can be sent without having its effect twice.
   *
   * @param here what this connection's server says about keys
   */
  boolean isSafe(ServerReply.@Nullable Idempotency here, long nanos) {
    if (!isTaken) {
      return true;
    }
    return first != null
        && here != null
        && first.scope().equals(here.scope())
        && nanos - firstNanos < TimeUnit.SECONDS.toNanos(first.window()) / SAFETY;
  }

  void taken() {
    isTaken = true;
  }

  /** Whether it may have been sent. */
  boolean isTaken() {
    return isTaken;
  }

  @Override
  public String toString() {
    return body.toString();
  }
}
