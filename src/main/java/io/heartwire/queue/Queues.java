package io.heartwire.queue;

import io.heartwire.broker.EngineThreads;
import io.heartwire.broker.Node;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueMessage;
import io.heartwire.broker.QueueReceipt;
import io.heartwire.broker.QueueStats;
import io.heartwire.broker.QueueStore;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The queues as the server uses them, without permission checks: see {@link QueueRules} for
 * clients.
 *
 * <p>Safe for use by any thread. Nothing blocks. A stage fails with a {@link QueueException}, or
 * with a {@link io.heartwire.broker.BrokerException} when the engine can't be reached.
 */
@Singleton
public class Queues {
  private final QueueRules rules;
  private final QueueStore store;
  private final LocalQueues local;
  private final AfterCommit transactions;
  private final QueueSampler sampler;
  private final TimeSource time;

  @Inject
  @Internal
  public Queues(
      QueueRules rules, QueueStore store, Node node, EngineThreads threads, TimeSource time) {
    this(rules, store, node.uid(), threads, time);
  }

  /**
   * For programs without a container.
   *
   * @param owner the node, as the store knows it
   */
  @Internal
  public Queues(
      QueueRules rules, QueueStore store, String owner, EngineThreads threads, TimeSource time) {
    this.rules = rules;
    this.store = store;
    this.local = new LocalQueues(store, owner, threads, time, rules.namespaces());
    this.transactions = AfterCommit.find();
    this.sampler = new QueueSampler(store, queue -> rules.require(queue).limits());
    this.time = time;
    store.start(local);
  }

  /**
   * Sends a message to one of the consumers.
   *
   * @return complete when the engine has stored it
   */
  public CompletionStage<QueueReceipt> send(QueueName queue, Payload data) {
    return send(queue, QueueDraft.of(data));
  }

  /**
   * Sends an object as JSON, by JSON-B or Jackson: see {@link Payload#of}, which says what is
   * refused.
   *
   * @throws IllegalArgumentException if no JSON can be made of it
   * @throws IllegalStateException if there is neither JSON-B nor Jackson
   */
  public CompletionStage<QueueReceipt> send(QueueName queue, Object data) {
    return send(queue, Payload.of(data));
  }

  /**
   * Sends with headers, an idempotency key, a delay or a TTL. Within a JTA transaction it is sent
   * after the commit, and the stage completes then: do not wait for it within the transaction.
   * After a rollback nothing is sent, and it fails.
   */
  public CompletionStage<QueueReceipt> send(QueueName queue, QueueDraft draft) {
    return transactions.run(queue, () -> sendNow(queue, draft));
  }

  /** The figures of a queue, over all nodes; zeros if there is none of that name. */
  public CompletionStage<QueueStats> stats(QueueName queue) {
    return store.stats(queue.value());
  }

  /** The same as {@link #send}, now, whatever transaction there is. */
  @Internal
  public CompletionStage<QueueReceipt> sendNow(QueueName queue, QueueDraft draft) {
    QueueOptions options;
    try {
      options = rules.require(queue);
      checkSize(queue, draft, options);
    } catch (QueueException refused) {
      return CompletableFuture.failedStage(refused);
    }
    NamespaceCounters counters = local.counters(queue);
    sampler.use(queue, time.nanos());
    return store
        .send(queue.value(), draft, UUID.randomUUID().toString(), options.limits())
        .thenApply(receipt -> counted(queue, receipt, counters));
  }

  /**
   * Begins to consume.
   *
   * @param prefetch how many messages it may have unacknowledged; 0 = as the rules say
   * @throws QueueException if the namespace is not configured, the prefetch above its limit, or the
   *     node stops
   */
  @Internal
  public QueueSubscription consume(QueueName queue, int prefetch, QueueReceiver receiver) {
    QueueOptions options = rules.require(queue);
    if (prefetch < 0 || prefetch > options.maxPrefetch()) {
      throw new QueueException(
          QueueProblem.LIMIT_EXCEEDED,
          "prefetch of a consumer of queue %s must be from 1 to max-prefetch=%d, is %d"
              .formatted(queue, options.maxPrefetch(), prefetch));
    }
    sampler.use(queue, time.nanos());
    return local.add(queue, options, prefetch == 0 ? options.prefetch() : prefetch, receiver);
  }

