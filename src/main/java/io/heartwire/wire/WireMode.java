package io.heartwire.wire;

/** Which way connections are read and written: the values of {@code heartwire.wire}. */
public enum WireMode {
  /** Below the container where the server lets us, otherwise the portable way. */
  AUTO,

  /** By the container and its API only. */
  PORTABLE
}
