package io.heartwire.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A few clients, each on a thread of its own, that play their scripts again and again until it is
 * enough.
 */
final class Crew {
  /**
   * Enough to keep the gateway busy; the more there are, the more of them compete with it. And
   * never a crowd: for each thousand connections the container starts a selector, which ends when
   * it has none for 10 s, and whoever is assigned to it in that very moment is never read. That
   * would be among the first real clients.
   */
  static final int SIZE = 8;

  /** A server that has just begun may fail a client or two. */
  static final int MOST_FAILURES = 20;

  /** Longer than any client waits for an answer. */
  private static final long LEAVE_SECONDS = 30;

  private final Repertoire repertoire;
  private final Progress progress;
  private final Growth growth = new Growth();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<@Nullable Exception> lastFailure = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param passes lines of which each lets a client in
   */
  Crew(InetSocketAddress address, List<String> passes, Progress progress) {
    this.repertoire = new Repertoire(address, passes);
    this.progress = progress;
  }

  /** Tests the wire with one client, see {@link SelfTest}. */
  void test(WireFallback wire) throws IOException {
    SelfTest.run(repertoire::connect, wire);
  }

  /** One client for each protocol. */
  void playOnce() throws IOException {
    for (int i = 0; i < repertoire.protocols(); i++) {
      repertoire.leave(i, repertoire.enter(i));
    }
  }

  /**
   * Plays until it is enough, from now on; blocks.
   *
   * @throws IOException if too many clients failed; its cause is the last failure
   */
  void play(ThreadFactory threads) throws IOException, InterruptedException {
    progress.begin();
    CountDownLatch left = new CountDownLatch(SIZE);
    for (int i = 0; i < SIZE; i++) {
      Thread thread =
          threads.newThread(
              () -> {
                try {
                  playUntilEnough();
                } finally {
                  left.countDown();
                }
              });
      thread.setName("heartwire-warmup-" + i);
      thread.start();
    }
    while (!left.await(LEAVE_SECONDS, TimeUnit.SECONDS) && !progress.isEnough()) {
      // The time is not over yet.
    }
    Exception failure = lastFailure.get();
    if (failure != null && failures.get() >= MOST_FAILURES) {
      throw new IOException(
          failures + " clients failed, the last of them for this reason", failure);
    }
  }

  /** How far it is. */
  WarmupReport report(WarmupState state) {
    return new WarmupReport(state, progress.handshakes(), progress.took());
  }

  /** Waits, and returns early with true once the crew is told to stop. */
  boolean isStoppedWithin(long millis) throws InterruptedException {
    return stopped.await(millis, TimeUnit.MILLISECONDS);
  }

  void stop() {
    stopped.countDown();
  }

  private void playUntilEnough() {
    for (int i = 0; !isOver(); i++) {
      try {
        repertoire.leave(i, repertoire.enter(i));
        growth.client();
        progress.handshake();
      } catch (IOException | RuntimeException failed) {
        lastFailure.set(failed);
        failures.incrementAndGet();
      }
    }
  }

  private boolean isOver() {
    return stopped.getCount() == 0 || failures.get() >= MOST_FAILURES || progress.isEnough();
  }
}
