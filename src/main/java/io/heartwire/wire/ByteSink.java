package io.heartwire.wire;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Where one connection's bytes go. Used by the connection's event loop only; nothing waits. */
interface ByteSink {

  /**
   * Takes as many bytes as it can.
   *
   * @return true if it took all, and takes more at once; else the connection's task is told when it
   *     takes more, first of all what is left in the buffer
   * @throws IOException if the connection is broken
   */
  boolean write(ByteBuffer bytes) throws IOException;

  /** Tells the peer that nothing more comes, where the transport can say so. */
  void shutdown();

  /** Writes no more. */
  void stop();
}
