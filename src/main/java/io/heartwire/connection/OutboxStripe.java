package io.heartwire.connection;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One stripe of the {@link OutboxPool}, with a lock of its own. Publishers and writers lease and
 * release outboxes all the time; one lock for all would be contended.
 *
 * <p>Safe for use by any thread. The lock is held only briefly.
 */
final class OutboxStripe {
  private final OutboxBudget budget;
  private final int mostIdle;

  // Guarded by this: all fields below, and the links and lease of every outbox of this stripe.
  private final Deque<Outbox> idle = new ArrayDeque<>();
  private @Nullable Outbox inUse;
  private int leases;
  private long created;
  private long reused;
  private boolean closed;

  OutboxStripe(OutboxBudget budget, int mostIdle) {
    this.budget = budget;
    this.mostIdle = mostIdle;
  }

  synchronized Outbox lease(ConnectionId holder, long now) {
    Outbox outbox = idle.pollFirst();
    if (outbox == null) {
      outbox = new Outbox(this, budget);
      created++;
    } else {
      reused++;
    }
    outbox.lease = Outbox.Lease.IN_USE;
    outbox.holder = holder;
    outbox.leasedAt = now;
    outbox.reported = false;
    outbox.next = inUse;
    if (inUse != null) {
      inUse.previous = outbox;
    }
    inUse = outbox;
    leases++;
    return outbox;
  }

  /**
   * @throws IllegalStateException if it is not leased: two owners would share it otherwise
   */
  synchronized void release(Outbox outbox) {
    if (outbox.lease != Outbox.Lease.IN_USE) {
      throw new IllegalStateException("outbox released twice, lease is " + outbox.lease);
    }
    unlink(outbox);
    leases--;
    outbox.clear();
    outbox.holder = null;
    boolean keep = !closed && idle.size() < mostIdle;
    outbox.lease = keep ? Outbox.Lease.IDLE : Outbox.Lease.CLOSED;
    if (keep) {
      idle.addFirst(outbox);
    }
  }

  synchronized OutboxPool.Figures figures() {
    int leaked = 0;
    for (Outbox outbox = inUse; outbox != null; outbox = outbox.next) {
      leaked += outbox.reported ? 1 : 0;
    }
    return new OutboxPool.Figures(created, reused, idle.size(), leases, 0, leaked, 0);
  }

  /** Adds the holders of leases that are at least so old, each lease once. */
  synchronized void findLeaks(long now, long thresholdNanos, List<String> found) {
    for (Outbox outbox = inUse; outbox != null; outbox = outbox.next) {
      long age = now - outbox.leasedAt;
      if (!outbox.reported && age >= thresholdNanos) {
        outbox.reported = true;
        found.add("connection " + outbox.holder + " for " + age / 1_000_000 + " ms");
      }
    }
  }

  synchronized void close() {
    closed = true;
    idle.forEach(outbox -> outbox.lease = Outbox.Lease.CLOSED);
    idle.clear();
  }

  private void unlink(Outbox outbox) {
    Outbox before = outbox.previous;
    Outbox after = outbox.next;
    if (before == null) {
      inUse = after;
    } else {
      before.next = after;
    }
    if (after != null) {
      after.previous = before;
    }
    outbox.previous = null;
    outbox.next = null;
  }
}
