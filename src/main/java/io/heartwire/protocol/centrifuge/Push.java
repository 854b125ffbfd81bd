package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.channel.UnsubscribeCode;
import java.util.Map;

/**
 * A push of the server about a channel or the connection.
 *
 * <p>Collections are not copied and must not change afterwards.
 */
sealed interface Push {

  /**
   * A publication.
   *
   * @param delta whether the publication's data is a delta to the one before
   */
  record Published(String channel, Publication publication, boolean delta) implements Push {}

  /** A client has joined the channel. */
  record Join(String channel, ClientInfo info) implements Push {}

  /** A client has left the channel. */
  record Leave(String channel, ClientInfo info) implements Push {}

  /**
   * The server has ended the client's subscription.
   *
   * @param code one of {@link UnsubscribeCode}, or the application's own; from 2500 on the client
   *     subscribes again
   */
  record Unsubscribe(String channel, int code, String reason) implements Push {
    Unsubscribe(String channel, UnsubscribeCode code) {
      this(channel, code.code(), code.reason());
    }
  }

  /** A message to this connection alone. */
  record Message(Payload data) implements Push {}

  /** The server has subscribed the connection to a channel. */
  record Subscribe(
      String channel,
      boolean recoverable,
      String epoch,
      long offset,
      boolean positioned,
      Payload data)
      implements Push {}

  /** The connection is established; for transports on which the client sends no commands. */
  record Connect(
      String client,
      String version,
      Payload data,
      Map<String, Result.Subscribe> subs,
      boolean expires,
      long ttl,
      long ping,
      boolean pong,
      String session,
      String node)
      implements Push {}

  /** The server is about to close; on a WebSocket the close frame says the same. */
  record Disconnect(int code, String reason, boolean reconnect) implements Push {}

  /** The server has extended the connection's expiry. */
  record Refresh(boolean expires, long ttl) implements Push {}
}
