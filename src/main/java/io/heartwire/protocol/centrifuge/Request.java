package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command asks for; each kind but {@link Send} and {@link Pong} is owed one reply.
 *
 * <p>Absent text is empty, absent data is {@link Payload#EMPTY}, an absent number is 0, an absent
 * flag false: the protocol does not tell these from values given. Names and data are as the client
 * sent them, unchecked but for their type.
 */
sealed interface Request {

  /**
   * The first command of a connection.
   *
   * @param token a JWT, or whatever the server takes for one
   * @param subs server-side subscriptions the client knows from before and wants to recover, by
   *     channel
   * @param name what the client is, for instance {@code js}
   * @param headers headers that the client could not put into the upgrade itself
   * @param idempotency whether the client wants to know if it may repeat publications
   */
  record Connect(
      String token,
      Payload data,
      Map<String, Subscribe> subs,
      String name,
      String version,
      Map<String, String> headers,
      boolean idempotency)
      implements Request {}

  /**
   * A subscription to a channel.
   *
   * @param recover whether publications after {@code epoch} and {@code offset} are wanted
   * @param positioned whether the server is asked to watch the position
   * @param recoverable whether the subscription is asked to be recoverable
   * @param joinLeave whether joins and leaves are wanted
   * @param delta the kind of delta asked for ({@code fossil}), or empty
   * @param filter which publications are wanted, by their tags; on the wire {@code tf}
   * @param type the kind of subscription, 0 for a stream of publications; others are experimental
   *     in the protocol
   */
  record Subscribe(
      String channel,
      String token,
      boolean recover,
      String epoch,
      long offset,
      Payload data,
      boolean positioned,
      boolean recoverable,
      boolean joinLeave,
      String delta,
      @Nullable FilterNode filter,
      int type)
      implements Request {}

  /** The end of a subscription. */
  record Unsubscribe(String channel) implements Request {}

  /**
   * A publication into a channel.
   *
   * @param idempotencyKey by which a repetition is recognised, or empty
   */
  record Publish(String channel, Payload data, String idempotencyKey) implements Request {
    /** As the protocol knows it, without the gateway's addition. */
    Publish(String channel, Payload data) {
      this(channel, data, "");
    }
  }

  /** Who is in a channel. */
  record Presence(String channel) implements Request {}

  /** How many are in a channel. */
  record PresenceStats(String channel) implements Request {}

  /**
   * What was published.
   *
   * @param limit how many publications at most; 0 only asks for the position, below 0 for all
   * @param since after which position, or null for the end the order starts from
   * @param reverse newest first
   */
  record History(String channel, int limit, @Nullable StreamPosition since, boolean reverse)
      implements Request {}

  /** A client that wants to know whether the server is there. */
  record Ping() implements Request {}

  /** A message to the server that expects no reply. */
  record Send(Payload data) implements Request {}

  /** A call of a method of the server's application. */
  record Rpc(String method, Payload data) implements Request {}

  /** A new token for the connection. */
  record Refresh(String token) implements Request {}

  /** A new token for a subscription. */
  record SubRefresh(String channel, String token) implements Request {}

  /** The answer to a ping of the server. */
  record Pong() implements Request {}

  /**
   * A method this version does not know; to be answered with {@link ErrorCode#METHOD_NOT_FOUND}.
   */
  record Unknown() implements Request {}
}
