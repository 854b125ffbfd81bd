package io.heartwire.drain;

import java.text.MessageFormat;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A log that also works while the JVM shuts down. On SIGTERM a shutdown hook of the logging removes
 * all handlers at once, before the drain has begun; without this class the drain's messages would
 * be lost. They go to standard output then, which the server still writes to its log. Safe for use
 * by any thread.
 */
final class ShutdownLog {
  private final Logger log;

  ShutdownLog(Class<?> source) {
    log = Logger.getLogger(source.getName());
  }

  /**
   * @param pattern a pattern of {@link MessageFormat}
   */
  void say(Level level, String pattern, Object... parameters) {
    tell(level, MessageFormat.format(pattern, parameters), null);
  }

  void failed(String what, Exception failure) {
    tell(Level.SEVERE, what, failure);
  }

  private void tell(Level level, String text, @Nullable Exception failure) {
    if (hasHandlers()) {
      log.log(level, text, failure);
    } else {
      System.out.println(log.getName() + ": " + text + (failure == null ? "" : ": " + failure));
    }
  }

  private boolean hasHandlers() {
    for (Logger each = log; each != null; each = each.getParent()) {
      if (each.getHandlers().length > 0) {
        return true;
      }
      if (!each.getUseParentHandlers()) {
        return false;
      }
    }
    return false;
  }
}
