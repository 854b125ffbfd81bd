package io.heartwire.warmup;

/** Where a client is served. */
public enum Stage {
  /** Among all others. */
  PUBLIC,

  /** In the warm-up's own {@link Rehearsal}. */
  REHEARSAL
}
