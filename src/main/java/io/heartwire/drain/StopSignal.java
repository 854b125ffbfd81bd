package io.heartwire.drain;

/** Notices that the server is about to stop, and drains first. */
public interface StopSignal {

  /**
   * Returns whether a server that stops now would wait for the drain. Safe for use by any thread.
   */
  boolean isHolding();
}
