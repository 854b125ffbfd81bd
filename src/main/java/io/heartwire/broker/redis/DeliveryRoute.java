package io.heartwire.broker.redis;

import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Where a connection for deliveries leads, and how the server there is spoken to. */
interface DeliveryRoute {

  CompletionStage<? extends StatefulRedisPubSubConnection<String, byte[]>> connect();

  /** The name on which the node hears itself. */
  String beat();

  /** How many names may go into one subscription. */
  int batch();

  CompletionStage<Void> subscribe(
      StatefulRedisPubSubConnection<String, byte[]> connection, List<String> names);

  CompletionStage<Void> unsubscribe(
      StatefulRedisPubSubConnection<String, byte[]> connection, String name);

  /**
   * The beat was sent, which says how the server fares.
   *
   * @return whether it is still the one to which the connection was made: another history needs to
   *     be compared
   */
  boolean answered(Beat answer);

  /** The server does not answer commands. */
  void silent();

  /** The connection was lost, or the server may no longer be the one for what it is asked. */
  void changed();
}
