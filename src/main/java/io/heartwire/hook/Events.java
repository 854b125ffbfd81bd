package io.heartwire.hook;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Tells an application's observers, if there are any: an event that nobody observes costs a look
 * into a table. What an observer throws is counted, logged at most once a second, and harms nobody.
 *
 * <p>Safe for use by any thread.
 */
@Singleton
public class Events {
  private static final Logger LOG = Logger.getLogger(Events.class.getName());

  private final Consumer<Object> observers;
  private final Predicate<Object> isObserved;
  private final Map<Class<?>, Boolean> observed = new ConcurrentHashMap<>();
  private final LongAdder failed = new LongAdder();
  private final LogThrottle log;

  @Inject
  public Events(BeanManager beans, TimeSource time) {
    this(
        event -> beans.getEvent().fire(event),
        event -> !beans.resolveObserverMethods(event).isEmpty(),
        time);
  }

  /**
   * For programs without a container.
   *
   * @param isObserved whether anybody wants to hear of events of this one's class
   */
  public Events(Consumer<Object> observers, Predicate<Object> isObserved, TimeSource time) {
    this.observers = observers;
    this.isObserved = isObserved;
    this.log = new LogThrottle(time);
  }

  /** Tells everybody who observes events of this class, on this thread. */
  public void fire(Object event) {
    try {
      if (observed.computeIfAbsent(event.getClass(), type -> isObserved.test(event))) {
        observers.accept(event);
      }
    } catch (RuntimeException failure) {
      failed.increment();
      if (log.permits()) {
        LOG.log(
            Level.WARNING,
            failure,
            () -> "An observer of " + event.getClass().getSimpleName() + " failed");
      }
    }
  }

  /** Observers that threw since the start. */
  public long failed() {
    return failed.sum();
  }
}
