package io.heartwire.hook;

import java.lang.reflect.Method;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/** Virtual threads, of which Java 17, for which this is compiled, knows nothing. */
final class VirtualThreads {
  /**
   * Before, a virtual thread that blocks within {@code synchronized}, as many drivers of databases
   * do, kept one of the few threads that carry all of them (JEP 491).
   */
  private static final int FIRST_USEFUL_VERSION = 24;

  private VirtualThreads() {}

  /** Whether this JVM has them, and they may block anywhere. */
  static boolean areUseful() {
    return Runtime.version().feature() >= FIRST_USEFUL_VERSION;
  }

  /** A new thread for each task. */
  static ExecutorService executor(String name) {
    try {
      Class<?> builderType = Class.forName("java.lang.Thread$Builder$OfVirtual");
      Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
      Object named =
          builderType.getMethod("name", String.class, long.class).invoke(builder, name, 1L);
      Object factory = builderType.getMethod("factory").invoke(named);
      Method perTask = Executors.class.getMethod("newThreadPerTaskExecutor", ThreadFactory.class);
      return (ExecutorService) Objects.requireNonNull(perTask.invoke(null, factory));
    } catch (ReflectiveOperationException impossible) {
      throw new IllegalStateException("this JVM has no virtual threads", impossible);
    }
  }
}
