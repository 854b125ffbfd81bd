package io.heartwire.client;

import java.util.function.Consumer;

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
  }

  private final Kind kind;
  private final Body body;
  private final Consumer<Reply.Result> answered;
  private final Consumer<HeartwireClientException> failed;
  private ClientTime.Timer timer = () -> {};
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
