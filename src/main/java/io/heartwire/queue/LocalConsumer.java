package io.heartwire.queue;

import io.heartwire.broker.QueueStore.Return;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A consumer of this node. What changes is guarded by its queue. */
final class LocalConsumer implements QueueSubscription {
  private final LocalQueue queue;
  private final QueueReceiver receiver;
  private final Set<LocalDelivery> has = new LinkedHashSet<>(); // the oldest first
  private int credit;

  LocalConsumer(LocalQueue queue, int prefetch, QueueReceiver receiver) {
    this.queue = queue;
    this.credit = prefetch;
    this.receiver = receiver;
  }

  @Override
  public QueueName queue() {
    return queue.name();
  }

  @Override
  public int unacknowledged() {
    synchronized (queue) {
      return has.size();
    }
  }

  @Override
  public CompletionStage<@Nullable Void> close() {
    return queue.remove(this, Return.UNTOUCHED, "");
  }

  @Override
  public CompletionStage<@Nullable Void> abort(String why) {
    return queue.remove(this, Return.AGAIN, why);
  }

  LocalQueue queued() {
    return queue;
  }

  QueueReceiver receiver() {
    return receiver;
  }

  /** With the queue's lock held, as the following ones. */
  int credit() {
    return credit;
  }

  void add(LocalDelivery delivery) {
    credit--;
    has.add(delivery);
  }

  /** Returns whether it was there. */
  boolean remove(LocalDelivery delivery) {
    boolean was = has.remove(delivery);
    credit += was ? 1 : 0;
    return was;
  }

  Set<LocalDelivery> has() {
    return has;
  }
}