  /** Names of queues that have been used lately or have messages, without those of dead letters. */
  @Internal
  public CompletionStage<List<QueueName>> names(int most) {
    return store.names(most).thenApply(names -> names.stream().map(QueueName::new).toList());
  }

  /**
   * Ready messages, which stay where they are.
   *
   * @param after the id of the last one of the page before; 0 for the first page
   */
  @Internal
  public CompletionStage<List<QueueMessage>> peek(QueueName queue, long after, int most) {
    return store.peek(queue.value(), after, most);
  }

  /**
   * Removes all messages that no consumer has.
   *
   * @return how many
   */
  @Internal
  public CompletionStage<Long> purge(QueueName queue) {
    return store.purge(queue.value());
  }

  /**
   * Moves the oldest dead letters of the queue back into it, as far as there is room.
   *
   * @return how many
   */
  @Internal
  public CompletionStage<Integer> revive(QueueName queue, int most) {
    return store.revive(queue.origin().value(), most, rules.require(queue).limits());
  }

  /**
   * The namespace that the queue is counted in: its own if that is configured, else one for all
   * others, which only development mode has. Empty for queues without one.
   */
  @Internal
  public String counted(QueueName queue) {
    return local.counted(queue);
  }

  /** What this node has done, by namespace as {@link #counted} has it. */
  @Internal
  public Map<String, NamespaceCounters> counters() {
    return local.counters();
  }

  /** Steps of consumers that failed since the start, and were tried again. */
  @Internal
  public long failedSteps() {
    return local.failed();
  }

  /** Consumers of this node, by namespace. */
  @Internal
  public Map<String, Integer> consumers() {
    return local.sums(LocalQueue::consumers);
  }

  /** Messages that consumers of this node have not acknowledged, by namespace. */
  @Internal
  public Map<String, Integer> unacknowledged() {
    return local.sums(LocalQueue::unacknowledged);
  }

  /** Consumers that this node has of one queue. */
  @Internal
  public int consumers(QueueName queue) {
    return local.figure(queue, LocalQueue::consumers);
  }

  /** Messages of one queue that consumers of this node have not acknowledged. */
  @Internal
  public int unacknowledged(QueueName queue) {
    return local.figure(queue, LocalQueue::unacknowledged);
  }

  /** Queues of which this node has consumers. */
  @Internal
  public List<QueueName> consumed() {
    return local.names();
  }

  /** The figures of queues that are used or have messages, as they were some seconds ago. */
  @Internal
  public Map<QueueName, QueueStats> sampled() {
    return sampler.stats();
  }

  /** About once a second. */
  @Internal
  public void tick(long now) {
    local.tick(now);
    sampler.tick(now, local::isConsumed);
  }

  /** Others can have the messages before this node is gone. */
  void stop(@Observes Shutdown event) {
    close();
  }

  /** Ends all consumers in order; waits for it a few seconds at most. */
  @Internal
  public void close() {
    local.close();
  }

  private static void checkSize(QueueName queue, QueueDraft draft, QueueOptions options) {
    if (queue.isDeadLetters()) {
      throw new QueueException(
          QueueProblem.BAD_REQUEST,
          "nobody sends to dead letters: send to %s instead of %s"
              .formatted(queue.origin(), queue));
    }
    if (draft.size() > options.limits().maxBytes()) {
      throw new QueueException(
          QueueProblem.LIMIT_EXCEEDED,
          "a message of %d bytes does not fit into queue %s: raise its max-bytes=%d"
              .formatted(draft.size(), queue, options.limits().maxBytes()));
    }
  }

  private static QueueReceipt counted(
      QueueName queue, QueueReceipt receipt, NamespaceCounters counters) {
    switch (receipt.outcome()) {
      case SENT -> counters.sent.increment();
      case REPEATED -> {}
      case DEAD_LETTERED -> counters.refused.increment();
      case FULL -> {
        counters.refused.increment();
        throw new QueueException(
            QueueProblem.FULL,
            "queue %s is full: try again later, add consumers, or raise its max-messages or max-bytes"
                .formatted(queue));
      }
    }
    return receipt;
  }
}
