package io.heartwire.time;

import java.util.logging.Level;

/** Log levels that the JDK does not have. */
public final class LogLevels {
  /**
   * Between {@code INFO} and {@code WARNING}: for lines to operators, once for each start. The
   * server calls it {@code AUDIT}, and by its configuration shows it on the console.
   */
  public static final Level NOTICE = Level.parse("850");

  private LogLevels() {}
}
