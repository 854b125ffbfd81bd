package io.heartwire.protocol.stomp;

import java.util.concurrent.CompletionStage;

/** A subscription of one client, by its id. Safe for use by any thread. */
sealed interface StompSubscription permits TopicSubscription, QueueFeed {

  /** As the client calls it. */
  String id();

  /**
   * Ends it.
   *
   * @param why how the connection ended without a word; empty = it ends in order
   * @return complete when it has ended
   */
  CompletionStage<?> end(String why);
}
