package io.heartwire.limit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A memory budget that many holders share. While it is not exhausted, each holder may take what it
 * likes. Once it is, no holder may take more than an even share, so that the largest holders are
 * refused first. All together take at most twice the budget. Safe for use by any thread.
 */
public final class SharedBudget {
  private final long most;
  private final AtomicLong used = new AtomicLong();
  private final AtomicInteger holders = new AtomicInteger();

  /**
   * @param most the budget of all holders, in bytes
   */
  public SharedBudget(long most) {
    this.most = most;
  }

  /** Adds a holder. */
  public void enter() {
    holders.incrementAndGet();
  }

  /** Removes a holder. */
  public void leave() {
    holders.decrementAndGet();
  }

  /** Adds to the bytes that are held; a negative number subtracts. */
  public void add(long bytes) {
    used.addAndGet(bytes);
  }

  /** Returns whether one holder may have so many bytes. */
  public boolean permits(long bytes) {
    return used.get() <= most || bytes <= most / Math.max(1, holders.get());
  }

  /** The bytes that all holders have. */
  public long used() {
    return used.get();
  }
}
