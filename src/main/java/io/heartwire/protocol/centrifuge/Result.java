package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a command, by the kind of its request.
 *
 * <p>Collections are not copied and must not change afterwards.
 */
sealed interface Result {

  /**
   * The connection is established.
   *
   * @param client the connection's id
   * @param version the server's version
   * @param expires whether the connection expires unless it is refreshed
   * @param ttl seconds until then
   * @param subs server-side subscriptions, by channel
   * @param ping seconds between the server's pings; the client disconnects if they fail to come
   * @param pong whether the client must answer pings
   * @param session an id for transports other than WebSocket, or empty
   * @param node the id of the server's node, or empty
   * @param repetitions the scope of idempotency keys, if the client has asked for it
   */
  record Connect(
      String client,
      String version,
      boolean expires,
      long ttl,
      Payload data,
      Map<String, Subscribe> subs,
      long ping,
      boolean pong,
      String session,
      String node,
      @Nullable Repetitions repetitions)
      implements Result {}

  /**
   * The scope in which publications can be repeated by their idempotency key.
   *
   * @param scope the store and the author of keys: in another scope a repetition is a second
   *     publication
   * @param window seconds for which keys are remembered
   */
  record Repetitions(String scope, long window) {}

  /**
   * The subscription is established.
   *
   * @param expires whether the subscription expires unless it is refreshed
   * @param ttl seconds until then
   * @param recoverable whether the client may recover from {@code epoch} and {@code offset}
   * @param publications the missed publications, oldest first, if {@code recovered}
   * @param recovered whether {@code publications} is complete
   * @param offset the stream's offset; if {@code recovered}, the one from which recovery started
   * @param positioned whether the server watches the position
   * @param wasRecovering whether recovery was requested
   * @param delta whether publications of this subscription may be deltas
   */
  record Subscribe(
      boolean expires,
      long ttl,
      boolean recoverable,
      String epoch,
      List<Publication> publications,
      boolean recovered,
      long offset,
      boolean positioned,
      Payload data,
      boolean wasRecovering,
      boolean delta)
      implements Result {}

  /** The subscription has ended. */
  record Unsubscribe() implements Result {}

  /** The publication is accepted. */
  record Publish() implements Result {}

  /**
   * The clients that are present in the channel.
   *
   * @param presence the client infos by connection id
   */
  record Presence(Map<String, ClientInfo> presence) implements Result {}

  /** The numbers of present connections and users. */
  record PresenceStats(long clients, long users) implements Result {}

  /** Publications of the history, and the stream's position. */
  record History(List<Publication> publications, String epoch, long offset) implements Result {}

  /** The answer to a ping of the client. */
  record Ping() implements Result {}

  /** The data that the method returned. */
  record Rpc(Payload data) implements Result {}

  /** The connection's expiry has been extended. */
  record Refresh(String client, String version, boolean expires, long ttl) implements Result {}

  /** The subscription's expiry has been extended. */
  record SubRefresh(boolean expires, long ttl) implements Result {}
}
