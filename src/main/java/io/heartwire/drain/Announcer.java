package io.heartwire.drain;

import java.text.MessageFormat;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The log, also of a JVM that ends: on SIGTERM its logging loses all handlers at once, by a
 * shutdown hook of its own, while a drain is only about to begin. What is said then goes to
 * standard output, which the server still keeps. Safe for use by any thread.
 */
final class Announcer {
  private final Logger log;

  Announcer(Class<?> source) {
    log = Logger.getLogger(source.getName());
  }

  /**
   * @param pattern as of {@link MessageFormat}
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
