package io.heartwire.endpoint;

import io.heartwire.connection.OutboxConfig;
import io.heartwire.protocol.Troubles;
import io.heartwire.time.TimeSource;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The threads that read and write, and those on which calls are made that could block on a peer:
 * closing handshakes, and what peers ask for that need not be honest.
 *
 * <p>Apart from each other, so that a close, which may take seconds, never holds up a write. Safe
 * for use by any thread; nothing waits.
 */
@Singleton
@SuppressWarnings("NullAway.Init") // the container injects its services, then calls start()
class WireThreads {
  private static final int CLOSERS = 8;
  private static final int ENDERS = 8;
  private static final int PONGERS = 2;
  private static final int CUTTERS = 4;

  /** The container's own limit for a closing handshake is about 5.5 s. */
  private static final Duration CLOSE_STUCK_AFTER = Duration.ofSeconds(15);

  /** A turn takes microseconds: it only copies into buffers of the kernel that have room. */
  private static final Duration WRITE_STUCK_AFTER = Duration.ofMillis(500);

  private static final Duration WATCH_EVERY = Duration.ofMillis(200);

  @Resource private ManagedThreadFactory threads;
  @Resource private ManagedScheduledExecutorService scheduler;
  @Inject private TimeSource time;
  @Inject private OutboxConfig config;
  @Inject private Troubles troubles;

  private final AtomicInteger connections = new AtomicInteger();
  private List<EventLoop> loops;
  private Lane closes;
  private Lane ends;
  private Lane pongs;
  private Lane cuts;
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
    closes = new Lane("heartwire-close", CLOSERS, CLOSE_STUCK_AFTER, threads, time);
    ends = new Lane("heartwire-end", ENDERS, WRITE_STUCK_AFTER, threads, time);
    pongs = new Lane("heartwire-pong", PONGERS, WRITE_STUCK_AFTER, threads, time);
    cuts = new Lane("heartwire-cut", CUTTERS, CLOSE_STUCK_AFTER, threads, time);
    watchedAt = time.nanos();
    long period = WATCH_EVERY.toNanos();
    watch = scheduler.scheduleWithFixedDelay(this::watch, period, period, TimeUnit.NANOSECONDS);
  }

  /** The event loop for a new connection, which stays with it. */
  EventLoop loop() {
    return loops.get(Math.floorMod(connections.getAndIncrement(), loops.size()));
  }

  /**
   * Lets the container read what ends a connection, or may: an event loop must not wait for that.
   */
  void end(Runnable reading) {
    ends.execute(reading);
  }

  void close(Runnable handshake) {
    closes.execute(handshake);
  }

  /** Lets the container read what it will answer by a write of its own. */
  void pong(Runnable reading) {
    pongs.execute(reading);
  }

  /** Closes the socket of a peer that has forfeited a handshake. */
  void cut(Runnable end) {
    cuts.execute(end);
  }

  /** Runs this after a while; it must not block. */
  void later(Runnable task, Duration delay) {
    var unused = scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Threads that a peer has kept blocked for longer than any healthy call takes. */
  int stuck() {
    int looping = loops.stream().mapToInt(EventLoop::blocked).sum();
    return looping + closes.stuck() + ends.stuck() + pongs.stuck() + cuts.stuck();
  }

  /** Whether connections stand still because threads are blocked beyond what can be replaced. */
  boolean isMute() {
    return loops.stream().anyMatch(EventLoop::isMute);
  }

  @PreDestroy
  void stop() {
    if (watch != null) {
      watch.cancel(false);
    }
    loops.forEach(EventLoop::stop);
    closes.stop();
    ends.stop();
    pongs.stop();
    cuts.stop();
  }

  private void watch() {
    long now = time.nanos();
    boolean resumed = now - watchedAt >= 2 * WATCH_EVERY.toNanos();
    watchedAt = now;
    for (EventLoop loop : loops) {
      try {
        loop.watch(WRITE_STUCK_AFTER, resumed);
      } catch (RuntimeException | Error failure) { // one that escapes would end the watch
        troubles.report("Could not replace a blocked event loop", failure);
      }
    }
  }
}
