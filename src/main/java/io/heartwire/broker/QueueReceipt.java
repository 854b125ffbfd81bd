package io.heartwire.broker;

/**
 * What became of a message that was sent.
 *
 * @param outcome what happened
 * @param id the number of the message, of the earlier one for a repetition; 0 = it has none
 */
public record QueueReceipt(Outcome outcome, long id) {

  /** What can become of it. */
  public enum Outcome {
    /** The queue has it. */
    SENT,
    /** It had been sent already, by its idempotency key. */
    REPEATED,
    /** The queue is full, and by its rules the message went to the dead letters. */
    DEAD_LETTERED,
    /** The queue is full, and by its rules nothing was kept. */
    FULL
  }
}
