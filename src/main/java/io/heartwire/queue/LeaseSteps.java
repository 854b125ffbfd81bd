package io.heartwire.queue;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done next at the store for the lease of a queue. Guarded by the lock of the queue;
 * {@link #request} and {@link #wanted} are also for whoever goes through the steps.
 */
final class LeaseSteps {
  /*
   * Implementation notes. The steps are given one after the other, so that their answers can't
   * overtake each other: a renewal that finds the lease ended says so of what was taken before, and
   * not of what is taken after it. Whoever wants a step says what (a flag) and asks. A take whose
   * answer is lost is given again with the same number. Settlements are not among these steps, as
   * they are fenced by message and delivery. A take that gets less than it wants makes the store
   * tell of more: until then, free credit alone is no reason for another.
   */

  /** One call of the store. */
  enum Step {
    RENEW,
    TAKE,
    LEAVE,
    NONE
  }

  private static final int MOST_AT_ONCE = 256;

  private final QueueTurns consumers;
  private final Duration lease;
  private final QueueNode node;

  private boolean isRunning;
  private boolean isAsked;
  private boolean mustRenew;
  private boolean isKnown; // to the store, as one that takes
  private long request;
  private int wanted; // of the unanswered request; 0 = there is none
  private boolean isRepeated; // that request
  private boolean mayBeMore = true;
  private long renewedAt;
  private @Nullable Long dueAt;

  /**
   * @param lease how long the store keeps it without a renewal
   */
  LeaseSteps(QueueTurns consumers, Duration lease, QueueNode node) {
    this.consumers = consumers;
    this.lease = lease;
    this.node = node;
    this.renewedAt = node.time().nanos();
  }

  /** Somebody came or left: a renewal tells the store how many consumers there are. */
  void renew() {
    mustRenew = true;
  }

  /** The store says that there may be something. */
  void ready() {
    mustRenew |= !consumers.hasCredit(); // which tells another node
    mayBeMore = true;
  }

  /** Returns whether the time calls for a step. */
  boolean tick(long now) {
    mustRenew |= isKnown && now - renewedAt >= lease.toNanos() / 3;
    boolean isDue = mustRenew || wanted > 0 || (dueAt != null && now - dueAt >= 0);
    isDue |= consumers.isEmpty() && isKnown;
    mayBeMore |= isDue;
    return isDue;
  }

  /** Asks for the steps; returns whether the caller is to go through them, as nobody is at it. */
  boolean ask() {
    isAsked = true;
    boolean isFree = !isRunning;
    isRunning = true;
    return isFree;
  }

  /**
   * Returns the step to be given now; with {@code NONE}, nobody is at it any more.
   *
   * @param isSettled whether the store has answered all settlements
   */
  Step next(boolean isSettled) {
    if (!isAsked) {
      isRunning = false;
      return Step.NONE;
    }
    isAsked = false;
    Step step = Step.NONE;
    if (consumers.isEmpty() && wanted == 0 && isSettled) {
      step = isKnown ? Step.LEAVE : Step.NONE;
    } else if (mustRenew) {
      step = Step.RENEW;
      mustRenew = false;
      isAsked = true; // and then look for more
    } else if (wanted > 0 || (mayBeMore && consumers.hasCredit())) {
      step = Step.TAKE;
      mayBeMore = false;
      if (wanted == 0) {
        wanted = (int) Math.min(MOST_AT_ONCE, consumers.credit());
        request = node.nextRequest();
      }
    }
    isKnown |= step == Step.TAKE || step == Step.RENEW;
    isRunning = step != Step.NONE;
    return step;
  }

  /** The number of the take that the store has not answered. */
  long request() {
    return request;
  }

  /** How many messages that take is to get; 0 = there is none. */
  int wanted() {
    return wanted;
  }

  /** Whether the store takes this node for one that consumes. */
  boolean isKnown() {
    return isKnown;
  }

  /** The store has answered the take with so many messages. */
  void took(int messages, @Nullable Duration due) {
    mayBeMore |= messages >= wanted || isRepeated;
    isAsked |= mayBeMore;
    isRepeated = false;
    wanted = 0;
    due(due);
  }

  void renewed(@Nullable Duration due) {
    renewedAt = node.time().nanos();
    mayBeMore = true; // news may have been missed
    due(due);
  }

  void left() {
    isKnown = false;
  }

  /** Nobody is at it any more; the next tick tries again. */
  void failed(Step step) {
    mustRenew |= step == Step.RENEW;
    isRepeated |= step == Step.TAKE;
    isRunning = false;
  }

  private void due(@Nullable Duration due) {
    dueAt = due == null ? null : Long.valueOf(node.time().nanos() + due.toNanos());
  }
}
