package io.heartwire.warmup;

/** How far the warm-up is. */
public enum WarmupState {
  /** Switched off, or there is no port without TLS. */
  OFF,
  /** Waiting for the port, testing, or making handshakes: not ready yet. */
  WARMING,
  /** Done: handshakes stopped getting faster, or the time was over. */
  WARM,
  /** Given up; the gateway is ready all the same, cold. */
  FAILED
}
