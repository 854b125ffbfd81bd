package io.heartwire.queue;

/**
 * The failure of a request on a queue. The message says what failed, for which queue, and what to
 * do.
 */
public final class QueueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final QueueProblem problem;

  public QueueException(QueueProblem problem, String message) {
    super(message, null, false, false);
    this.problem = problem;
  }

  public QueueProblem problem() {
    return problem;
  }
}
