package io.heartwire.client;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds out that the server is silent for longer than interval and grace. Where the client sends
 * the pings, it does so after an interval of silence.
 *
 * <p>It has one timer and compares times when that is due, so that a message costs nothing. If the
 * timer itself is late, this process was paused and the server is not to blame: it gets another
 * grace. Guarded by the client's lock.
 */
final class ClientHeartbeat {
  private static final long LATE = Duration.ofSeconds(1).toNanos();

  private final ClientWebSocket webSocket;
  private final ClientTime time;
  private final long interval;
  private final long grace;
  private final @Nullable Runnable ping;
  private final Consumer<Runnable> runIfLive;
  private final Consumer<Failure> dead;
  private ClientTime.Timer timer = () -> {};
  private boolean isOver;

  /**
   * @param ping sends a ping, or null if the server sends them
   * @param runIfLive runs something with the lock held
   * @param dead called once, with the lock held
   */
  ClientHeartbeat(
      ClientWebSocket webSocket,
      ClientTime time,
      Duration interval,
      Duration grace,
      @Nullable Runnable ping,
      Consumer<Runnable> runIfLive,
      Consumer<Failure> dead) {
    this.webSocket = webSocket;
    this.time = time;
    this.interval = interval.toNanos();
    this.grace = grace.toNanos();
    this.ping = ping;
    this.runIfLive = runIfLive;
    this.dead = dead;
  }

  void begin() {
    lookAt(webSocket.heardAt() + (ping == null ? interval + grace : interval));
  }

  void end() {
    isOver = true;
    timer.cancel();
  }

  private void lookAt(long moment) {
    Duration delay = Duration.ofNanos(Math.max(0, moment - time.nanos()));
    timer = time.after(delay, () -> runIfLive.accept(() -> look(moment)));
  }

  private void look(long due) {
    if (isOver) {
      return;
    }
    long now = time.nanos();
    long silent = now - webSocket.heardAt();
    if (now - due > LATE) {
      lookAt(now + grace);
    } else if (silent >= interval + grace) {
      dead.accept(new Failure.Silent(Duration.ofNanos(silent)));
    } else if (ping != null && silent >= interval) {
      ping.run();
      lookAt(webSocket.heardAt() + interval + grace);
    } else {
      begin();
    }
  }
}
