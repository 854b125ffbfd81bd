package io.heartwire.testkit;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** The warnings that a class logs meanwhile, instead of on the console. */
public final class LogCapture extends Handler implements AutoCloseable {
  private final Logger logger;
  private final boolean usedParents;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public LogCapture(Class<?> source) {
    logger = Logger.getLogger(source.getName());
    usedParents = logger.getUseParentHandlers();
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  /** Warnings and worse, formatted. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord logged) {
    if (logged.getLevel().intValue() >= Level.WARNING.intValue()) {
      Object[] parameters = logged.getParameters();
      lines.add(
          parameters == null || parameters.length == 0
              ? logged.getMessage()
              : MessageFormat.format(logged.getMessage(), parameters));
    }
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
    logger.setUseParentHandlers(usedParents);
  }
}
