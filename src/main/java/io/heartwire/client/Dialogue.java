package io.heartwire.client;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a protocol adds to a connection. Called with the client's lock held, except for {@link
 * #text} and {@link #binary}.
 */
interface Dialogue {

  /** Whether several texts may leave as one message, each on its line. */
  boolean joinsTexts();

  List<String> subprotocols();

  /** Whether the supplier has to be asked before this attempt. */
  boolean needsToken();

  /** Headers of the handshake besides those of the settings. */
  Map<String, String> headers(@Nullable String token);

  /** The WebSocket is open. The dialogue calls {@link Attempt#established} when it is agreed. */
  void opened(Attempt attempt, @Nullable String token);

  /** Without the lock, since reading may take a while. */
  void text(Attempt attempt, String message);

  /** Without the lock. */
  void binary(Attempt attempt, byte[] message);

  void pong(ByteBuffer payload);

  /** Called when the attempt is established, after the state has changed. */
  void established();

  /** The connection is gone, or there never was one. */
  void ended(Failure failure);

  /** There will be no other: nothing may wait any longer. */
  void abandoned(String why);
}
