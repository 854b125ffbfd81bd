package io.heartwire.protocol.centrifuge;

import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.connection.Sent;
import java.time.Duration;

/** What one client is told that concerns it alone, in its encoding. Safe for use by any thread. */
final class Replies {
  private final Connection connection;
  private final Encoding encoding;

  Replies(Connection connection, Encoding encoding) {
    this.connection = connection;
    this.encoding = encoding;
  }

  Format format() {
    return Format.of(encoding);
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

  /** The same within a lock: false if the connection turns out to be slow and is to be closed. */
  boolean offer(Push push) {
    Message message = encoding.encode(new Reply.News(push), null);
    return connection.offer(message, OverflowPolicy.DISCONNECT) != Sent.OVERFLOWED;
  }

  /** From now on the client is asked for a sign of life in its own protocol. */
  void beginPings(Duration every) {
    connection.pingWith(PINGS[encoding.ordinal()], every);
  }

  private static final Message[] PINGS = {
    Encoding.JSON.encode(new Reply.Ping(), null), Encoding.PROTOBUF.encode(new Reply.Ping(), null)
  };
}
