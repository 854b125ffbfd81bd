package io.heartwire.wire;

import io.heartwire.time.LogThrottle;
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
 * A thread that reads from and writes to its share of the connections, and never blocks on one of
 * them. A message that is answered on its own connection, or on another of the same loop, needs no
 * change of threads.
 *
 * <p>It runs in rounds: it reads what is ready, then writes. After a long round of writing to many
 * connections it rests for as long as that took, up to {@link #LONGEST_REST}, and only reads:
 * messages that come meanwhile are written together, and other threads get the core. On a busy node
 * that saves more time than it costs. Incoming data waits neither for the end of a long round nor
 * for the end of a rest.
 *
 * <p>A connection stays with one loop. Adding a task costs a compare-and-swap, and wakes the thread
 * only if it waits. The thread takes all tasks that are due at once.
 *
 * <p>Safe for use by any thread, except for methods that are documented for the loop's own thread.
 */
final class EventLoop implements StallWatch.Worker {
  private static final Logger LOG = Logger.getLogger(EventLoop.class.getName());
  private static final long NEVER = Long.MIN_VALUE;

  /** How long a task waits after {@link #addLater}. */
  static final Duration LATER = Duration.ofMillis(3);

  /**
   * A loop rests if a round of writing took longer than this and had more than {@link #FEW} tasks.
   */
  static final Duration BUSY = Duration.ofMillis(1);

  /**
   * A long round with so few tasks only shows that the thread lost the core for a while; resting
   * would gain nothing.
   */
  static final int FEW = 64;

  /** The longest rest after it has been busy. */
  static final Duration LONGEST_REST = Duration.ofMillis(8);

  /** The most write tasks before it reads again. */
  static final int TASKS_BETWEEN_READS = 64;

  /** The most connections that it reads from before it writes. */
  static final int READS_BETWEEN_WRITES = 8;

  /** The longest rest before it reads again. */
  private static final Duration REST_BETWEEN_READS = Duration.ofMillis(1);

  /**
   * A select releases the sockets of channels that were closed elsewhere, so it must not wait
   * longer.
   */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private final String name;
  private final Duration linger;
  private final ThreadFactory threads;
  private final TimeSource time;
  private final LogThrottle log;
  private final TaskQueue due = new TaskQueue();
  private final SocketSelector selector;
  private final AtomicLong progress = new AtomicLong();

  private volatile boolean waiting = true;
  private volatile boolean stopped;

  // Used by the loop's thread only.
  private final Reminders reminders;
  private final Deque<SelectionKey> ready = new ArrayDeque<>();
  private final Deque<LoopTask> later = new ArrayDeque<>();
  private @Nullable LoopTask taken;
  private long laterSince;
  private long takenSince = NEVER; // when the tasks that are due were taken
  private int tasks; // tasks run since then
  private boolean wasIdle = true;

  /**
   * @param linger how long to wait for more tasks when the first is due after an idle time; 0 = not
   *     at all
   */
  EventLoop(String name, Duration linger, ThreadFactory threads, TimeSource time) {
    this.name = name;
    this.linger = linger;
    this.threads = threads;
    this.time = time;
    this.selector = new SocketSelector(time);
    this.reminders = new Reminders(time.nanos());
    this.log = new LogThrottle(time);
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
   * Queues the task.
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
   * Sets the task's timer to this moment, in place of an earlier setting. Called by the loop's own
   * thread.
   */
  void remind(LoopTask task, long moment) {
    reminders.set(task, moment);
  }

  /**
   * Queues the task in a few milliseconds, unless it is added before. Called by the loop's own
   * thread.
   */
  void addLater(LoopTask task) {
    if (later.isEmpty()) {
      laterSince = time.nanos();
    }
    later.add(task);
  }

  /** Cancels the task's timer. Called by the loop's own thread. */
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
      select();
      runReady(READS_BETWEEN_WRITES);
      remindDue();
      takeDue();
      write();
      restAfterWork();
    }
    selector.close();
  }

  /** Selects the channels that are ready; waits if there is nothing else to do. */
  private void select() {
    countStep();
    if (!ready.isEmpty()) {
      return;
    }
    if (isLaterDue()) {
      selector.selectNow(ready);
      return;
    }
    waiting = true; // set before due is checked: a task added after the check wakes this thread
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
      countStep();
      try {
        task.ready(key.readyOps());
      } catch (CancelledKeyException closed) {
        LOG.log(Level.FINEST, "Closed meanwhile", closed);
      } catch (RuntimeException | Error failure) { // an exception that escapes would end the thread
        fail(task, failure);
      }
    }
  }

  /**
   * Runs expired timers, but only when no channel is ready: after a pause of the process, data that
   * came meanwhile must be read before a timeout is judged.
   */
  private void remindDue() {
    if (reminders.isEmpty() || !ready.isEmpty()) {
      return;
    }
    for (LoopTask task : reminders.takeDue(time.nanos())) {
      try {
        task.expired();
      } catch (RuntimeException | Error failure) {
        fail(task, failure);
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
    countStep();
    try {
      switch (task.run()) {
        case AFTER_OTHERS -> add(task);
        case LATER -> addLater(task);
        case UNTIL_ADDED -> {}
      }
    } catch (RuntimeException | Error failure) {
      fail(task, failure);
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
      countStep();
      read(Integer.MAX_VALUE);
      now = time.nanos();
    }
  }

  /** All tasks that are put off share the time of the first. */
  private boolean isLaterDue() {
    return !later.isEmpty() && time.nanos() - laterSince >= LATER.toNanos();
  }

  private void fail(LoopTask task, Throwable failure) {
    try {
      task.failed(failure);
    } catch (RuntimeException | Error again) {
      again.addSuppressed(failure);
      if (log.permits()) {
        LOG.log(Level.SEVERE, "Could not end a connection after a failure", again);
      }
    }
  }

  /**
   * Counts a step, for the stall watch. Only this thread writes the count, so a lazy set is enough.
   */
  private void countStep() {
    progress.lazySet(progress.get() + 1);
  }
}
