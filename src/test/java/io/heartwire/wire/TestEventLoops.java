package io.heartwire.wire;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The threads for calls that may block, and delays that pass when the test says so. */
public final class TestEventLoops extends EventLoops {
  private static final Duration STUCK_AFTER = Duration.ofSeconds(15);

  private record Delayed(Runnable task, long moment) {}

  private final ManualTimeSource time;
  private final BlockingCallPool closes;
  private final BlockingCallPool pings;
  private final List<Delayed> later = new ArrayList<>(); // guarded by this

  public TestEventLoops(ManualTimeSource time) {
    this.time = time;
    this.closes = new BlockingCallPool("close", 1, STUCK_AFTER, TestEventLoops::thread, time);
    this.pings = new BlockingCallPool("ping", 1, STUCK_AFTER, TestEventLoops::thread, time);
  }

  @Override
  public BlockingCallPool closes() {
    return closes;
  }

  @Override
  public BlockingCallPool pings() {
    return pings;
  }

  @Override
  public synchronized void later(Runnable task, Duration delay) {
    later.add(new Delayed(task, time.nanos() + delay.toNanos()));
  }

  /** Moves the clock, and then does what is due. */
  public void pass(Duration duration) {
    time.advance(duration);
    List<Delayed> due;
    synchronized (this) {
      due = later.stream().filter(each -> time.nanos() - each.moment >= 0).toList();
      later.removeAll(due);
    }
    due.forEach(each -> each.task.run());
  }

  /** How many things wait for their moment. */
  public synchronized int delayed() {
    return later.size();
  }

  /** Ends the threads: whatever is to be called from now on is refused. */
  @Override
  public void stop() {
    closes.stop();
    pings.stop();
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    return thread;
  }
}
