package io.heartwire.client;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The protocol that a client speaks over its connections. Called with the client's lock held, but
 * for {@link #text} and {@link #binary}.
 */
interface ClientProtocol {

  /** Whether several texts may be sent as one message, each on its own line. */
  boolean joinsTexts();

  List<String> subprotocols();

  /** Whether the next attempt has to begin with a token from the supplier. */
  boolean needsToken();

  /** Headers of the handshake in addition to those of the settings. */
  Map<String, String> headers(@Nullable String token);

  /**
   * The WebSocket is open. The protocol calls {@link ConnectionAttempt#established} once the server
   * has accepted the client.
   */
  void opened(ConnectionAttempt attempt, @Nullable String token);

  /** Called without the lock, since parsing may take a while. */
  void text(ConnectionAttempt attempt, String message);

  /** Called without the lock. */
  void binary(ConnectionAttempt attempt, byte[] message);

  void pong(ByteBuffer payload);

  /** A new ping, to which the server has to answer. */
  ClientRequest.Body ping();

  /** Called when the attempt is established, after the state has changed. */
  void established();

  /** The connection has ended, or the attempt to make one has failed. */
  void ended(Failure failure);

  /** There will be no further connection: everything that waits for one has to fail. */
  void abandoned(String why);
}
