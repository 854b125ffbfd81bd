package io.heartwire.broker;

import java.time.Duration;

/**
 * The figures of a queue, over all nodes. Counters begin with the queue.
 *
 * @param ready messages that wait for a consumer
 * @param delayed messages that are kept back for a while
 * @param inFlight messages that consumers have and have not acknowledged
 * @param dead messages in the queue of its dead letters
 * @param bytes of all but the dead ones
 * @param oldest how long the first of the ready ones has been in this queue, since it was sent or
 *     moved here, a delay included; zero if none is ready
 * @param consumers as their nodes have last said
 * @param counters since the queue began
 */
public record QueueStats(
    long ready,
    long delayed,
    long inFlight,
    long dead,
    long bytes,
    Duration oldest,
    int consumers,
    Counters counters) {

  /**
   * What has happened since the queue began; the difference over time is the rate.
   *
   * @param sent messages accepted
   * @param delivered deliveries, those again among them
   * @param redelivered deliveries of what had been delivered before
   * @param acknowledged messages processed
   * @param deadLettered messages that became dead letters
   * @param refused messages that were not accepted, since the queue was full
   * @param dropped messages that are gone unprocessed: dead letters there was no room for
   */
  public record Counters(
      long sent,
      long delivered,
      long redelivered,
      long acknowledged,
      long deadLettered,
      long refused,
      long dropped) {

    public static final Counters NONE = new Counters(0, 0, 0, 0, 0, 0, 0);
  }

  /** Of a queue that there is not. */
  public static final QueueStats NONE =
      new QueueStats(0, 0, 0, 0, 0, Duration.ZERO, 0, Counters.NONE);

  /** All messages but the dead ones. */
  public long depth() {
    return ready + delayed + inFlight;
  }
}
