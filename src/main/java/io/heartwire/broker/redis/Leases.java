package io.heartwire.broker.redis;

import io.heartwire.broker.NodeInfo;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All leases as Redis had them at one moment.
 *
 * @param all also those that have ended and are not swept yet
 * @param at the moment, in {@code TimeSource} nanoseconds
 */
record Leases(List<Lease> all, long at) {

  Leases {
    all = List.copyOf(all);
  }

  /** Whether the node has a lease that has not ended. */
  boolean isAlive(String uid) {
    return all.stream().anyMatch(lease -> !lease.hasEnded() && lease.uid().equals(uid));
  }

  /** Whether the node has any lease. */
  boolean knows(String uid) {
    return all.stream().anyMatch(lease -> lease.uid().equals(uid));
  }

  List<Lease> ended() {
    return all.stream().filter(Lease::hasEnded).toList();
  }

  /** The nodes that are there, in the order of their leases, without this one. */
  List<NodeInfo> others(String uid) {
    Map<String, NodeInfo> nodes = new LinkedHashMap<>();
    for (Lease lease : all) {
      if (!lease.hasEnded() && !lease.uid().equals(uid)) {
        nodes.put(lease.uid(), lease.node());
      }
    }
    return new ArrayList<>(nodes.values());
  }

  /** Milliseconds until the next of them ends, or the limit. */
  long untilNextEnd(long limit) {
    return all.stream()
        .filter(lease -> !lease.hasEnded())
        .mapToLong(Lease::millis)
        .reduce(limit, Math::min);
  }
}
