package io.heartwire.queue;

import io.heartwire.visibility.Internal;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A consumer of a queue. Safe for use by any thread. */
@Internal
public interface QueueSubscription {

  QueueName queue();

  /** Messages that it has and has not acknowledged. */
  int unacknowledged();

  /**
   * Ends it in order, as when a client unsubscribes or the node drains: what it has goes to others,
   * and these deliveries do not count. What it has begun to acknowledge stays acknowledged.
   *
   * @return complete when others can have the messages
   */
  CompletionStage<@Nullable Void> close();

  /**
   * Ends it since the consumer is gone without a word: what it has goes to others, and the
   * deliveries count, since one of them may have been what ended it.
   */
  CompletionStage<@Nullable Void> abort(String why);
}
