package io.heartwire.queue;

/** Thrown by a consumer: nobody can process this message, and it becomes a dead letter at once. */
public class RejectedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param why in words; stays with the dead letter
   */
  public RejectedMessageException(String why) {
    super(why);
  }
}
