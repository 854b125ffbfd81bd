package io.heartwire.testkit;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.SharedCounts;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Counts of several nodes without a Redis between them. Used by one thread. */
public final class TestCounts {
  private static final Duration KEPT = Duration.ofSeconds(3);

  private final ManualTimeSource time;
  private final Map<String, Map<String, Integer>> byNode = new LinkedHashMap<>();
  private final Map<String, Long> lastOf = new HashMap<>();
  private final Set<String> toldAlone = new HashSet<>();
  private boolean isLost;
  private boolean areStrangers;

  /** How many counts have been told so far. */
  public int told;

  public TestCounts(ManualTimeSource time) {
    this.time = time;
  }

  /** Nobody can tell or learn anything until {@link #find}. */
  public void lose() {
    isLost = true;
  }

  public void find() {
    isLost = false;
  }

  /** No node knows of any other until {@link #meet}. */
  public void part() {
    areStrangers = true;
  }

  public void meet() {
    areStrangers = false;
  }

  /** What the node has told and others see. */
  public Map<String, Integer> of(String node) {
    return isOver(node) ? Map.of() : Map.copyOf(byNode.getOrDefault(node, Map.of()));
  }

  /** The counts as this node sees them. */
  public SharedCounts on(String node) {
    return new SharedCounts() {
      @Override
      public boolean isShared() {
        return true;
      }

      @Override
      public CompletionStage<Others> exchange(boolean anew, List<Count> counts) {
        return isLost
            ? CompletableFuture.failedStage(new BrokerException("the engine cannot be reached"))
            : CompletableFuture.completedStage(exchanged(node, anew, counts));
      }
    };
  }

  private SharedCounts.Others exchanged(
      String node, boolean anew, List<SharedCounts.Count> counts) {
    boolean isForgotten = anew || isOver(node);
    if (isForgotten) {
      byNode.remove(node);
    }
    boolean isNewToSome = !areStrangers && toldAlone.remove(node);
    if (areStrangers) {
      toldAlone.add(node);
    }
    Map<String, Integer> own = byNode.computeIfAbsent(node, first -> new HashMap<>());
    lastOf.put(node, time.nanos());
    told += counts.size();
    List<Integer> sums =
        counts.stream()
            .map(
                count -> {
                  int elsewhere =
                      byNode.keySet().stream()
                          .filter(other -> !other.equals(node) && !areStrangers)
                          .mapToInt(other -> of(other).getOrDefault(count.name(), 0))
                          .sum();
                  own.put(count.name(), count.kept(elsewhere));
                  own.values().removeIf(number -> number == 0);
                  return elsewhere;
                })
            .toList();
    return new SharedCounts.Others(isForgotten || isNewToSome, sums);
  }

  private boolean isOver(String node) {
    Long last = lastOf.get(node);
    return last == null || time.nanos() - last > KEPT.toNanos();
  }
}
