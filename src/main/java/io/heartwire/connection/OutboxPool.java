package io.heartwire.connection;

import io.heartwire.time.TimeSource;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Lends outboxes to connections with a backlog, so that idle connections hold none.
 *
 * <p>A connection leases at most one, so the number of connections bounds the number of outboxes;
 * at most {@value #MOST_IDLE} are kept for reuse. Safe for use by any thread; nothing waits.
 */
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
   * @param leaked leases now held beyond the leak-detection threshold
   */
  public record Figures(long created, long reused, int idle, int inUse, int highest, int leaked) {}

  private final OutboxConfig config;
  private final TimeSource time;

  // All below: guarded by this.
  private final Deque<Outbox> idle = new ArrayDeque<>();
  private final Set<Outbox> inUse = Collections.newSetFromMap(new IdentityHashMap<>());
  private long created;
  private long reused;
  private int highest;
  private int leaked;
  private boolean closed;

  @Inject
  public OutboxPool(OutboxConfig config, TimeSource time) {
    this.config = config;
    this.time = time;
  }

  /** An empty outbox for the connection, which gives it back through {@link #release}. */
  synchronized Outbox lease(ConnectionId holder) {
    Outbox outbox = idle.pollFirst();
    if (outbox == null) {
      outbox = new Outbox(config.capacity(), config.maxBytes());
      created++;
    } else {
      reused++;
    }
    outbox.lease = Outbox.Lease.IN_USE;
    outbox.holder = holder;
    outbox.leasedAt = time.nanos();
    outbox.reported = false;
    inUse.add(outbox);
    highest = Math.max(highest, inUse.size());
    return outbox;
  }

  /**
   * Takes an outbox back, cleared.
   *
   * @throws IllegalStateException if it is not leased: two owners would share it otherwise
   */
  synchronized void release(Outbox outbox) {
    if (!inUse.remove(outbox)) {
      throw new IllegalStateException("outbox released twice, lease is " + outbox.lease);
    }
    if (outbox.reported) {
      leaked--;
    }
    outbox.clear();
    outbox.holder = null;
    boolean keep = !closed && idle.size() < MOST_IDLE;
    outbox.lease = keep ? Outbox.Lease.IDLE : Outbox.Lease.CLOSED;
    if (keep) {
      idle.addFirst(outbox);
    }
  }

  public synchronized Figures figures() {
    return new Figures(created, reused, idle.size(), inUse.size(), highest, leaked);
  }

  /** Reports, once each, the leases that have lasted longer than the threshold. */
  public void detectLeaks() {
    List<String> found = new ArrayList<>();
    synchronized (this) {
      long now = time.nanos();
      for (Outbox outbox : inUse) {
        long age = now - outbox.leasedAt;
        if (!outbox.reported && age >= config.leakDetectionThreshold().toNanos()) {
          outbox.reported = true;
          leaked++;
          found.add("connection " + outbox.holder + " for " + age / 1_000_000 + " ms");
        }
      }
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
  synchronized void close() {
    closed = true;
    idle.forEach(outbox -> outbox.lease = Outbox.Lease.CLOSED);
    idle.clear();
  }
}
