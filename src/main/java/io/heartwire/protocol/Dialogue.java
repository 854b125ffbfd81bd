package io.heartwire.protocol;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * One connection's conversation in its protocol.
 *
 * <p>Called by the connection's reading callback, one call at a time, in the order of the frames,
 * except for {@link #closed()}, which may come from any thread and more than once. No call blocks.
 */
public interface Dialogue {

  /**
   * The client has been let in, and its handshake is not answered yet. What is sent to it already
   * waits for the wire.
   *
   * @return done when the handshake may be answered, with a failure never
   */
  default CompletionStage<?> admitted() {
    return CompletableFuture.completedStage(null);
  }

  /** The wire is there. */
  void opened();

  /** A complete text message. */
  void text(String message);

  /** A complete binary message; the buffer is the caller's again afterwards. */
  void binary(ByteBuffer message);

  /** The connection has ended: give up what the conversation held. */
  void closed();
}
