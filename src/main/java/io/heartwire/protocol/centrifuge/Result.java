package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command that was carried out is answered with, by the kind of its request.
 *
 * <p>Collections given are not copied and must not change afterwards.
 */
sealed interface Result {

  /**
   * The connection is established.
   *
   * @param client the connection's id
   * @param version the server's
   * @param expires whether the connection has an end that a refresh can put off
   * @param ttl seconds until then
   * @param subs server-side subscriptions, by channel
   * @param ping seconds between the server's pings; the client gives up when they fail to come
   * @param pong whether the server wants its pings answered
   * @param session an id for transports other than WebSocket, or empty
   * @param node the id of the server's node, or empty
   * @param repetitions whether publications may be repeated, if the client has asked
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
   * A publication may be repeated by its key.
   *
   * @param scope where keys are remembered, and whose: elsewhere, or of another user, a repetition
   *     is a second publication
   * @param window seconds for which they are
   */
  record Repetitions(String scope, long window) {}

  /**
   * The subscription is established.
   *
   * @param expires whether the subscription has an end that a refresh can put off
   * @param ttl seconds until then
   * @param recoverable whether the client may recover from {@code epoch} and {@code offset}
   * @param publications what was missed, oldest first, if {@code recovered}
   * @param recovered whether {@code publications} are all that was missed
   * @param offset the stream's position, or the one recovery continues from
   * @param positioned whether the server watches the position
   * @param wasRecovering whether recovery was asked for
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

  /** It is published. */
  record Publish() implements Result {}

  /**
   * Who is in the channel.
   *
   * @param presence connection id to who it is
   */
  record Presence(Map<String, ClientInfo> presence) implements Result {}

  /** How many connections are in the channel, and of how many users. */
  record PresenceStats(long clients, long users) implements Result {}

  /** What was published, and the stream's position. */
  record History(List<Publication> publications, String epoch, long offset) implements Result {}

  /** The server is there. */
  record Ping() implements Result {}

  /** What the method returned. */
  record Rpc(Payload data) implements Result {}

  /** The connection's end has been put off. */
  record Refresh(String client, String version, boolean expires, long ttl) implements Result {}

  /** The subscription's end has been put off. */
  record SubRefresh(boolean expires, long ttl) implements Result {}
}
