package io.heartwire.client;

/**
 * Hears what happens to subscriptions and in their channels. A lambda hears publications; implement
 * the interface to hear more.
 *
 * <p>The listeners of one client are called one after the other, in the order of events. One that
 * throws is logged, and called again for the next event. Until a listener returns, the client reads
 * only some more messages, so a listener must not wait for a future of the same client.
 */
@FunctionalInterface
public interface SubscriptionListener {

  /** Somebody has published. Never called twice for one publication of a channel with positions. */
  void onPublication(String channel, Publication publication);

  /** The subscription is established, for the first time or again. */
  default void onSubscribed(String channel, Subscribed subscribed) {}

  /** The connection or the subscription is lost for now; the client subscribes again. */
  default void onResubscribing(String channel, String reason) {}

  /**
   * The subscription has ended.
   *
   * @param code 0 if the application ended it, an error code if the server refused it, from 2000 if
   *     the server ended it
   */
  default void onUnsubscribed(String channel, int code, String reason) {}

  /** Somebody has joined; needs {@link SubscriptionOptions#joinLeave}. */
  default void onJoin(String channel, ClientInfo info) {}

  /** Somebody has left; needs {@link SubscriptionOptions#joinLeave}. */
  default void onLeave(String channel, ClientInfo info) {}
}
