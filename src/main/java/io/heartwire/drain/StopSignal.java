package io.heartwire.drain;

/** Whoever notices that the server is about to stop, and drains first. */
public interface StopSignal {

  /** Whether a server that stops now would wait for the drain. Safe for use by any thread. */
  boolean isHolding();
}
