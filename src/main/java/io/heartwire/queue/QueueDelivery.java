package io.heartwire.queue;

import io.heartwire.broker.QueueMessage;
import io.heartwire.visibility.Internal;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * A message that one consumer has until it acknowledges it or gives it back. The first of these
 * calls counts. Each is repeated as long as the engine can't be reached. Safe for use by any
 * thread.
 */
@Internal
public interface QueueDelivery {

  QueueMessage message();

  /**
   * It is processed.
   *
   * @return complete when the engine has forgotten the message; false if it was no longer this
   *     consumer's, and may be or have been delivered to another
   */
  CompletionStage<Boolean> acknowledge();

  /**
   * It could not be processed: another consumer gets it, or this one again. It goes to its old
   * place in the queue, that is to the front. After its last delivery it becomes a dead letter.
   *
   * @param delay how long it is kept back first
   * @param why in words, for the dead letters
   * @return as of {@link #acknowledge}
   */
  CompletionStage<Boolean> giveBack(Duration delay, String why);

  /** Nobody can process it: it becomes a dead letter now. */
  CompletionStage<Boolean> reject(String why);
}
