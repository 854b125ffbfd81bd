package io.heartwire.endpoint;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that runs turns, and that another takes the place of when a turn keeps it blocked: calls
 * into the container may wait for a peer, and can be ended by nobody, not even by closing the
 * session.
 *
 * <p>Safe for use by any thread; {@link #run} is called by the thread in charge.
 */
final class ReplaceableThread {
  private static final Logger LOG = Logger.getLogger(ReplaceableThread.class.getName());

  /** Threads that may be blocked at a time: each costs its stack. */
  static final int MOST_BLOCKED = 16;

  private final String name;
  private final Runnable work;
  private final ThreadFactory threads;
  private final TimeSource time;
  private final AtomicInteger blocked = new AtomicInteger();

  /** Odd while a turn runs. Whoever raises it from odd to even decides what becomes of the turn. */
  private final AtomicLong step = new AtomicLong();

  private volatile @Nullable Thread thread;
  private volatile boolean mute;
  private @Nullable Turn running; // handed to the successor by the step

  // Of the watch.
  private long watchedStep;
  private long watchedSince;

  /**
   * @param work what the thread in charge does; it ends when {@link #run} says that it must
   */
  ReplaceableThread(String name, Runnable work, ThreadFactory threads, TimeSource time) {
    this.name = name;
    this.work = work;
    this.threads = threads;
    this.time = time;
  }

  void start() {
    begin(newThread());
  }

  /**
   * Runs a turn. One that throws is given up.
   *
   * @return when it is due again; null if this thread has been replaced meanwhile and must end
   */
  Turn.@Nullable Next run(Turn turn) {
    running = turn;
    long begun = step.incrementAndGet();
    Turn.Next next = null;
    try {
      next = turn.run();
    } catch (RuntimeException | Error failure) { // one that escapes would end the thread
      LOG.log(Level.SEVERE, "A read or write failed in a way nobody expected", failure);
    }
    if (!step.compareAndSet(begun, begun + 1)) {
      blocked.decrementAndGet();
      return null;
    }
    if (next == null) {
      turn.givenUp();
      return Turn.Next.UNTIL_ADDED;
    }
    return next;
  }

  /**
   * Replaces the thread if it is blocked in a turn. Called again and again, by one thread at a
   * time.
   *
   * @param limit how long a turn is watched before its thread is given up
   * @param resumed whether the process has just come back from a pause, so that nobody is judged
   * @return whether it has been replaced
   */
  boolean watch(Duration limit, boolean resumed) {
    long now = time.nanos();
    long seen = step.get();
    if (seen != watchedStep || resumed) {
      watchedStep = seen;
      watchedSince = now;
    }
    boolean overdue = isOdd(seen) && now - watchedSince >= limit.toNanos() && isWaiting(thread);
    boolean most = blocked.get() >= MOST_BLOCKED;
    if (overdue && most && !mute) {
      LOG.log(
          Level.SEVERE,
          "{0} threads of {1} are blocked in calls to peers, and no more take their place:"
              + " its connections stand still until one comes back or the gateway is restarted",
          new Object[] {blocked.get() + 1, name});
    }
    mute = overdue && most;
    return overdue && !most && replace(seen);
  }

  /** Threads that are blocked now, whether they could be replaced or not. */
  int blocked() {
    return blocked.get() + (mute ? 1 : 0);
  }

  /** Whether so many threads are blocked that no other may take their place. */
  boolean isMute() {
    return mute;
  }

  private boolean replace(long seen) {
    Thread successor = newThread(); // first: if there is none, the old one stays in charge
    if (!step.compareAndSet(seen, seen + 1)) {
      return false; // it has come back just now
    }
    Turn turn = Objects.requireNonNull(running);
    LOG.log(
        Level.WARNING,
        "A thread of {0} is blocked in a call to a peer and has been replaced;"
            + " see heartwire_threads_stuck, now {1}",
        new Object[] {name, blocked.incrementAndGet()});
    begin(successor);
    turn.givenUp();
    return true;
  }

  private Thread newThread() {
    Thread made = threads.newThread(work);
    made.setName(name);
    return made;
  }

  private void begin(Thread next) {
    thread = next;
    next.start();
  }

  private static boolean isOdd(long number) {
    return (number & 1) == 1;
  }

  /** One that runs is only slow, or short of CPU. */
  private static boolean isWaiting(@Nullable Thread thread) {
    if (thread == null) {
      return false;
    }
    return switch (thread.getState()) {
      case WAITING, TIMED_WAITING, BLOCKED -> true;
      default -> false;
    };
  }
}
