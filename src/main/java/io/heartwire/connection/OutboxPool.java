package io.heartwire.connection;

import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lends outboxes to connections with a backlog, so that idle connections hold none.
 *
 * <p>A connection leases at most one, so the number of connections bounds the number of outboxes;
 * at most {@value #MOST_IDLE} are kept for reuse, and only small ones. The bytes in all of them are
 * bounded, too. Safe for use by any thread. Nothing blocks.
 */
@Internal
@Singleton
public class OutboxPool {
  private static final Logger LOG = Logger.getLogger(OutboxPool.class.getName());
  static final int MOST_IDLE = 1024;

  /**
   * The figures of the pool.
   *
   * @param created outboxes made since the start
   * @param reused leases served without making one
   * @param idle outboxes ready for reuse
   * @param inUse outboxes leased now
   * @param highest the most ever leased at one time
   * @param leaked present leases older than the leak-detection threshold
   * @param bytes that wait in large outboxes, approximately
   */
  public record Figures(
      long created, long reused, int idle, int inUse, int highest, int leaked, long bytes) {}

  /** Far more than threads that write or publish at a time. */
  private static final int STRIPES = 16;

  static final int MOST_IDLE_OF_A_STRIPE = MOST_IDLE / STRIPES;

  private final OutboxConfig config;
  private final TimeSource time;
  private final OutboxBudget budget;
  private final OutboxStripe[] stripes = new OutboxStripe[STRIPES];
  private final AtomicInteger inUse = new AtomicInteger();
  private final AtomicInteger highest = new AtomicInteger();

  @Inject
  public OutboxPool(OutboxConfig config, TimeSource time) {
    this.config = config;
    this.time = time;
    this.budget = new OutboxBudget(config.maxBytesOfAll(Runtime.getRuntime().maxMemory()));
    Arrays.setAll(stripes, i -> new OutboxStripe(budget, MOST_IDLE_OF_A_STRIPE));
  }

  /** Leases an empty outbox to the connection, which must {@link #release} it. */
  Outbox lease(ConnectionId holder, ConnectionLimits limits) {
    int leases = inUse.incrementAndGet();
    if (leases > highest.get()) {
      highest.accumulateAndGet(leases, Math::max);
    }
    Outbox outbox = stripes[holder.hashCode() & (STRIPES - 1)].lease(holder, time.nanos());
    outbox.limit(limits.outboxCapacity(), limits.outboxMaxBytes());
    return outbox;
  }

  /**
   * Takes an outbox back, cleared.
   *
   * @throws IllegalStateException if it is not leased: two owners would share it otherwise
   */
  void release(Outbox outbox) {
    outbox.stripe.release(outbox);
    inUse.decrementAndGet();
  }

  public Figures figures() {
    long created = 0;
    long reused = 0;
    int idle = 0;
    int leased = 0;
    int leaked = 0;
    for (OutboxStripe stripe : stripes) {
      Figures here = stripe.figures();
      created += here.created();
      reused += here.reused();
      idle += here.idle();
      leased += here.inUse();
      leaked += here.leaked();
    }
    return new Figures(created, reused, idle, leased, highest.get(), leaked, budget.used());
  }

  /** Reports, once each, the leases that have lasted longer than the threshold. */
  public void detectLeaks() {
    List<String> found = new ArrayList<>();
    long now = time.nanos();
    for (OutboxStripe stripe : stripes) {
      stripe.findLeaks(now, config.leakDetectionThreshold().toNanos(), found);
    }
    if (!found.isEmpty()) {
      LOG.log(
          Level.WARNING,
          "{0} outbox lease(s) held longer than heartwire.outbox.leak-detection-threshold:"
              + " slow consumers, or a leak. For example: {1}",
          new @Nullable Object[] {found.size(), found.subList(0, Math.min(5, found.size()))});
    }
  }

  @PreDestroy
  void close() {
    for (OutboxStripe stripe : stripes) {
      stripe.close();
    }
  }
}
