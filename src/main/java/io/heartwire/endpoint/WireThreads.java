package io.heartwire.endpoint;

import io.heartwire.time.TimeSource;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;

/**
 * The threads on which calls are made that could block on a peer: writes, and closing handshakes.
 *
 * <p>Two lanes, so that a close, which may take seconds, never holds up a write. Safe for use by
 * any thread; nothing waits.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the container injects the factory, then calls start()
class WireThreads {
  private static final int CLOSERS = 8;

  /** A direct write takes microseconds: it only copies into a buffer of the kernel with room. */
  private static final Duration WRITE_STUCK_AFTER = Duration.ofSeconds(1);

  /** The container's own limit for a closing handshake is about 5.5 s. */
  private static final Duration CLOSE_STUCK_AFTER = Duration.ofSeconds(15);

  @Resource private ManagedThreadFactory threads;
  @Inject private TimeSource time;
  private Lane writes;
  private Lane closes;

  @PostConstruct
  void start() {
    int writers = Math.max(2, Runtime.getRuntime().availableProcessors());
    writes = new Lane("heartwire-write", writers, WRITE_STUCK_AFTER, threads, time);
    closes = new Lane("heartwire-close", CLOSERS, CLOSE_STUCK_AFTER, threads, time);
  }

  void write(Runnable turn) {
    writes.execute(turn);
  }

  void close(Runnable handshake) {
    closes.execute(handshake);
  }

  /** Threads that a peer has kept blocked for longer than any healthy call takes. */
  int stuck() {
    return writes.stuck() + closes.stuck();
  }

  @PreDestroy
  void stop() {
    writes.stop();
    closes.stop();
  }
}
