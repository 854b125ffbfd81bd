package io.heartwire.protocol;

import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The protocol side of one connection: handles its messages and sends replies.
 *
 * <p>Called by the connection's reading callback, one call at a time, in the order of the frames,
 * except for {@link #closed()}, which may come from any thread and more than once. No call blocks.
 */
public interface Dialogue {

  /**
   * The client has been admitted, and its handshake is not answered yet. Messages sent to it wait
   * for the transport.
   *
   * @return complete when the handshake may be answered; never fails
   */
  default CompletionStage<?> admitted() {
    return CompletableFuture.completedStage(null);
  }

  /** The transport is attached. */
  void opened();

  /** A complete text message. */
  void text(String message);

  /** A complete binary message; the buffer is valid during the call only. */
  void binary(ByteBuffer message);

  /** The connection has ended: release everything that the dialogue holds. */
  void closed();
}
