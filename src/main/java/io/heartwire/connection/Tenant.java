package io.heartwire.connection;

import java.util.concurrent.atomic.AtomicInteger;

/** A class of clients with its limits and its number of connections. Safe for use by any thread. */
final class Tenant {
  private final String name;
  private final ConnectionLimits limits;
  private final AtomicInteger connections = new AtomicInteger();
  private volatile boolean isFullElsewhere;

  /**
   * @param name empty for clients without a tenant
   */
  Tenant(String name, ConnectionLimits limits) {
    this.name = name;
    this.limits = limits;
  }

  String name() {
    return name;
  }

  ConnectionLimits limits() {
    return limits;
  }

  int connections() {
    return connections.get();
  }

  boolean isFull() {
    return connections.get() >= most();
  }

  /** Counts a connection unless the limit is reached; checks and counts in one atomic step. */
  boolean enter() {
    int most = most();
    return connections.getAndUpdate(count -> count < most ? count + 1 : count) < most;
  }

  void leave() {
    connections.decrementAndGet();
  }

  /** Whether nobody more may enter, however few are here. */
  void fullElsewhere(boolean isFull) {
    isFullElsewhere = isFull;
  }

  private int most() {
    if (isFullElsewhere) {
      return 0;
    }
    return limits.maxConnections() == 0 ? Integer.MAX_VALUE : limits.maxConnections();
  }
}
