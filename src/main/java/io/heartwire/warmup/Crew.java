package io.heartwire.warmup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
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
  /** Enough to keep the gateway busy; the more there are, the more of them compete with it. */
  static final int SIZE = 8;

  /** A server that has just begun may fail a client or two. */
  static final int MOST_FAILURES = 20;

  /** Longer than any client waits for an answer. */
  private static final long LEAVE_SECONDS = 30;

  private final InetSocketAddress address;
  private final String header;
  private final Progress progress;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicReference<@Nullable Exception> lastFailure = new AtomicReference<>();
  private final CountDownLatch stopped = new CountDownLatch(1);

  /**
   * @param header the line by which the gateway knows its own
   */
  Crew(InetSocketAddress address, String header, Progress progress) {
    this.address = address;
    this.header = header;
    this.progress = progress;
  }

  /** Plays every script once. */
  void playOnce(int client) throws IOException {
    for (Script script : Script.of(client)) {
      play(script);
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
      int client = i;
      Thread thread =
          threads.newThread(
              () -> {
                try {
                  playUntilEnough(client);
                } finally {
                  left.countDown();
                }
              });
      thread.setName("heartwire-warmup-" + client);
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

  private void playUntilEnough(int client) {
    List<Script> scripts = Script.of(client);
    for (int i = 0; !isOver(); i++) {
      try {
        play(scripts.get(i % scripts.size()));
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

  private void play(Script script) throws IOException {
    try (Client client = Client.connect(address, request(script))) {
      for (byte[] frame : script.frames()) {
        client.exchange(frame);
      }
      client.sayGoodbye();
    }
  }

  private byte[] request(Script script) {
    String subprotocol =
        script.subprotocol().isEmpty()
            ? ""
            : "Sec-WebSocket-Protocol: " + script.subprotocol() + "\r\n";
    return ("GET "
            + script.path()
            + " HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + subprotocol
            + header
            + "\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }
}
