package io.heartwire.client;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request, from its making to its outcome. Guarded by the client's monitor, but for {@code
 * isTaken}.
 */
final class Request {

  /** Whether it may wait for a later connection, by the policy. */
  enum Kind {
    PUBLICATION,
    OTHER,
    /** Of this connection only. */
    PASSING
  }

  /** What is sent; its {@code toString} is what messages call it. */
  interface Body {
    /**
     * @param taken run when it may have been sent
     * @param written run when the network has it
     * @return false if there is no room
     */
    boolean offer(SendQueue queue, int id, Runnable taken, Runnable written);

    /** Whether it has a key by which the server may recognise a repetition. */
    default boolean isRepeatable() {
      return false;
    }
  }

  /** The server's window begins later than we think, and a repetition is on its way for a while. */
  private static final int SAFETY = 2;

  private final Kind kind;
  private final Body body;
  private final Consumer<Reply.Result> answered;
  private final Consumer<HeartwireClientException> failed;
  private ClientTime.Timer timer = () -> {};
  private Reply.@Nullable Repetitions first; // of the connection it was first sent over
  private long firstNanos;
  private volatile boolean isTaken; // written by the send queue

  Request(
      Kind kind,
      Body body,
      Consumer<Reply.Result> answered,
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

  void answer(Reply.Result result) {
    timer.cancel();
    answered.accept(result);
  }

  void fail(HeartwireClientException failure) {
    timer.cancel();
    failed.accept(failure);
  }

  /** One timer at a time: for its wait, or for its answer. */
  void timer(ClientTime.Timer next) {
    timer.cancel();
    timer = next;
  }

  /**
   * It is about to be sent.
   *
   * @param repetitions what that server says of them
   */
  void sending(Reply.@Nullable Repetitions repetitions, long nanos) {
    if (!isTaken) {
      first = body.isRepeatable() ? repetitions : null;
      firstNanos = nanos;
    }
  }

  /** Whether it may be sent again, if the next server is one that knows of the first time. */
  boolean isRepeatable() {
    return first != null;
  }

  /**
   * Whether sending it, once more perhaps, has its effect once.
   *
   * @param here what the server of this connection says of repetitions
   */
  boolean isSafe(Reply.@Nullable Repetitions here, long nanos) {
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
