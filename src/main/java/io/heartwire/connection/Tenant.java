package io.heartwire.connection;

import java.util.concurrent.atomic.AtomicInteger;

/** One class of clients: its limits, and how many connections it has. Safe for any thread. */
final class Tenant {
  private final String name;
  private final ConnectionLimits limits;
  private final AtomicInteger connections = new AtomicInteger();

  /**
   * @param name empty for the clients of no class
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

  /** Takes a place unless all are taken: check and count are one step. */
  boolean enter() {
    int most = most();
    return connections.getAndUpdate(count -> count < most ? count + 1 : count) < most;
  }

  void leave() {
    connections.decrementAndGet();
  }

  private int most() {
    return limits.maxConnections() == 0 ? Integer.MAX_VALUE : limits.maxConnections();
  }
}
