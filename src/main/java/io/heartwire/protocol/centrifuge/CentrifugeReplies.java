package io.heartwire.protocol.centrifuge;

import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.connection.SendResult;
import java.time.Duration;

/** Sends replies and pushes to one client in its encoding. Safe for use by any thread. */
final class CentrifugeReplies {
  private static final Message[] PINGS = {
    Encoding.JSON.encode(new Reply.Ping(), null), Encoding.PROTOBUF.encode(new Reply.Ping(), null)
  };

  private final Connection connection;
  private final Encoding encoding;

  CentrifugeReplies(Connection connection, Encoding encoding) {
    this.connection = connection;
    this.encoding = encoding;
  }

  CentrifugeFormat format() {
    return CentrifugeFormat.of(encoding);
  }

  void succeed(long id, Result result) {
    send(new Reply.Success(id, result));
  }

  void send(Reply reply) {
    connection.send(encoding.encode(reply, null), OverflowPolicy.DISCONNECT);
  }

  void push(Push push) {
    send(new Reply.News(push));
  }

  /**
   * Sends a push, for callers that hold a lock; returns false if the connection is slow and the
   * caller must close it.
   */
  boolean offer(Push push) {
    Message message = encoding.encode(new Reply.News(push), null);
    return connection.offer(message, OverflowPolicy.DISCONNECT) != SendResult.OVERFLOWED;
  }

  /** Starts the pings of the protocol. */
  void beginPings(Duration every) {
    connection.pingWith(PINGS[encoding.ordinal()], every);
  }
}
