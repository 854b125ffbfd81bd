package io.heartwire.connection;

import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

/**
 * The user and the tenant of one connection, as far as they are known. Safe for use by any thread.
 */
final class Identification {
  private static final AtomicReferenceFieldUpdater<Identification, Peer> PEER =
      AtomicReferenceFieldUpdater.newUpdater(Identification.class, Peer.class, "peer");

  private final Connection connection;
  private final RegistryOwner owner;
  private final ConnectionQuota quota;
  private volatile Peer peer;

  Identification(Connection connection, Peer peer, RegistryOwner owner, ConnectionQuota quota) {
    this.connection = connection;
    this.peer = peer;
    this.owner = owner;
    this.quota = quota;
  }

  Peer peer() {
    return peer;
  }

  /** See {@link Connection#identify}. */
  boolean identify(String user) {
    if (user.isEmpty()) {
      throw new IllegalArgumentException(
          "user must not be empty; an anonymous client is not identified");
    }
    Peer before = peer;
    if (before.user().isEmpty() && PEER.compareAndSet(this, before, before.as(user))) {
      return owner.identified(connection);
    }
    if (!peer.user().equals(user)) {
      throw new IllegalStateException(
          connection + " belongs to user " + peer.user() + " and cannot change to " + user);
    }
    return true;
  }

  /** See {@link Connection#joins}. */
  boolean joins(String tenant) {
    Tenant joined = owner.tenant(tenant);
    if (!quota.move(joined)) {
      return false;
    }
    PEER.updateAndGet(this, before -> before.in(joined.name()));
    return true;
  }
}
