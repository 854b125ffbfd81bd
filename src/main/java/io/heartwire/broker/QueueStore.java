package io.heartwire.broker;

import io.heartwire.visibility.Internal;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Where messages of queues wait, and who has them. A message is ready, delayed, or leased by a
 * node, which has it for one of its consumers, until it is acknowledged.
 *
 * <p><b>Order.</b> Ready messages leave in the order of their numbers. One that comes back goes to
 * its old place, before all that were sent later.
 *
 * <p><b>Leases.</b> Messages are leased by an <i>owner</i>, the node. Whatever it does with {@link
 * #take} and {@link #renew} renews its lease of the queue; once that has ended all its messages
 * come back. What it does later to a message that it lost has no effect, and says so: a lease is
 * identified by message <i>and</i> delivery. Leases end only while others renew theirs: where
 * nobody could, as while the store was away, all have a moment to renew them first.
 *
 * <p><b>Repetition.</b> Each call may be made again when its answer was lost, and has no second
 * effect: a send by its key, a take by its request number, the others by themselves.
 *
 * <p>The dead letters of a queue are in the queue {@code <name>.dlq}, which is as any other, but
 * for what it is full of: its oldest message gives way.
 *
 * <p>Safe for use by any thread. Nothing blocks. Stages fail with a {@link BrokerException}.
 */
@Internal
public interface QueueStore {
  /** What the name of a queue of dead letters ends in. */
  String DEAD_LETTERS = ".dlq";

  /** Told by any thread; must not block. */
  interface Listener {
    /** There may be something to take. */
    void ready(String queue);

    /** News may have been missed: there may be something to take in all queues. */
    void missed();
  }

  /**
   * A message that an owner has.
   *
   * @param id of the message
   * @param delivery its delivery count when it was taken
   */
  record Lease(long id, int delivery) {}

  /**
   * What was taken.
   *
   * @param messages in order, each leased
   * @param held false if the owner's lease had ended, and all that it had before has come back
   * @param due when to look again without being told, as for delayed messages; null if there is no
   *     such moment
   */
  record Batch(List<QueueMessage> messages, boolean held, @Nullable Duration due) {}

  /**
   * Whether the owner still had its lease, and when to look again.
   *
   * @param has how many messages the owner has
   * @param held as in {@link Batch}
   * @param isReady whether there is something to take
   * @param due as in {@link Batch}
   */
  record Renewal(boolean held, boolean isReady, int has, @Nullable Duration due) {}

  /** How a message comes back that was not acknowledged. */
  enum Return {
    /** Nobody has had it: this delivery does not count. */
    UNTOUCHED,
    /** To its place, or to the dead letters if this was its last delivery. */
    AGAIN,
    /** To the dead letters. */
    REJECTED
  }

  /** The listener to be told from now on; there is one. */
  void start(Listener listener);

  /**
   * Adds a message. Complete when it is stored. A key in the draft is one of its author: {@link
   * PublishOptions.Idempotency#authorOf}.
   *
   * @param attempt identifies this sending where the draft has no key, so that the call can be
   *     repeated
   */
  CompletionStage<QueueReceipt> send(
      String queue, QueueDraft draft, String attempt, QueueLimits limits);

  /**
   * Leases the first ready messages to the owner. If there are fewer than it wants, it is told when
   * there are more.
   *
   * @param request a number that grows; the same again gets the same messages again, and one that
   *     comes after a later one gets none
   * @param most how many it wants
   */
  CompletionStage<Batch> take(
      String queue, String owner, long request, int most, QueueLimits limits);

  /**
   * Removes messages that were processed.
   *
   * @return of each whether it was still this owner's
   */
  CompletionStage<List<Boolean>> acknowledge(
      String queue, String owner, List<Lease> leases, QueueLimits limits);

  /**
   * Gives messages back that were not processed.
   *
   * @param delay how long they are kept back
   * @param why in words, for the dead letters
   * @return of each whether it was still this owner's
   */
  CompletionStage<List<Boolean>> giveBack(
      String queue,
      String owner,
      List<Lease> leases,
      Return how,
      Duration delay,
      String why,
      QueueLimits limits);

  /**
   * Renews the lease, and makes up for all that has become due.
   *
   * @param consumers how many the owner has, for the figures
   */
  CompletionStage<Renewal> renew(String queue, String owner, int consumers, QueueLimits limits);

  /**
   * Gives back all that the owner has but these, as {@link Return#AGAIN}: it does not know of them,
   * since the store was set back, and has forgotten that they were acknowledged or given back.
   *
   * @param known the ids of all that the owner knows to have
   * @return how many came back
   */
  CompletionStage<Integer> reconcile(
      String queue, String owner, Collection<Long> known, QueueLimits limits);

  /** Ends the lease: all that the owner has comes back uncounted, and it is told no more. */
  CompletionStage<@Nullable Void> leave(String queue, String owner, QueueLimits limits);

  /** Makes dead letters of what has waited longer than its TTL, where nobody takes anything. */
  CompletionStage<@Nullable Void> expire(String queue, QueueLimits limits);

  CompletionStage<QueueStats> stats(String queue);

  /**
   * Ready messages, without leasing them.
   *
   * @param after the id of the last one of the page before; 0 for the first page
   */
  CompletionStage<List<QueueMessage>> peek(String queue, long after, int most);

  /**
   * Removes ready and delayed messages.
   *
   * @return how many
   */
  CompletionStage<Long> purge(String queue);

  /**
   * Moves the oldest dead letters of the queue back into it, as if they were sent now, up to its
   * limits.
   *
   * @param queue the one that they return to
   * @return how many
   */
  CompletionStage<Integer> revive(String queue, int most, QueueLimits limits);

  /**
   * Names of queues that have been used and have messages or consumers, or had lately; those of
   * dead letters are not among them.
   */
  CompletionStage<List<String>> names(int most);

  /** The queue whose dead letters this one has; itself if it is not one of dead letters. */
  static String origin(String queue) {
    return isDeadLetters(queue)
        ? queue.substring(0, queue.length() - DEAD_LETTERS.length())
        : queue;
  }

  static boolean isDeadLetters(String queue) {
    return queue.endsWith(DEAD_LETTERS);
  }
}
