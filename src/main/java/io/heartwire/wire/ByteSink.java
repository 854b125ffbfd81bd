package io.heartwire.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The output of one connection's bytes. Used by the connection's event loop only. Nothing blocks.
 */
interface ByteSink {

  /**
   * Writes as many bytes as it can.
   *
   * @return true if it wrote all and accepts more at once; otherwise the connection's task is told
   *     when it accepts more, beginning with the bytes left in the buffer
   * @throws IOException if the connection is broken
   */
  boolean write(ByteBuffer bytes) throws IOException;

  /** Tells the peer that no more bytes follow, where the transport can. */
  void shutdown();

  /** Stops writing for good. */
  void stop();
}
