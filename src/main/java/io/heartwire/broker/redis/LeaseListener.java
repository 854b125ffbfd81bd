package io.heartwire.broker.redis;

/** Told of this node's lease, by threads of the client of Redis; must not block. */
interface LeaseListener {

  /** This node has a new lease: what was stored under another is lost, or will be. */
  default void registered() {}

  /** This node's lease has been renewed, and these are all. */
  void renewed(Leases leases);
}
