package io.heartwire.warmup;

import io.heartwire.selftest.ClientScript;
import io.heartwire.selftest.OwnClients;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A few clients at a time, each on a thread of its own, one after the other until it is enough. */
final class WarmupRun {
  /** Enough to keep the gateway busy; more would take its processors away. */
  private static final int CLIENTS = 8;

  /** A server that has just begun may fail a client or two. */
  private static final int MOST_FAILURES = 20;

  private final OwnClients clients;
  private final Progress progress;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<@Nullable Exception> lastFailure = new AtomicReference<>();
  private volatile boolean isStopped;

  WarmupRun(OwnClients clients, Progress progress) {
    this.clients = clients;
    this.progress = progress;
  }

  /**
   * Plays until it is enough, from now on; blocks.
   *
   * @throws IOException if too many clients failed; its cause is the last failure
   */
  void play(ThreadFactory factory) throws IOException, InterruptedException {
    progress.begin();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      String channel = "heartwire-warmup-" + i;
      Thread thread = factory.newThread(() -> playUntilEnough(channel));
      thread.setName(channel);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join(); // no step of a client takes more than seconds
    }
    Exception failure = lastFailure.get();
    if (failure != null && failures.get() >= MOST_FAILURES) {
      throw new IOException(failures + " clients failed, the last for this reason", failure);
    }
  }

  /** Clients end what they are at and begin nothing. */
  void stop() {
    isStopped = true;
  }

  private void playUntilEnough(String channel) {
    ClientScript[] scripts = ClientScript.values();
    for (int i = 0; !isOver(); i++) {
      try {
        clients.play(scripts[i % scripts.length], channel);
        progress.handshake();
      } catch (IOException | RuntimeException failed) {
        lastFailure.set(failed);
        failures.incrementAndGet();
      }
    }
  }

  private boolean isOver() {
    return isStopped || failures.get() >= MOST_FAILURES || progress.isEnough();
  }
}
