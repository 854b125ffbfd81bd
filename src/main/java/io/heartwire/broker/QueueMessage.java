package io.heartwire.broker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message of a queue, as one consumer gets it.
 *
 * @param queue the name of the queue
 * @param id its number within the queue, growing in the order of sending
 * @param data shared, never copied
 * @param headers immutable
 * @param sender the client that sent it, or null when the server or a back end did
 * @param delivery how often it has been delivered, this time included: above 1 it may have been
 *     processed before; 0 = it was only looked at
 * @param firstSentMillis when the queue accepted it, by the clock of the engine
 * @param dead why it is a dead letter, or null if it is none
 */
public record QueueMessage(
    String queue,
    long id,
    Payload data,
    Map<String, String> headers,
    @Nullable ClientInfo sender,
    int delivery,
    long firstSentMillis,
    @Nullable DeadLetter dead) {

  public QueueMessage {
    headers = Map.copyOf(headers);
  }

  /** Whether it has been delivered before. */
  public boolean isRedelivered() {
    return delivery > 1;
  }
}
