package io.heartwire.connection;

import io.heartwire.limit.Allowance;
import io.heartwire.limit.RateLimit;
import io.heartwire.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * What one connection may still use: its tenant's class, and the buckets that it takes from.
 *
 * <p>The first few commands and bytes are free, so that the many connections that send nothing more
 * need no bucket. All that takes is called by the connection's reading callback; the rest by any
 * thread. Nothing blocks.
 */
public final class Quota {
  static final int FREE_COMMANDS = 16;
  static final int FREE_BYTES = 16 * 1024;

  private final Owner owner;
  private final TimeSource time;

  private volatile Tenant tenant; // written under this object's lock
  private boolean left; // guarded by this

  // Of the reading callback.
  private Tenant measuredFor;
  private int freeCommands = FREE_COMMANDS;
  private int freeBytes = FREE_BYTES;
  private @Nullable Allowance commands;
  private @Nullable Allowance patience;
  private @Nullable Allowance bytes;

  /**
   * @param tenant in which a place has been taken
   */
  Quota(Owner owner, Tenant tenant, TimeSource time) {
    this.owner = owner;
    this.time = time;
    this.tenant = tenant;
    this.measuredFor = tenant;
  }

  /**
   * Takes one command, or one message or fragment where the protocol has no commands.
   *
   * <p>Refusals have a bucket of the same size, so a client that sends up to twice what it may is
   * refused the half of it, and one that sends more is soon to be closed.
   */
  public Permit command() {
    if (freeCommands > 0) {
      freeCommands--;
      return Permit.GRANTED;
    }
    RateLimit limit = limits().commands();
    if (limit.isUnlimited()) {
      return Permit.GRANTED;
    }
    renewIfMoved();
    if (commands == null) {
      commands = new Allowance(limit, time);
    }
    if (commands.take(1)) {
      return Permit.GRANTED;
    }
    exceeded(Limit.COMMANDS);
    if (patience == null) {
      patience = new Allowance(limit, time);
    }
    return patience.take(1) ? Permit.REFUSED : Permit.EXHAUSTED;
  }

  /**
   * Takes so many bytes of a message, as they come in.
   *
   * @return false if it is too much
   */
  public boolean bytes(int size) {
    if (freeBytes > 0) {
      freeBytes -= size;
      return true;
    }
    RateLimit limit = limits().bytes();
    if (limit.isUnlimited()) {
      return true;
    }
    renewIfMoved();
    if (bytes == null) {
      bytes = new Allowance(limit, time);
    }
    if (bytes.take(size)) {
      return true;
    }
    exceeded(Limit.BYTES);
    return false;
  }

  /** Counts that the connection had too much of something. */
  public void exceeded(Limit limit) {
    owner.exceeded(limit);
  }

  ConnectionLimits limits() {
    return tenant.limits();
  }

  /**
   * Changes to another class, with full buckets.
   *
   * @return false if there is no place in it; nothing has changed then
   */
  synchronized boolean move(Tenant other) {
    if (left || other == tenant) {
      return true;
    }
    if (!other.enter()) {
      exceeded(Limit.TENANT_CONNECTIONS);
      return false;
    }
    tenant.leave();
    tenant = other;
    return true;
  }

  /** Gives the place in the class back, once. */
  synchronized void leave() {
    if (!left) {
      left = true;
      tenant.leave();
    }
  }

  private void renewIfMoved() {
    Tenant now = tenant;
    if (measuredFor != now) {
      measuredFor = now;
      commands = null;
      patience = null;
      bytes = null;
    }
  }
}
