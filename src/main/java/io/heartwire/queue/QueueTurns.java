package io.heartwire.queue;

import io.heartwire.broker.QueueMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The consumers of a queue on this node: those with credit take turns. Guarded by the lock of their
 * queue.
 */
final class QueueTurns {
  private final Set<LocalConsumer> consumers = new LinkedHashSet<>();
  private final Deque<LocalConsumer> turns = new ArrayDeque<>(); // those with credit, once each
  private final Map<Long, LocalDelivery> held = new HashMap<>(); // by message; the last one

  void add(LocalConsumer consumer) {
    consumers.add(consumer);
    turns.add(consumer);
  }

  /** Returns whether it was there. */
  boolean remove(LocalConsumer consumer) {
    turns.remove(consumer);
    return consumers.remove(consumer);
  }

  List<LocalConsumer> all() {
    return List.copyOf(consumers);
  }

  int size() {
    return consumers.size();
  }

  boolean isEmpty() {
    return consumers.isEmpty();
  }

  boolean hasCredit() {
    return !turns.isEmpty();
  }

  /** How many messages they can take together. */
  long credit() {
    return turns.stream().mapToLong(LocalConsumer::credit).sum();
  }

  int unacknowledged() {
    return consumers.stream().mapToInt(consumer -> consumer.has().size()).sum();
  }

  /** Gives the message to the next in turn; null if nobody has credit. */
  @Nullable LocalDelivery hand(LocalQueue queue, QueueMessage message, long now) {
    LocalConsumer next = turns.poll();
    if (next == null) {
      return null;
    }
    LocalDelivery delivery = new LocalDelivery(queue, next, message, now);
    next.add(delivery);
    held.put(message.id(), delivery);
    if (next.credit() > 0) {
      turns.add(next);
    }
    return delivery;
  }

  /** Nobody has credit for it; it is given back. */
  void hold(LocalDelivery delivery) {
    delivery.letGo();
    held.put(delivery.message().id(), delivery);
  }

  /** All that the store has not settled yet, by their ids. */
  Set<Long> unsettled() {
    return Set.copyOf(held.keySet());
  }

  /** What these took up of their consumers' credit is free again, once these are done with them. */
  void free(Collection<LocalDelivery> deliveries) {
    for (LocalDelivery delivery : deliveries) {
      held.remove(delivery.message().id(), delivery);
      delivery.free();
      giveCredit(delivery);
    }
  }

  /** Its consumer is done with what it has lost; returns whether it has credit for it now. */
  boolean ended(LocalDelivery delivery) {
    delivery.ended();
    return giveCredit(delivery);
  }

  private boolean giveCredit(LocalDelivery delivery) {
    LocalConsumer consumer = delivery.consumer();
    if (!delivery.isOver() || !consumer.remove(delivery)) {
      return false;
    }
    if (consumer.credit() == 1 && consumers.contains(consumer)) {
      turns.add(consumer);
    }
    return true;
  }

  /**
   * Lets go of a message that the store gives again, so that its consumer has credit again: the
   * store was set back, and no longer knows that it has given it.
   *
   * @return what was let go of, null if nobody had it
   */
  @Nullable LocalDelivery letGoOf(long message) {
    LocalDelivery delivery = held.get(message);
    if (delivery == null || !delivery.lose()) {
      return null;
    }
    free(List.of(delivery));
    return delivery;
  }

  /** Lets go of what consumers have had since before that moment. */
  List<LocalDelivery> letGoSince(long moment) {
    List<LocalDelivery> late = new ArrayList<>();
    for (LocalConsumer consumer : consumers) {
      for (LocalDelivery delivery : consumer.has()) { // the oldest first
        if (delivery.since() - moment > 0) {
          break;
        }
        if (delivery.lose()) {
          late.add(delivery);
        }
      }
    }
    return late;
  }

  /** Lets go of all that consumers have, which is lost, so that they have credit again. */
  List<LocalDelivery> loseAll() {
    List<LocalDelivery> gone = new ArrayList<>();
    for (LocalConsumer consumer : consumers) {
      consumer.has().stream().filter(LocalDelivery::lose).forEach(gone::add);
    }
    free(gone);
    return gone;
  }
}
