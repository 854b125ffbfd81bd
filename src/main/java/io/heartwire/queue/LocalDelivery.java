package io.heartwire.queue;

import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueStore.Lease;
import io.heartwire.broker.QueueStore.Return;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A message that a consumer of this node has. */
final class LocalDelivery implements QueueDelivery {
  private final LocalQueue queue;
  private final LocalConsumer consumer;
  private final QueueMessage message;
  private final long since;

  // Guarded by queue.
  private boolean isHeld = true;
  private boolean isLost;
  private boolean isFree;

  LocalDelivery(LocalQueue queue, LocalConsumer consumer, QueueMessage message, long since) {
    this.queue = queue;
    this.consumer = consumer;
    this.message = message;
    this.since = since;
  }

  @Override
  public QueueMessage message() {
    return message;
  }

  @Override
  public CompletionStage<Boolean> acknowledge() {
    return settle(Settlement.acknowledgement(List.of(this)));
  }

  @Override
  public CompletionStage<Boolean> giveBack(Duration delay, String why) {
    return settle(new Settlement(List.of(this), Return.AGAIN, delay, why));
  }

  @Override
  public CompletionStage<Boolean> reject(String why) {
    return settle(new Settlement(List.of(this), Return.REJECTED, Duration.ZERO, why));
  }

  private CompletionStage<Boolean> settle(Settlement settlement) {
    if (!queue.release(this)) {
      return CompletableFuture.completedStage(false);
    }
    queue.settle(settlement);
    return settlement.done();
  }

  /** Hands it to its consumer. */
  void tell(QueueNode node) {
    try {
      consumer.receiver().deliver(this);
    } catch (RuntimeException | Error failure) { // the next ones are other consumers'
      node.failed("delivering a message of queue " + message.queue(), failure);
      var unused = giveBack(Duration.ZERO, String.valueOf(failure));
    }
  }

  /** Tells its consumer that it has lost it. */
  void tellLost(QueueNode node) {
    try {
      consumer.receiver().lost(this);
    } catch (RuntimeException | Error failure) {
      node.failed("telling a consumer of queue " + message.queue() + " what it has lost", failure);
    }
  }

  LocalConsumer consumer() {
    return consumer;
  }

  Lease lease() {
    return new Lease(message.id(), message.delivery());
  }

  /** {@code TimeSource} nanoseconds. */
  long since() {
    return since;
  }

  /** With the queue's lock held. */
  boolean isHeld() {
    return isHeld;
  }

  /** With the queue's lock held; returns whether it was held until now. */
  boolean letGo() {
    boolean was = isHeld;
    isHeld = false;
    return was;
  }

  /** The same where its consumer has not settled it. */
  boolean lose() {
    isLost |= isHeld;
    return letGo();
  }

  /** With the queue's lock held: its consumer does nothing with it any more. */
  void ended() {
    isLost = false;
  }

  /** With the queue's lock held: the store has settled it, or has forgotten it. */
  void free() {
    isFree = true;
  }

  /** With the queue's lock held; whether it takes up no credit any more. */
  boolean isOver() {
    return isFree && !(isLost && consumer.receiver().settlesWhatItLost());
  }
}
