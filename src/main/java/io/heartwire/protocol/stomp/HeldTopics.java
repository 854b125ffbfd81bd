package io.heartwire.protocol.stomp;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Subscription;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** The subscriptions of one client to channels, of which several may be to one. For any thread. */
final class HeldTopics {
  private final Map<ChannelName, Set<Subscription>> held = new ConcurrentHashMap<>();

  void add(Subscription begun) {
    held.compute(
        begun.channel(),
        (channel, all) -> {
          Set<Subscription> same = all == null ? ConcurrentHashMap.newKeySet() : all;
          same.add(begun);
          return same;
        });
  }

  /**
   * To be called before its end: of two that end at a time, the one that is removed last is alone.
   */
  void remove(Subscription ending) {
    held.computeIfPresent(
        ending.channel(),
        (channel, all) -> {
          all.remove(ending);
          return all.isEmpty() ? null : all;
        });
  }

  /** The others to the same channel. */
  Stream<Subscription> besides(Subscription one) {
    return held.getOrDefault(one.channel(), Set.of()).stream()
        .filter(other -> other != one && !other.hasEnded());
  }
}
