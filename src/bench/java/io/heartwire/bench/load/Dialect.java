package io.heartwire.bench.load;

/** How clients of one kind speak with a server: stateless, used by the receiving thread only. */
public interface Dialect {

  /** What a client asks for in its upgrade request, to be a member of a channel. */
  String path(String channel);

  /** The WebSocket subprotocol to ask for; empty for none. */
  default String subprotocol() {
    return "";
  }

  /** More lines of the upgrade request, each with its end. */
  default String headers() {
    return "";
  }

  /** Whether messages travel in binary frames. */
  default boolean binary() {
    return false;
  }

  /** Says what a client has to say once it is upgraded; calls {@link Session#ready} when done. */
  void opened(Session session);

  /** Takes one data frame: the bytes from (inclusive) to (exclusive). */
  void frame(Session session, byte[] bytes, int from, int to);

  /** The content of the frame that publishes a message. */
  byte[] publication(String channel, byte[] message);
}
