package io.heartwire.testkit;

import java.text.MessageFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Captures what a class logs, instead of printing it: warnings by default. */
public final class LogCapture extends Handler implements AutoCloseable {
  private final Logger logger;
  private final boolean usedParents;
  private final int least;
  private final List<String> lines = new CopyOnWriteArrayList<>();

  public LogCapture(Class<?> source) {
    this(source, Level.WARNING);
  }

  public LogCapture(Class<?> source, Level least) {
    this(source.getName(), least);
  }

  /** Of a logger that is not called like its class. */
  public LogCapture(String name, Level least) {
    this.least = least.intValue();
    logger = Logger.getLogger(name);
    usedParents = logger.getUseParentHandlers();
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  /** The formatted lines of at least the level. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public void publish(LogRecord logged) {
    if (logged.getLevel().intValue() >= least) {
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
