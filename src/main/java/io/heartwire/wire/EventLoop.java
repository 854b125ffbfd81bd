package io.heartwire.wire;

import io.heartwire.time.TimeSource;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One thread that reads from its share of the connections and writes to them, and never waits for
 * one of them. A message that is answered on the connection it came from, or on another of the same
 * loop, changes no threads.
 *
 * <p>It runs in rounds: what is ready, then what is to be written. After a long round of writing,
 * to many connections, it rests for as long as that took, up to {@link #LONGEST_REST}, and only
 * reads: what comes meanwhile leaves together, and other threads get the core. Where a node is
 * busy, that costs less time than it saves. Data waits neither for the end of a long round nor for
 * the end of a rest.
 *
 * <p>A connection stays with one loop. Whoever adds a task pays a compare-and-swap, and wakes the
 * thread only if it waits; the thread takes all that are due at once.
 *
 * <p>Safe for use by any thread, but for what says that it is the loop's own.
 */
final class EventLoop implements StallWatch.Worker {
  private static final Logger LOG = Logger.getLogger(EventLoop.class.getName());
  private static final long NEVER = Long.MIN_VALUE;

  /** How long after it was put off a task comes again. */
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

  /** How many tasks of writing it runs at most until it reads again. */
  static final int TASKS_BETWEEN_READS = 64;

  /** From how many connections it reads at most until it writes. */
  static final int READS_BETWEEN_WRITES = 8;

  /** How long it rests at most until it reads again. */
  private static final Duration REST_BETWEEN_READS = Duration.ofMillis(1);

  /** The sockets of channels that were closed elsewhere are released by the next look. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final String name;
  private final Duration linger;
  private final ThreadFactory threads;
  private final TimeSource time;
  private final TaskQueue due = new TaskQueue();
  private final SocketSelector selector = new SocketSelector();
  private final AtomicLong progress = new AtomicLong();

  private volatile boolean waiting = true;
  private volatile boolean stopped;

  // Of the loop's thread.
  private final Reminders reminders;
  private final Deque<SelectionKey> ready = new ArrayDeque<>();
  private final Deque<LoopTask> later = new ArrayDeque<>();
  private @Nullable LoopTask taken;
  private long laterSince;
  private long takenSince = NEVER; // the moment all that was due was taken
  private int tasks; // run since then
  private boolean wasIdle = true;

  /**
   * @param linger how long to wait for more when the first task is due after a wait; 0 = not at all
   */
  EventLoop(String name, Duration linger, ThreadFactory threads, TimeSource time) {
    this.name = name;
    this.linger = linger;
    this.threads = threads;
    this.time = time;
    this.reminders = new Reminders(time.nanos());
  }

  void start() {
    Thread thread = threads.newThread(this::work);
    thread.setName(name);
    thread.start();
  }

  void stop() {
    stopped = true;
    selector.wake();
  }

  /**
   * Has the task run soon.
   *
   * @return false once the loop is stopped
   */
  boolean add(LoopTask task) {
    if (stopped) {
      return false;
    }
    if (task.claim() && due.add(task) && waiting) {
      selector.wake();
    }
    return true;
  }

  /** See {@link SocketSelector#register}. */
  SelectionKey register(SelectableChannel channel, LoopTask task) throws ClosedChannelException {
    return selector.register(channel, task);
  }

  /**
   * Tells the task when this moment has come, and forgets any other that it was to be told of. By
   * the loop's own thread.
   */
  void remind(LoopTask task, long moment) {
    reminders.set(task, moment);
  }

  /**
   * Has the task run in a few milliseconds, unless it is added before. By the loop's own thread.
   */
  void addLater(LoopTask task) {
    if (later.isEmpty()) {
      laterSince = time.nanos();
    }
    later.add(task);
  }

  /** Forgets the moment that the task was to be told of. By the loop's own thread. */
  void forget(LoopTask task) {
    reminders.cancel(task);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean hasWork() {
    return !waiting && !stopped;
  }

  @Override
  public long progress() {
    return progress.get();
  }

  private void work() {
    while (!stopped) {
      look();
      runReady(READS_BETWEEN_WRITES);
      remindDue();
      takeDue();
      write();
      restAfterWork();
    }
    selector.close();
  }

  /** Waits if there is nothing else to do. */
  private void look() {
    stepped();
    if (!ready.isEmpty()) {
      return;
    }
    if (taken != null || isLaterDue()) {
      selector.selectNow(ready);
      return;
    }
    waiting = true; // before the last look: whoever comes after it wakes this thread
    if (due.isEmpty() && !stopped) {
      wasIdle = true;
      selector.select(longestWait(), ready);
    } else {
      selector.selectNow(ready);
    }
    waiting = false;
  }

  private Duration longestWait() {
    if (!later.isEmpty()) {
      return LATER;
    }
    return reminders.isEmpty() ? LONGEST_WAIT : Reminders.LOOK_EVERY;
  }

  private void runReady(int most) {
    for (int i = 0; i < most && !ready.isEmpty(); i++) {
      SelectionKey key = ready.remove();
      LoopTask task = (LoopTask) key.attachment();
      stepped();
      try {
        task.ready(key.readyOps());
      } catch (CancelledKeyException closed) {
        LOG.log(Level.FINEST, "Closed meanwhile", closed);
      } catch (RuntimeException | Error failure) { // one that escapes would end the thread
        giveUp(task, failure);
      }
    }
  }

  private void remindDue() {
    if (reminders.isEmpty()) {
      return;
    }
    for (LoopTask task : reminders.takeDue(time.nanos())) {
      try {
        task.expired();
      } catch (RuntimeException | Error failure) {
        giveUp(task, failure);
      }
    }
  }

  private void takeDue() {
    while (isLaterDue()) {
      LoopTask task = later.remove();
      if (task.claim()) {
        due.add(task);
      }
    }
    if (due.isEmpty()) {
      return;
    }
    if (wasIdle && !linger.isZero()) {
      restUntil(time.nanos() + linger.toNanos());
    }
    wasIdle = false;
    taken = due.takeAll();
    takenSince = time.nanos();
    tasks = 0;
  }

  private void write() {
    while (taken != null) {
      LoopTask task = taken;
      taken = task.next;
      task.next = null;
      task.unclaim();
      run(task);
      if (++tasks % TASKS_BETWEEN_READS == 0) {
        read(READS_BETWEEN_WRITES);
      }
    }
  }

  private void run(LoopTask task) {
    stepped();
    try {
      switch (task.run()) {
        case AFTER_OTHERS -> add(task);
        case LATER -> addLater(task);
        case UNTIL_ADDED -> {}
      }
    } catch (RuntimeException | Error failure) {
      giveUp(task, failure);
    }
  }

  private void read(int most) {
    if (ready.isEmpty()) {
      selector.selectNow(ready);
    }
    runReady(most);
  }

  private void restAfterWork() {
    if (takenSince == NEVER) {
      return;
    }
    long now = time.nanos();
    long busy = now - takenSince;
    takenSince = NEVER;
    if (busy > BUSY.toNanos() && tasks > FEW) {
      restUntil(now + Math.min(busy, LONGEST_REST.toNanos()));
    }
  }

  private void restUntil(long moment) {
    long now = time.nanos();
    while (moment - now > 0 && !stopped) {
      long look = now + REST_BETWEEN_READS.toNanos();
      time.restUntil(moment - look > 0 ? look : moment);
      stepped();
      read(Integer.MAX_VALUE);
      now = time.nanos();
    }
  }

  /** The moment of the first holds for all that are put off before it has come. */
  private boolean isLaterDue() {
    return !later.isEmpty() && time.nanos() - laterSince >= LATER.toNanos();
  }

  private void giveUp(LoopTask task, Throwable failure) {
    LOG.log(Level.SEVERE, "A read or write failed in a way nobody expected", failure);
    try {
      task.failed(failure);
    } catch (RuntimeException | Error again) {
      LOG.log(Level.SEVERE, "Nor could the connection be given up", again);
    }
  }

  /** No other thread writes it. */
  private void stepped() {
    progress.lazySet(progress.get() + 1);
  }
}
