package io.heartwire.connection;

import io.heartwire.limit.InputBudget;
import io.heartwire.limit.RateLimit;
import io.heartwire.limit.TokenBucket;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import org.jspecify.annotations.Nullable;

/**
 * The rate limiter of one connection: its tenant, and its token buckets.
 *
 * <p>The first few commands and bytes are free, so that the many connections that send no more need
 * no bucket. Only the connection's reading callback takes commands and bytes; any thread may call
 * the rest. Nothing blocks.
 */
@Internal
public final class ConnectionQuota {
  static final int FREE_COMMANDS = 16;
  static final int FREE_BYTES = 16 * 1024;

  private final RegistryOwner owner;
  private final InputBudget waiting;
  private final TimeSource time;

  private volatile Tenant tenant; // written under this object's lock
  private boolean left; // guarded by this

  // Used by the reading callback only.
  private Tenant measuredFor;
  private int freeCommands = FREE_COMMANDS;
  private int freeBytes = FREE_BYTES;
  private @Nullable TokenBucket commands;
  private @Nullable TokenBucket patience;
  private @Nullable TokenBucket bytes;

  /**
   * @param tenant in which this connection has been counted
   * @param waiting see {@link #waiting}
   */
  ConnectionQuota(RegistryOwner owner, Tenant tenant, InputBudget waiting, TimeSource time) {
    this.owner = owner;
    this.waiting = waiting;
    this.time = time;
    this.tenant = tenant;
    this.measuredFor = tenant;
  }

  /**
   * Counts one command, or one message or fragment where the protocol has no commands.
   *
   * <p>Refusals have a bucket of the same size. So a client that sends up to twice its limit has
   * the excess refused, and one that sends more is soon closed.
   */
  public InboundPermit command() {
    if (freeCommands > 0) {
      freeCommands--;
      return InboundPermit.GRANTED;
    }
    RateLimit limit = limits().commands();
    if (limit.isUnlimited()) {
      return InboundPermit.GRANTED;
    }
    renewIfMoved();
    if (commands == null) {
      commands = new TokenBucket(limit, time);
    }
    if (commands.take(1)) {
      return InboundPermit.GRANTED;
    }
    exceeded(ConnectionLimit.COMMANDS);
    if (patience == null) {
      patience = new TokenBucket(limit, time);
    }
    return patience.take(1) ? InboundPermit.REFUSED : InboundPermit.EXHAUSTED;
  }

  /**
   * Counts bytes of a message as they come in.
   *
   * @return false if they exceed the limit
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
      bytes = new TokenBucket(limit, time);
    }
    if (bytes.take(size)) {
      return true;
    }
    exceeded(ConnectionLimit.BYTES);
    return false;
  }

  /** The memory of what the clients of all connections have sent, and what waits its turn. */
  public InputBudget waiting() {
    return waiting;
  }

  /** Counts that the connection exceeded a limit. */
  public void exceeded(ConnectionLimit limit) {
    owner.exceeded(limit);
  }

  ConnectionLimits limits() {
    return tenant.limits();
  }

  /**
   * Changes to another tenant, with full buckets.
   *
   * @return false if the other tenant is full; nothing changes then
   */
  synchronized boolean move(Tenant other) {
    if (left || other == tenant) {
      return true;
    }
    if (!other.enter()) {
      exceeded(ConnectionLimit.TENANT_CONNECTIONS);
      return false;
    }
    tenant.leave();
    tenant = other;
    return true;
  }

  /** Stops counting the connection in its tenant, once. */
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
