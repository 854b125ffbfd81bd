package io.heartwire.queue;

import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.QueueStore.Lease;
import io.heartwire.broker.QueueStore.Return;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** What is to become of messages that a consumer no longer has. */
final class Settlement {
  /** Of a reason, in characters: it stays with a dead letter, and its bytes are not counted. */
  static final int LONGEST_WHY = 500;

  private final List<LocalDelivery> deliveries;
  private final @Nullable Return how; // null: they are acknowledged
  private final Duration delay;
  private final String why;
  private final CompletableFuture<Boolean> done = new CompletableFuture<>();
  private volatile boolean isRepeated;

  Settlement(List<LocalDelivery> deliveries, Return how, Duration delay, String why) {
    this(how, deliveries, delay, why);
  }

  private Settlement(
      @Nullable Return how, List<LocalDelivery> deliveries, Duration delay, String why) {
    this.how = how;
    this.deliveries = deliveries;
    this.delay = delay;
    this.why = clip(why);
  }

  private static String clip(String why) {
    if (why.length() <= LONGEST_WHY) {
      return why;
    }
    int end = LONGEST_WHY - 1;
    return why.substring(0, Character.isHighSurrogate(why.charAt(end - 1)) ? end - 1 : end) + "…";
  }

  static Settlement acknowledgement(List<LocalDelivery> deliveries) {
    return new Settlement(null, deliveries, Duration.ZERO, "");
  }

  /** What is to become of messages; those of one kind can be given together. */
  record Kind(@Nullable Return how, Duration delay, String why) {}

  Kind kind() {
    return new Kind(how, delay, why);
  }

  boolean isAcknowledgement() {
    return how == null;
  }

  List<LocalDelivery> deliveries() {
    return deliveries;
  }

  /**
   * Gives one, or several of a kind.
   *
   * @return of each of their deliveries, in this order, whether it was still the owner's
   */
  static CompletionStage<List<Boolean>> give(
      List<Settlement> settlements,
      QueueStore store,
      String queue,
      String owner,
      QueueLimits limits) {
    List<Lease> leases =
        settlements.stream()
            .flatMap(settlement -> settlement.deliveries.stream())
            .map(LocalDelivery::lease)
            .toList();
    Settlement first = settlements.get(0);
    return first.how == null
        ? store.acknowledge(queue, owner, leases, limits)
        : store.giveBack(queue, owner, leases, first.how, first.delay, first.why, limits);
  }

  /** The answer was lost, or there was none: it is given again. */
  void repeat() {
    isRepeated = true;
  }

  /** A repetition finds nothing where the first was only not answered. */
  void end(List<Boolean> results) {
    done.complete(isRepeated || results.stream().allMatch(result -> result));
  }

  /** Complete when the engine has done it. */
  CompletionStage<Boolean> done() {
    return done;
  }
}
