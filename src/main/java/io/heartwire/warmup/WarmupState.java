package io.heartwire.warmup;

/** How far the warm-up is. */
public enum WarmupState {
  /** Switched off, or over TLS only: there is nothing more to wait for. */
  OFF,
  /** Waiting for the port, testing, or making handshakes: not ready yet. */
  WARMING,
  /** Done: the JVM had compiled what handshakes need, or the time was over. */
  WARM,
  /** Given up; the gateway takes part all the same, cold. */
  FAILED
}
