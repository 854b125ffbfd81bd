package io.heartwire.queue;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.QueueStore.Return;
import io.heartwire.hook.Hooks;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.ToIntFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The queues that have consumers on this node. Safe for use by any thread. */
final class LocalQueues implements QueueNode, QueueStore.Listener {
  private static final Logger LOG = Logger.getLogger(Queues.class.getName());
  private static final long PATIENCE_SECONDS = 3;

  /** For what development mode accepts where no namespace is configured: any name has its own. */
  private static final String OTHERS = "other";

  private final QueueStore store;
  private final String owner;
  private final Executor threads;
  private final TimeSource time;
  private final Map<QueueName, LocalQueue> queues = new ConcurrentHashMap<>();
  private final Map<String, NamespaceCounters> counters = new ConcurrentSkipListMap<>();
  private final AtomicLong requests = new AtomicLong();
  private final LogThrottle throttle;
  private final LongAdder failed = new LongAdder();
  private volatile boolean isClosed;

  /**
   * @param namespaces those that are configured, which are counted each by itself
   */
  LocalQueues(
      QueueStore store,
      String owner,
      Executor threads,
      TimeSource time,
      Iterable<String> namespaces) {
    namespaces.forEach(namespace -> counters.put(namespace, new NamespaceCounters()));
    this.store = store;
    this.owner = owner;
    this.threads = threads;
    this.time = time;
    this.throttle = new LogThrottle(time);
  }

  LocalConsumer add(QueueName name, QueueOptions options, int prefetch, QueueReceiver receiver) {
    if (isClosed) {
      throw new QueueException(QueueProblem.CLOSED, "this node stops: consume on another one");
    }
    LocalConsumer[] added = new LocalConsumer[1];
    LocalQueue queue =
        queues.compute(
            name,
            (same, known) -> {
              LocalQueue one =
                  known == null ? new LocalQueue(name, options, this, counters(name)) : known;
              added[0] = one.add(prefetch, receiver);
              return one;
            });
    queue.look();
    return added[0];
  }

  /** The namespace that the queue is counted in: there are no more than are configured. */
  String counted(QueueName name) {
    return counters.containsKey(name.namespace()) ? name.namespace() : OTHERS;
  }

  NamespaceCounters counters(QueueName name) {
    return counters.computeIfAbsent(counted(name), added -> new NamespaceCounters());
  }

  Map<String, NamespaceCounters> counters() {
    return counters;
  }

  Map<String, Integer> sums(ToIntFunction<LocalQueue> figure) {
    Map<String, Integer> sums = new TreeMap<>();
    counters.keySet().forEach(namespace -> sums.put(namespace, 0));
    queues.forEach(
        (name, queue) -> sums.merge(counted(name), figure.applyAsInt(queue), Integer::sum));
    return sums;
  }

  /** Of one queue; 0 if it has no consumers here. */
  int figure(QueueName name, ToIntFunction<LocalQueue> figure) {
    LocalQueue queue = queues.get(name);
    return queue == null ? 0 : figure.applyAsInt(queue);
  }

  /** Steps that failed, and were or will be tried again. */
  long failed() {
    return failed.sum();
  }

  boolean isConsumed(QueueName name) {
    return queues.containsKey(name);
  }

  List<QueueName> names() {
    return List.copyOf(queues.keySet());
  }

  void tick(long now) {
    for (LocalQueue queue : queues.values()) {
      queue.tick(now);
      if (queue.isUnused()) {
        left(queue);
      }
    }
  }

  void close() {
    isClosed = true;
    CompletableFuture<?>[] ends =
        queues.values().stream()
            .flatMap(queue -> queue.all().stream())
            .map(consumer -> consumer.queued().remove(consumer, Return.UNTOUCHED, ""))
            .map(end -> end.toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    try {
      CompletableFuture.allOf(ends).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException away) {
      LOG.log(
          Level.INFO, "Messages of this node''s consumers go to others when its lease ends", away);
    }
  }

  @Override
  public void ready(String queue) {
    QueueName.parse(queue).map(queues::get).ifPresent(LocalQueue::ready);
  }

  @Override
  public void missed() {
    queues.values().forEach(LocalQueue::ready);
  }

  @Override
  public QueueStore store() {
    return store;
  }

  @Override
  public String owner() {
    return owner;
  }

  @Override
  public Executor threads() {
    return threads;
  }

  @Override
  public TimeSource time() {
    return time;
  }

  @Override
  public long nextRequest() {
    return requests.incrementAndGet();
  }

  /** The link to the engine's store says itself when it is away. */
  @Override
  public void failed(String what, Throwable failure) {
    failed.increment();
    boolean isAway = BrokerException.isUnavailable(Hooks.causeOf(failure));
    if (throttle.permits()) {
      LOG.log(
          isAway ? Level.FINE : Level.WARNING,
          "A step failed and is tried again every second: {0}: {1}",
          new Object[] {what, failure});
    }
  }

  @Override
  public void reconciled(LocalQueue queue, int count) {
    if (count > 0 && throttle.permits()) {
      LOG.log(
          Level.WARNING,
          "{0} messages of queue {1} go to consumers again: the store was set back, as by a"
              + " failover, and has forgotten what became of them",
          new Object[] {count, queue.name()});
    }
  }

  @Override
  public void left(LocalQueue queue) {
    queues.computeIfPresent(
        queue.name(), (name, known) -> known == queue && queue.isUnused() ? null : known);
  }
}
