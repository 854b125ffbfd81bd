package io.heartwire.wire;

/** Where one connection's bytes come from: nowhere, until it is told to go on. */
interface ByteSource {

  /** Reads, by the connection's event loop. */
  void resume();

  /** Reads no more until it is told to go on; what is under way may still come. */
  void pause();

  /** Reads no more. */
  void stop();

  /** Whether bytes come on the event loop's own thread. */
  boolean isOnLoop();
}
