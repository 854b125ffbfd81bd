package io.heartwire.endpoint;

import io.heartwire.time.TimeSource;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * One thread that reads from its share of the connections and writes to them, and is replaced when
 * a peer keeps it blocked. A message that is answered on the connection it came from, or on another
 * of the same loop, changes no threads.
 *
 * <p>It runs in rounds: what has arrived, then what is to be written. After a long round of
 * writing, to many connections, it rests for as long as that took, up to {@link #LONGEST_REST}, and
 * only reads: what comes meanwhile leaves together, and other threads get the core. Where a node is
 * busy, that costs less time than it saves. Data waits neither for the end of a long round nor for
 * the end of a rest.
 *
 * <p>A connection stays with one loop. Whoever leaves a turn here pays a compare-and-swap, and
 * wakes the thread only if it waits; the thread takes all that are due at once.
 *
 * <p>Safe for use by any thread; nothing waits but the loop's own thread.
 */
final class EventLoop {
  private static final long NEVER = Long.MIN_VALUE;

  /** How long after it was put off a turn comes again. */
  static final Duration LATER = Duration.ofMillis(3);

  /** A loop that was busy writing for longer than this rests, if it wrote to many. */
  static final Duration BUSY = Duration.ofMillis(1);

  /**
   * What is less than many. The thread may just have lost the core for a while, and the next few
   * messages have nothing to gain from waiting for each other.
   */
  static final int FEW = 64;

  /** The longest rest after it has been busy. */
  static final Duration LONGEST_REST = Duration.ofMillis(8);

  /** How many turns of writing it takes at most until the loop reads again. */
  static final int TURNS_BETWEEN_READS = 64;

  /** From how many connections it reads at most until it writes. */
  static final int READS_BETWEEN_WRITES = 8;

  /** How long it rests at most until it reads again. */
  private static final Duration REST_BETWEEN_READS = Duration.ofMillis(1);

  /** The sockets of channels that were closed elsewhere are released by the next look. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final ReplaceableThread thread;
  private final Duration linger;
  private final TimeSource time;
  private final TurnList due = new TurnList();
  private final Arrivals arrivals = new Arrivals();

  private volatile boolean waiting;
  private volatile boolean stopped;

  // Of the thread in charge, whose successor goes on with them.
  private @Nullable Turn arrived;
  private @Nullable Turn taken;
  private @Nullable Turn later;
  private long laterSince;
  private long takenSince = NEVER; // the moment all that was due was taken
  private int turns; // of writing since then
  private boolean wasIdle = true;

  /**
   * @param linger how long to wait for more when the first turn is due after a wait; 0 = not at all
   */
  EventLoop(String name, Duration linger, ThreadFactory threads, TimeSource time) {
    this.thread = new ReplaceableThread(name, this::work, threads, time);
    this.linger = linger;
    this.time = time;
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    arrivals.wake();
  }

  /**
   * Leaves a turn that is in no loop's list.
   *
   * @return false once the loop is stopped
   */
  boolean add(Turn turn) {
    if (stopped) {
      return false;
    }
    if (due.add(turn) && waiting) {
      arrivals.wake();
    }
    return true;
  }

  /** See {@link Arrivals#add}. */
  SelectionKey read(SelectableChannel channel, Turn reading) throws ClosedChannelException {
    return arrivals.add(channel, reading);
  }

  /** See {@link Arrivals#resume}. */
  void resume(SelectionKey key) {
    arrivals.resume(key);
  }

  /** See {@link Arrivals#suspend}. */
  void suspend(SelectionKey key) {
    arrivals.suspend(key);
  }

  /** See {@link ReplaceableThread#watch}. */
  void watch(Duration limit, boolean resumed) {
    thread.watch(limit, resumed);
  }

  /** See {@link ReplaceableThread#blocked}. */
  int blocked() {
    return thread.blocked();
  }

  /** See {@link ReplaceableThread#isMute}. */
  boolean isMute() {
    return thread.isMute();
  }

  private void work() {
    takenSince = NEVER; // whoever is replaced was blocked, not busy
    while (!stopped) {
      if (!round()) {
        return; // a successor is in charge
      }
    }
    arrivals.close();
  }

  /** False if this thread has been replaced meanwhile, as in all that follows. */
  private boolean round() {
    if (arrived == null) {
      lookForData();
    }
    return runArrived(READS_BETWEEN_WRITES) && takeDue() && write() && restAfterWork();
  }

  /** Waits for it if there is nothing else to do. */
  private void lookForData() {
    if (taken != null || isLaterDue()) {
      arrived = arrivals.now();
      return;
    }
    waiting = true; // before the last look: whoever comes after it wakes this thread
    if (due.isEmpty() && !stopped) {
      wasIdle = true;
      arrived = arrivals.await(later == null ? LONGEST_WAIT : LATER);
    } else {
      arrived = arrivals.now();
    }
    waiting = false;
  }

  private boolean runArrived(int most) {
    for (int i = 0; i < most && arrived != null; i++) {
      Turn turn = arrived;
      arrived = turn.next;
      turn.next = null;
      if (!run(turn)) {
        return false;
      }
    }
    return true;
  }

  private boolean takeDue() {
    if (taken != null) {
      return true; // left by a predecessor
    }
    if (isLaterDue()) {
      taken = later;
      later = null;
      return true;
    }
    if (due.isEmpty()) {
      return true;
    }
    if (wasIdle && !linger.isZero() && !restUntil(time.nanos() + linger.toNanos())) {
      return false;
    }
    wasIdle = false;
    taken = due.takeAll();
    takenSince = time.nanos();
    turns = 0;
    return true;
  }

  private boolean write() {
    while (taken != null) {
      Turn turn = taken;
      taken = turn.next;
      turn.next = null;
      if (!run(turn)) {
        return false;
      }
      if (++turns % TURNS_BETWEEN_READS == 0 && !read(READS_BETWEEN_WRITES)) {
        return false;
      }
    }
    return true;
  }

  private boolean read(int most) {
    if (arrived == null) {
      arrived = arrivals.now();
    }
    return runArrived(most);
  }

  private boolean restAfterWork() {
    if (takenSince == NEVER) {
      return true;
    }
    long now = time.nanos();
    long busy = now - takenSince;
    takenSince = NEVER;
    boolean isShort = busy <= BUSY.toNanos() || turns <= FEW;
    return isShort || restUntil(now + Math.min(busy, LONGEST_REST.toNanos()));
  }

  private boolean restUntil(long moment) {
    long now = time.nanos();
    while (moment - now > 0 && !stopped) {
      long look = now + REST_BETWEEN_READS.toNanos();
      time.restUntil(moment - look > 0 ? look : moment);
      if (!read(Integer.MAX_VALUE)) {
        return false;
      }
      now = time.nanos();
    }
    return true;
  }

  private boolean run(Turn turn) {
    Turn.Next next = thread.run(turn);
    if (next == Turn.Next.AFTER_OTHERS) {
      due.add(turn);
    } else if (next == Turn.Next.LATER) {
      putOff(turn);
    }
    return next != null;
  }

  private boolean isLaterDue() {
    return later != null && time.nanos() - laterSince >= LATER.toNanos();
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
}
