package io.heartwire.client;

/**
 * Is told what happens to subscriptions and in their channels. All methods of all listeners of one
 * client are called one after the other, in the order of events; one that throws is logged and
 * called again all the same. While one does not return, no more than some messages are read from
 * the server, so it must not wait there for a stage of the same client.
 */
public interface SubscriptionListener {

  /** Somebody has published. Never called twice for one publication of a channel with positions. */
  default void onPublication(String channel, Publication publication) {}

  /** Established, for the first time or again. */
  default void onSubscribed(String channel, Subscribed subscribed) {}

  /** Lost for now; it will be established again. */
  default void onResubscribing(String channel, String reason) {}

  /**
   * Over.
   *
   * @param code 0 if the application asked for it, an error code if the server refused it, from
   *     2000 if the server ended it
   */
  default void onUnsubscribed(String channel, int code, String reason) {}

  /** Somebody has come, if joins and leaves were asked for. */
  default void onJoin(String channel, ClientInfo info) {}

  /** Somebody has left, if joins and leaves were asked for. */
  default void onLeave(String channel, ClientInfo info) {}
}
