package io.heartwire.bench.load;

/** Is told what reaches the clients; on the receiving thread. */
public interface Arrivals {

  /** A message begins at this place of the frame that ends at {@code to} (exclusive). */
  void arrived(Session session, byte[] bytes, int at, int to);

  /** The client may send and receive now. */
  default void ready(Session session) {}

  /** The server has taken one message of this client. */
  default void confirmed(Session session) {}

  /** The connection is over; {@link Session#end} says why. */
  default void closed(Session session) {}
}
