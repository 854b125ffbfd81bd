package io.heartwire.endpoint;

import io.heartwire.time.TimeSource;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One thread that writes to its share of the connections, and is replaced when a peer keeps it
 * blocked: a synchronous write of the container can be ended by nobody, not even by closing the
 * session.
 *
 * <p>After a long round through its connections the writer rests for as long as that took, up to
 * {@link #LONGEST_REST}: what comes meanwhile leaves together, and who publishes or reads gets the
 * core. Where a node is busy, that costs less time than it saves.
 *
 * <p>A connection stays with one writer. Whoever leaves a turn here pays a compare-and-swap, and
 * wakes the thread only if it rests; the thread takes all that are due at once.
 *
 * <p>Safe for use by any thread; nothing waits but the writer's own thread.
 */
final class Writer {
  private static final Logger LOG = Logger.getLogger(Writer.class.getName());

  /** Threads of one writer that may be blocked at a time: each costs its stack. */
  static final int MOST_BLOCKED = 16;

  private static final long NEVER = Long.MIN_VALUE;

  /** How long after it was put off a turn comes again. */
  static final Duration LATER = Duration.ofMillis(3);

  /** A writer that was busy for longer than this may rest. */
  static final Duration BUSY = Duration.ofMillis(1);

  /** The longest rest after it has been busy. */
  static final Duration LONGEST_REST = Duration.ofMillis(8);

  private final String name;
  private final Duration linger;
  private final ThreadFactory threads;
  private final TimeSource time;
  private final TurnList due = new TurnList();
  private final AtomicInteger blocked = new AtomicInteger();

  /** Odd while a turn runs. Whoever raises it from odd to even decides what becomes of the turn. */
  private final AtomicLong step = new AtomicLong();

  private volatile @Nullable Thread thread;
  private volatile boolean resting;
  private volatile boolean stopped;
  private volatile boolean mute;

  // Of the thread in charge; handed to its successor by the step.
  private @Nullable Turn taken;
  private @Nullable Turn running;
  private @Nullable Turn later;
  private long laterSince;
  private long takenSince = NEVER; // the moment all that was due was taken

  // Of the watch.
  private long watchedStep;
  private long watchedSince;

  /**
   * @param linger how long to wait for more when the first turn is due after a rest; 0 = not at all
   */
  Writer(String name, Duration linger, ThreadFactory threads, TimeSource time) {
    this.name = name;
    this.linger = linger;
    this.threads = threads;
    this.time = time;
  }

  void start() {
    begin(newThread());
  }

  void stop() {
    stopped = true;
    wake();
  }

  /**
   * Leaves a turn that is in no writer's list.
   *
   * @return false once the writer is stopped
   */
  boolean add(Turn turn) {
    if (stopped) {
      return false;
    }
    if (due.add(turn) && resting) {
      wake();
    }
    return true;
  }

  /**
   * Replaces the thread if it is blocked in a turn. Called again and again, by one thread at a
   * time.
   *
   * @param limit how long a turn is watched before its thread is given up
   * @param resumed whether the process has just come back from a pause, so that nobody is judged
   */
  void watch(Duration limit, boolean resumed) {
    long now = time.nanos();
    long seen = step.get();
    if (seen != watchedStep || resumed) {
      watchedStep = seen;
      watchedSince = now;
    }
    boolean overdue = isOdd(seen) && now - watchedSince >= limit.toNanos() && isWaiting(thread);
    boolean most = blocked.get() >= MOST_BLOCKED;
    if (overdue && !most) {
      replace(seen);
    }
    if (overdue && most && !mute) {
      LOG.log(
          Level.SEVERE,
          "{0} threads of {1} are blocked in writes to peers, and no more take their place:"
              + " its connections stand still until one comes back or the gateway is restarted",
          new Object[] {blocked.get() + 1, name});
    }
    mute = overdue && most;
  }

  /** Threads that are blocked now, whether they could be replaced or not. */
  int blocked() {
    return blocked.get() + (mute ? 1 : 0);
  }

  /** Whether so many threads are blocked that no other may take their place. */
  boolean isMute() {
    return mute;
  }

  private void replace(long seen) {
    Thread successor = newThread(); // first: if there is none, the old one stays in charge
    if (!step.compareAndSet(seen, seen + 1)) {
      return; // it has come back just now
    }
    Turn turn = Objects.requireNonNull(running);
    LOG.log(
        Level.WARNING,
        "A thread of {0} is blocked in a write to a peer and has been replaced;"
            + " see heartwire_threads_stuck, now {1}",
        new Object[] {name, blocked.incrementAndGet()});
    takenSince = NEVER; // its predecessor was blocked, not busy
    begin(successor);
    turn.givenUp();
  }

  private Thread newThread() {
    Thread made = threads.newThread(this::work);
    made.setName(name);
    return made;
  }

  private void begin(Thread next) {
    thread = next;
    next.start();
  }

  private void work() {
    while (!stopped) {
      Turn turn = nextTurn();
      if (turn == null) {
        rest();
      } else if (!run(turn)) {
        blocked.decrementAndGet();
        return; // a successor is in charge
      }
    }
  }

  private @Nullable Turn nextTurn() {
    Turn turn = taken;
    if (turn == null && later != null && time.nanos() - laterSince >= LATER.toNanos()) {
      turn = later;
      later = null;
    }
    if (turn == null) {
      restAfterWork();
      turn = due.takeAll();
      takenSince = turn == null ? NEVER : time.nanos();
    }
    if (turn != null) {
      taken = turn.next;
      turn.next = null;
    }
    return turn;
  }

  /** False if this thread has been given up meanwhile. */
  private boolean run(Turn turn) {
    running = turn;
    long begun = step.incrementAndGet();
    Turn.Next next = null;
    try {
      next = turn.run();
    } catch (RuntimeException | Error failure) { // one that escapes would end the writer
      LOG.log(Level.SEVERE, "A write failed in a way nobody expected", failure);
    }
    if (!step.compareAndSet(begun, begun + 1)) {
      return false;
    }
    if (next == null) {
      turn.givenUp();
    } else if (next == Turn.Next.AFTER_OTHERS) {
      due.add(turn);
    } else if (next == Turn.Next.LATER) {
      putOff(turn);
    }
    return true;
  }

  /**
   * The moment counts from the first that is put off, so that the others wait no longer than it.
   */
  private void putOff(Turn turn) {
    if (later == null) {
      laterSince = time.nanos();
    }
    turn.next = later;
    later = turn;
  }

  private void restAfterWork() {
    if (takenSince == NEVER) {
      return;
    }
    long now = time.nanos();
    long busy = now - takenSince;
    if (busy > BUSY.toNanos()) {
      restUntil(now + Math.min(busy, LONGEST_REST.toNanos()));
    }
  }

  private void restUntil(long moment) {
    while (moment - time.nanos() > 0 && !stopped) {
      time.restUntil(moment);
    }
  }

  private void rest() {
    if (later != null) {
      resting = true;
      if (due.isEmpty()) {
        time.restUntil(laterSince + LATER.toNanos());
      }
      resting = false;
      return;
    }
    resting = true; // before the last look: whoever comes after it wakes this thread
    while (due.isEmpty() && !stopped) {
      LockSupport.park(this);
    }
    resting = false;
    if (!linger.isZero()) {
      restUntil(time.nanos() + linger.toNanos());
    }
  }

  private void wake() {
    LockSupport.unpark(thread);
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
