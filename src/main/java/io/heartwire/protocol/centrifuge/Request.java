package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The request of a command; each kind except {@link Send} and {@link Pong} gets one reply.
 *
 * <p>Absent text is empty, absent data is {@link Payload#EMPTY}, an absent number is 0, and an
 * absent flag is false: the protocol does not distinguish these. Names and data are as the client
 * sent them; only their type has been checked.
 */
sealed interface Request {

  /**
   * The first command of a connection.
   *
   * @param token a JWT or another token that the server accepts
   * @param subs earlier server-side subscriptions that the client wants to recover, by channel
   * @param name the client's name, for example {@code js}
   * @param headers headers that the client could not set in the upgrade request
   * @param idempotency whether the client asks for the scope of idempotency keys
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
   * @param recover whether to recover publications after {@code epoch} and {@code offset}
   * @param positioned whether the server should watch the position
   * @param recoverable whether the subscription should be recoverable
   * @param joinLeave whether to send joins and leaves
   * @param delta the requested delta format ({@code fossil}), or empty
   * @param filter a filter of publications by their tags; {@code tf} in the protocol
   * @param flag bits of further options: {@link #REJECT_UNRECOVERED}
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
      long flag,
      int type)
      implements Request {
    /** Asks for error 112 instead of a subscription if recovery fails. */
    static final long REJECT_UNRECOVERED = 1 << 1;

    boolean rejectsUnrecovered() {
      return (flag & REJECT_UNRECOVERED) != 0;
    }

    /** The approximate size of its filter in memory; 0 if it has none. */
    long filterCost() {
      return filter == null ? 0 : filter.cost();
    }
  }

  /** The end of a subscription. */
  record Unsubscribe(String channel) implements Request {}

  /**
   * A publication into a channel.
   *
   * @param idempotencyKey the key by which a repetition is recognised, or empty
   */
  record Publish(String channel, Payload data, String idempotencyKey) implements Request {
    /** A publication of the protocol, without the gateway's idempotency key. */
    Publish(String channel, Payload data) {
      this(channel, data, "");
    }
  }

  /** A publication of another type than 0, which is experimental in the protocol. */
  record OtherPublish(String channel) implements Request {}

  /** A request for the clients that are present in a channel. */
  record Presence(String channel) implements Request {}

  /** A request for the numbers of present clients and users. */
  record PresenceStats(String channel) implements Request {}

  /**
   * A request for the history of a channel.
   *
   * @param limit the most publications; 0 for the position only, below 0 for all
   * @param since the position after which to read, or null for the start or, in reverse, the end of
   *     the stream
   * @param reverse newest first
   */
  record History(String channel, int limit, @Nullable StreamPosition since, boolean reverse)
      implements Request {}

  /** A ping of the client. */
  record Ping() implements Request {}

  /** A message to the server that expects no reply. */
  record Send(Payload data) implements Request {}

  /** A call of a method of the server's application. */
  record Rpc(String method, Payload data) implements Request {}

  /** A new token for the connection. */
  record Refresh(String token) implements Request {}

  /** A new token for a subscription. */
  record SubRefresh(String channel, String token) implements Request {}

  /** A pong, the answer to a ping of the server. */
  record Pong() implements Request {}

  /**
   * A request that was not read because its JSON exceeds a limit.
   *
   * @param limit the limit in words
   */
  record OverLimit(String limit) implements Request {}

  /** A method that this version does not know; answered with {@link ErrorCode#METHOD_NOT_FOUND}. */
  record Unknown() implements Request {}
}
