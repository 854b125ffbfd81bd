package io.heartwire.queue;

import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.QueueStore.Batch;
import io.heartwire.broker.QueueStore.Renewal;
import io.heartwire.broker.QueueStore.Return;
import io.heartwire.queue.LeaseSteps.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A queue as this node's consumers use it: takes what they have credit for, and hands it out in
 * turns.
 *
 * <p>Safe for use by any thread. Receivers are called by one thread at a time, without the lock.
 */
final class LocalQueue {
  private final QueueName name;
  private final QueueOptions options;
  private final QueueNode node;
  private final Deliverer deliverer;
  private final Settlements settlements;

  // Guarded by this.
  private final QueueTurns consumers = new QueueTurns();
  private final LeaseSteps steps;

  LocalQueue(QueueName name, QueueOptions options, QueueNode node, NamespaceCounters counters) {
    this.name = name;
    this.options = options;
    this.node = node;
    this.deliverer = new Deliverer(node, counters);
    this.settlements = new Settlements(this, options.limits(), node, counters);
    this.steps = new LeaseSteps(consumers, options.limits().lease(), node);
  }

  QueueName name() {
    return name;
  }

  LocalConsumer add(int prefetch, QueueReceiver receiver) {
    LocalConsumer consumer = new LocalConsumer(this, prefetch, receiver);
    synchronized (this) {
      consumers.add(consumer);
      steps.renew();
    }
    return consumer;
  }

  synchronized List<LocalConsumer> all() {
    return consumers.all();
  }

  synchronized int consumers() {
    return consumers.size();
  }

  synchronized int unacknowledged() {
    return consumers.unacknowledged();
  }

  /** The ids of all that the store has not settled; null if it has not answered a take. */
  synchronized @Nullable Set<Long> unsettled() {
    return steps.wanted() > 0 ? null : consumers.unsettled();
  }

  /** Whether nothing is left to do for it. */
  synchronized boolean isUnused() {
    return consumers.isEmpty() && settlements.isEmpty() && !steps.isKnown();
  }

  /** The store says that there may be something. */
  void ready() {
    synchronized (this) {
      steps.ready();
    }
    look();
  }

  /** Does what is to be done, unless somebody is at it. */
  void look() {
    synchronized (this) {
      if (!steps.ask()) {
        return;
      }
    }
    node.execute(this::run);
  }

  /** About once a second. */
  void tick(long now) {
    List<LocalDelivery> late = List.of();
    boolean isDue;
    synchronized (this) {
      if (!options.ackTimeout().isZero()) {
        late = consumers.letGoSince(now - options.ackTimeout().toNanos());
      }
      isDue = steps.tick(now);
    }
    settlements.repeat();
    if (!late.isEmpty()) {
      deliverer.lose(late);
      settle(
          new Settlement(
              late,
              Return.AGAIN,
              Duration.ZERO,
              "it was not acknowledged within ack-timeout=" + options.ackTimeout()));
    }
    if (isDue) {
      look();
    }
  }

  /** Not if its consumer has ended meanwhile. */
  private synchronized boolean isHeld(LocalDelivery delivery) {
    return delivery.isHeld();
  }

  /** Its consumer settles it; returns false if it no longer has it. */
  boolean release(LocalDelivery delivery) {
    boolean hasCredit;
    synchronized (this) {
      if (delivery.letGo()) {
        return true;
      }
      hasCredit = consumers.ended(delivery);
    }
    if (hasCredit) {
      look();
    }
    return false;
  }

  /** Gives up what consumers no longer hold; until it is done they have no credit for it. */
  void settle(Settlement settlement) {
    settlements.add(settlement);
  }

  /** Consumers have credit again for what the store has settled. */
  synchronized void free(List<LocalDelivery> settled) {
    consumers.free(settled);
  }

