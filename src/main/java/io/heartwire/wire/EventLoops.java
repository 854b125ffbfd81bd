package io.heartwire.wire;

import io.heartwire.connection.OutboxConfig;
import io.heartwire.time.TimeSource;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Owns the event loops and, apart from them, the threads for calls that may block on a peer.
 * Watches that all of them make progress.
 *
 * <p>Safe for use by any thread. Nothing blocks.
 */
@Singleton
@SuppressWarnings("NullAway.Init") // the container injects its services, then calls start()
public class EventLoops {
  private static final Logger LOG = Logger.getLogger(EventLoops.class.getName());

  private static final int CLOSERS = 8;
  private static final int PINGERS = 2;

  /** The container's own limit for a closing handshake is about 5.5 s. */
  private static final Duration CLOSE_STUCK_AFTER = Duration.ofSeconds(15);

  /** A write takes microseconds where the kernel has room. */
  private static final Duration PING_STUCK_AFTER = Duration.ofMillis(500);

  private static final Duration WATCH_EVERY = Duration.ofSeconds(1);

  @Resource private ManagedThreadFactory threads;
  @Resource private ManagedScheduledExecutorService scheduler;
  @Inject private TimeSource time;
  @Inject private OutboxConfig config;

  private final AtomicInteger connections = new AtomicInteger();
  private List<EventLoop> loops;
  private BlockingCallPool closes;
  private BlockingCallPool pings;
  private StallWatch stalls;
  private @Nullable ScheduledFuture<?> watch;
  private long watchedAt;

  @PostConstruct
  void start() {
    int count = Math.max(2, Runtime.getRuntime().availableProcessors());
    loops =
        IntStream.rangeClosed(1, count)
            .mapToObj(i -> new EventLoop("heartwire-loop-" + i, config.linger(), threads, time))
            .toList();
    loops.forEach(EventLoop::start);
    closes = new BlockingCallPool("heartwire-close", CLOSERS, CLOSE_STUCK_AFTER, threads, time);
    pings = new BlockingCallPool("heartwire-ping", PINGERS, PING_STUCK_AFTER, threads, time);
    List<StallWatch.Worker> workers = new ArrayList<>(loops);
    workers.add(closes);
    workers.add(pings);
    stalls = new StallWatch(workers);
    watchedAt = time.nanos();
    long period = WATCH_EVERY.toNanos();
    watch = scheduler.scheduleWithFixedDelay(this::watch, period, period, TimeUnit.NANOSECONDS);
  }

  /** Returns the event loop for a new connection, which stays with it. */
  EventLoop next() {
    return loops.get(Math.floorMod(connections.getAndIncrement(), loops.size()));
  }

  /** The pool for calls that close connections. */
  public BlockingCallPool closes() {
    return closes;
  }

  /** The pool for pings, where the container writes them. */
  public BlockingCallPool pings() {
    return pings;
  }

  /** Runs the task after a delay. It must not block. */
  public void later(Runnable task, Duration delay) {
    var unused = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The number of threads that a peer has blocked for longer than any healthy call takes. */
  public int stuckThreads() {
    return closes.stuck() + pings.stuck();
  }

  /** The names of loops and pools that have work and have made no progress for 10 s. */
  public List<String> stalled() {
    return stalls.stalled();
  }

  @PreDestroy
  void stop() {
    if (watch != null) {
      watch.cancel(false);
    }
    loops.forEach(EventLoop::stop);
    closes.stop();
    pings.stop();
  }

  private void watch() {
    try {
      long now = time.nanos();
      boolean resumed = now - watchedAt >= 2 * WATCH_EVERY.toNanos();
      watchedAt = now;
      List<String> before = stalls.stalled();
      stalls.look(now, resumed);
      for (BlockingCallPool pool : List.of(closes, pings)) {
        pool.replaceStuck();
        pool.interruptStuck();
      }
      if (before.isEmpty() && !stalls.stalled().isEmpty()) {
        LOG.log(
            Level.SEVERE,
            "No progress for {0} s: {1}. Their connections hang, and liveness is DOWN so"
                + " that the platform restarts the gateway; keep a thread dump for a report",
            new Object[] {StallWatch.LIMIT.toSeconds(), stalls.stalled()});
      }
    } catch (RuntimeException | Error failure) { // an exception that escapes would end the watch
      LOG.log(Level.SEVERE, "Could not watch the event loops", failure);
    }
  }
}
