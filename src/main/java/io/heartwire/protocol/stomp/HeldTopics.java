package io.heartwire.protocol.stomp;

import io.heartwire.channel.Subscription;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The subscriptions of one client to channels, of which several may be to one. For any thread. */
final class HeldTopics {
  private final Set<Subscription> held = ConcurrentHashMap.newKeySet();

  void add(Subscription begun) {
    held.add(begun);
  }

  /**
   * To be called before its end: of two that end at a time, the one that is removed last is alone.
   */
  void remove(Subscription ending) {
    held.remove(ending);
  }

  /** The others to the same channel. */
  Stream<Subscription> besides(Subscription one) {
    return held.stream()
        .filter(
            other -> other != one && !other.hasEnded() && other.channel().equals(one.channel()));
  }
}