  /** Ends a consumer; nothing if it has ended. */
  CompletionStage<@Nullable Void> remove(LocalConsumer consumer, Return how, String why) {
    List<LocalDelivery> left = new ArrayList<>();
    CompletionStage<@Nullable Void> end = CompletableFuture.completedStage(null);
    synchronized (this) {
      if (!consumers.remove(consumer)) {
        return end;
      }
      steps.renew();
      consumer.has().stream().filter(LocalDelivery::letGo).forEach(left::add);
    }
    if (!left.isEmpty()) {
      Settlement settlement = new Settlement(left, how, Duration.ZERO, why);
      end = settlement.done().<@Nullable Void>thenApply(done -> null);
      settle(settlement);
    }
    look(); // it may have been the last one
    return end;
  }

  private void run() {
    while (true) {
      Step step = next();
      if (step == Step.NONE) {
        return;
      }
      CompletableFuture<Boolean> goOn = give(step);
      if (!goOn.isDone()) {
        var unused =
            goOn.thenAccept(
                more -> {
                  if (more) {
                    run();
                  }
                });
        return;
      }
      if (!goOn.join()) {
        return;
      }
    }
  }

  private synchronized Step next() {
    return steps.next(settlements.isEmpty());
  }

  /** Returns whether to go on; never fails. */
  private CompletableFuture<Boolean> give(Step step) {
    QueueStore store = node.store();
    String queue = name.value();
    String owner = node.owner();
    CompletionStage<Boolean> done;
    try {
      done =
          switch (step) {
            case TAKE ->
                store
                    .take(queue, owner, steps.request(), steps.wanted(), options.limits())
                    .thenApply(this::took);
            case RENEW -> LeaseRenewal.give(this, options.limits(), node).thenApply(this::renewed);
            default -> store.leave(queue, owner, options.limits()).thenApply(nothing -> left());
          };
    } catch (RuntimeException failure) {
      done = CompletableFuture.failedStage(failure);
    }
    return done.exceptionally(failure -> failed(step, failure)).toCompletableFuture();
  }

  /** The next tick tries again. */
  private boolean failed(Step step, Throwable failure) {
    String what =
        switch (step) {
          case TAKE -> "taking messages of";
          case RENEW -> "renewing the lease of";
          default -> "leaving";
        };
    node.failed(what + " queue " + name, failure);
    synchronized (this) {
      steps.failed(step);
    }
    return false;
  }

  private boolean left() {
    synchronized (this) {
      steps.left();
    }
    node.left(this);
    return true;
  }

  private boolean renewed(Renewal renewal) {
    if (!renewal.held()) {
      loseAll();
    }
    synchronized (this) {
      steps.renewed(renewal.due());
    }
    return true;
  }

  private boolean took(Batch batch) {
    if (!batch.held()) {
      loseAll();
    }
    List<LocalDelivery> deliveries = new ArrayList<>(batch.messages().size());
    List<LocalDelivery> left = new ArrayList<>();
    List<LocalDelivery> gone = new ArrayList<>();
    synchronized (this) {
      steps.took(batch.messages().size(), batch.due());
      for (QueueMessage message : batch.messages()) {
        LocalDelivery before = consumers.letGoOf(message.id());
        if (before != null) {
          gone.add(before);
        }
      }
      batch.messages().forEach(message -> hand(message, deliveries, left));
    }
    deliverer.lose(gone);
    if (!left.isEmpty()) {
      settle(new Settlement(left, Return.UNTOUCHED, Duration.ZERO, ""));
    }
    deliveries.stream().filter(this::isHeld).forEach(deliverer::deliver);
    return true;
  }

  /** With the lock held: to the next in turn, if there is one. */
  private void hand(QueueMessage message, List<LocalDelivery> to, List<LocalDelivery> left) {
    long now = node.time().nanos();
    LocalDelivery delivery = consumers.hand(this, message, now);
    if (delivery == null) {
      LocalConsumer nobody = new LocalConsumer(this, 0, nobodys -> {});
      LocalDelivery forNobody = new LocalDelivery(this, nobody, message, now);
      consumers.hold(forNobody);
      left.add(forNobody);
    } else {
      to.add(delivery);
    }
  }

  /** The lease had ended, and with it all that consumers have. */
  private void loseAll() {
    List<LocalDelivery> gone;
    synchronized (this) {
      gone = consumers.loseAll();
    }
    deliverer.lose(gone);
  }
}
