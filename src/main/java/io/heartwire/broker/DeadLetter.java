package io.heartwire.broker;

/**
 * Why a message is among the dead letters.
 *
 * @param reason the kind
 * @param detail what happened last, in words; empty if there is nothing to add
 * @param deliveries how often it had been delivered
 * @param timeMillis when, by the wall clock
 */
public record DeadLetter(Reason reason, String detail, int deliveries, long timeMillis) {

  /** The kinds of reasons. */
  public enum Reason {
    /** It was delivered as often as the queue allows, and never acknowledged. */
    DELIVERIES,
    /** A consumer said that nobody can process it. */
    REJECTED,
    /** It waited longer than its TTL. */
    EXPIRED,
    /** The queue was full when it was sent. */
    FULL
  }
}
