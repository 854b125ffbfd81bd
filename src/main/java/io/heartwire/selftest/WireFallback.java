package io.heartwire.selftest;

/** How the gateway reads and writes, and what it falls back on. Safe for use by any thread. */
public interface WireFallback {

  /** Whether it has fallen back already, or was told to from the start. */
  boolean isPortable();

  /**
   * Serves new connections the portable way from now on, and says so once.
   *
   * @param why what was not as it should be
   */
  void toPortable(String why, Throwable cause);
}
