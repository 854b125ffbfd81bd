package io.heartwire.wire;

/** The input of one connection's bytes. It is paused at first. */
interface ByteSource {

  /** Starts reading. Called by the connection's event loop. */
  void resume();

  /** Stops reading until it is resumed. Bytes that are being read may still come. */
  void pause();

  /** Stops reading for good. */
  void stop();

  /** Returns whether bytes are read on the event loop's own thread. */
  boolean isOnLoop();
}
