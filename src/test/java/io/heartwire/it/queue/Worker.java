package io.heartwire.it.queue;

import io.heartwire.it.client.StompSocket;
import java.io.IOException;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client with a thread of its own, which connects again for as long as it has work. */
abstract class Worker {
  private static final int PAUSE_MILLIS = 50;

  private final Entrances entrances;
  private final Thread thread = new Thread(this::run, getClass().getSimpleName());
  final Ledger ledger;
  final Random random;
  private volatile @Nullable StompSocket socket;
  private volatile boolean isStopped;

  Worker(Entrances entrances, Ledger ledger, long seed) {
    this.entrances = entrances;
    this.ledger = ledger;
    this.random = new Random(seed);
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /** Ends it at once, and waits for it. */
  void stop() throws Exception {
    isStopped = true;
    StompSocket open = socket;
    if (open != null) {
      open.close();
    }
    thread.join(TimeUnit.SECONDS.toMillis(20));
  }

  /** Works over one connection; returns false if there is no more to do. */
  abstract boolean work(StompSocket connected) throws IOException;

  /** The answer to what it did, or what came otherwise; an ERROR ends the connection. */
  StompSocket.Frame read(StompSocket from) throws IOException {
    StompSocket.Frame frame = from.read();
    if (frame.command().equals("ERROR")) {
      ledger.error(getClass().getSimpleName() + ": " + frame.header("message"));
      throw new IOException("ERROR " + frame.headers());
    }
    return frame;
  }

  private void run() {
    boolean goesOn = true;
    while (goesOn && !isStopped) {
      try (StompSocket connected = entrances.connect(random)) {
        socket = connected;
        goesOn = isStopped || work(connected);
      } catch (IOException ended) {
        pause();
      }
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
