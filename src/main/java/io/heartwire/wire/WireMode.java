package io.heartwire.wire;

/** The way in which connections are read and written: the values of {@code heartwire.wire}. */
public enum WireMode {
  /** Below the container where the server permits it, otherwise portable. */
  AUTO,

  /** By the container's standard API only. */
  PORTABLE
}
