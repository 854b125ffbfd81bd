package io.heartwire.hook;

import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.NotificationOptions;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells an application's observers, if there are any: an event that nobody observes costs a look
 * into a table. They are told on threads that may block: of each connection one event after the
 * other, in the order in which they happened; of different connections at the same time.
 *
 * <p>What an observer throws is counted, logged at most once a second, and harms nobody. Safe for
 * use by any thread, and nothing blocks.
 */
@Internal
@Singleton
public class ApplicationEvents {
  private static final Logger LOG = Logger.getLogger(ApplicationEvents.class.getName());

  private final Consumer<Object> observers;
  private final Predicate<Object> isObserved;
  private final HookConfig config;
  private final ApplicationThreads threads;
  private final BoundedExecutor turns;
  private final Map<Class<?>, Boolean> observed = new ConcurrentHashMap<>();
  private final Map<String, Untold> byConnection = new ConcurrentHashMap<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final LongAdder failed = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LogThrottle failureLog;
  private final LogThrottle dropLog;

  /** What observers have not heard of one connection; in the table as long as there is anything. */
  private static final class Untold {
    final Queue<Object> events = new ConcurrentLinkedQueue<>(); // added to by the table's compute
    final CompletableFuture<@Nullable Void> told = new CompletableFuture<>();
  }

  @Inject
  public ApplicationEvents(
      BeanManager beans, HookConfig config, ApplicationThreads threads, TimeSource time) {
    this(
        event -> fire(beans.getEvent(), event),
        event -> !beans.resolveObserverMethods(event).isEmpty(),
        config,
        threads,
        time);
  }

  /**
   * For programs without a container.
   *
   * @param isObserved whether anybody wants to hear of events of this one's class
   */
  public ApplicationEvents(
      Consumer<Object> observers,
      Predicate<Object> isObserved,
      HookConfig config,
      ApplicationThreads threads,
      TimeSource time) {
    this.observers = observers;
    this.isObserved = isObserved;
    this.config = config;
    this.threads = threads;
    this.turns = new BoundedExecutor(threads, config.maxThreads());
    this.failureLog = new LogThrottle(time);
    this.dropLog = new LogThrottle(time);
  }

  /**
   * Tells everybody who observes events of this class, soon.
   *
   * @param connection of whose events the order is kept: its id
   */
  public void fire(String connection, Object event) {
    if (!isObserved(event)) {
      return;
    }
    if (waiting.incrementAndGet() > config.maxEvents()) {
      drop(1, "heartwire.hook.max-events wait already: observers are too slow");
      return;
    }
    boolean[] isFirst = {false};
    Untold untold =
        byConnection.compute(
            connection,
            (same, known) -> {
              isFirst[0] = known == null;
              Untold one = known == null ? new Untold() : known;
              one.events.add(event);
              return one;
            });
    if (isFirst[0]) {
      begin(connection, untold);
    }
  }

  /**
   * Goes on once observers have heard all that has happened to a connection so far, so that a
   * client can't be ahead of them by more than it may have waiting; at the latest after {@code
   * heartwire.hook.timeout}.
   */
  public <T extends @Nullable Object> CompletionStage<T> whenTold(
      String connection, Supplier<CompletionStage<T>> next) {
    Untold untold = byConnection.get(connection);
    return untold == null
        ? next.get()
        : untold
            .told
            .copy()
            .completeOnTimeout(null, config.timeout().toNanos(), TimeUnit.NANOSECONDS)
            .thenCompose(told -> next.get());
  }

  /** Observers that threw since the start. */
  public long failed() {
    return failed.sum();
  }

  /** Events of which nobody was told since the start, since too many waited. */
  public long dropped() {
    return dropped.sum();
  }

  /** Events that wait for observers, or of which they are being told. */
  public int waiting() {
    return waiting.get();
  }

  private boolean isObserved(Object event) {
    try {
      return observed.computeIfAbsent(event.getClass(), type -> isObserved.test(event));
    } catch (RuntimeException failure) { // the container is going down, perhaps
      report(event, failure);
      return false;
    }
  }

  private void begin(String connection, Untold untold) {
    try {
      turns.execute(() -> tellAll(connection, untold));
    } catch (RejectedExecutionException stopping) {
      byConnection.remove(connection, untold);
      drop(untold.events.size(), "the application stops");
      untold.told.complete(null);
    }
  }

  private void tellAll(String connection, Untold untold) {
    do {
      for (Object event = untold.events.poll(); event != null; event = untold.events.poll()) {
        tell(event);
      }
    } while (!isOver(connection));
    untold.told.complete(null);
  }

  /** Whether nothing has come meanwhile: then the next event begins anew. */
  private boolean isOver(String connection) {
    return byConnection.computeIfPresent(
            connection, (same, untold) -> untold.events.isEmpty() ? null : untold)
        == null;
  }

  private void tell(Object event) {
    try {
      threads.inRequest(
          () -> {
            observers.accept(event);
            return true;
          });
    } catch (Exception | Error failure) {
      report(event, failure);
    } finally {
      waiting.decrementAndGet();
    }
  }

  private void report(Object event, Throwable failure) {
    failed.increment();
    if (failureLog.permits()) {
      LOG.log(
          Level.WARNING,
          failure,
          () -> "An observer of " + event.getClass().getSimpleName() + " failed");
    }
  }

  private void drop(int count, String why) {
    waiting.addAndGet(-count);
    dropped.add(count);
    if (dropLog.permits()) {
      LOG.log(
          Level.WARNING, "Observers are not told of {0} event(s): {1}", new Object[] {count, why});
    }
  }

  /** Asynchronous observers, too, on this thread: it may block, and the order is kept. */
  private static void fire(Event<Object> sender, Object event) {
    sender.fire(event);
    sender
        .fireAsync(event, NotificationOptions.ofExecutor(Runnable::run))
        .toCompletableFuture()
        .join();
  }
}
