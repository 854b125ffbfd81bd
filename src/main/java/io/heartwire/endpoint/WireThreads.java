package io.heartwire.endpoint;

import io.heartwire.time.TimeSource;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedThreadFactory;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The threads on which calls are made that may block on a peer: pings, and closing handshakes.
 *
 * <p>Two lanes, so that a close, which may take seconds, never holds up a ping. Safe for use by any
 * thread; nothing waits.
 */
@ApplicationScoped
@SuppressWarnings("NullAway.Init") // the container injects the factory, then calls start()
class WireThreads {
  private static final int PINGERS = 2;
  private static final int CLOSERS = 8;

  @Resource private ManagedThreadFactory threads;
  @Inject private TimeSource time;
  private Lane pings;
  private Lane closes;

  @PostConstruct
  void start() {
    pings = new Lane("heartwire-ping", PINGERS, threads, time);
    closes = new Lane("heartwire-close", CLOSERS, threads, time);
  }

  void ping(Runnable write) {
    pings.execute(write);
  }

  void close(Runnable handshake) {
    closes.execute(handshake);
  }

  /** Threads that a peer has kept blocked for longer than any healthy call takes. */
  int stuck() {
    return pings.stuck() + closes.stuck();
  }

  @PreDestroy
  void stop() {
    pings.stop();
    closes.stop();
  }
}
