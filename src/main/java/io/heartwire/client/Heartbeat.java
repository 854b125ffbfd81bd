package io.heartwire.client;

import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Watches that a link is not silent for longer than interval and grace, and where the client has to
 * ask for signs of life, does so after an interval of silence.
 *
 * <p>One timer that looks when it is due, so that a message costs nothing. One that comes late
 * shows that this process stood still, not the server: nobody is judged then until there was time
 * to read. Guarded by the client's monitor.
 */
final class Heartbeat {
  private static final long LATE = Duration.ofSeconds(1).toNanos();

  private final Link link;
  private final ClientTime time;
  private final long interval;
  private final long grace;
  private final @Nullable Runnable ping;
  private final Consumer<Runnable> inTurn;
  private final Consumer<Failure> dead;
  private ClientTime.Timer timer = () -> {};
  private boolean isOver;

  /**
   * @param ping asks for a sign of life, or null if the server gives them by itself
   * @param inTurn runs something with the lock held
   * @param dead told once, with the lock held
   */
  Heartbeat(
      Link link,
      ClientTime time,
      Duration interval,
      Duration grace,
      @Nullable Runnable ping,
      Consumer<Runnable> inTurn,
      Consumer<Failure> dead) {
    this.link = link;
    this.time = time;
    this.interval = interval.toNanos();
    this.grace = grace.toNanos();
    this.ping = ping;
    this.inTurn = inTurn;
    this.dead = dead;
  }

  void begin() {
    lookAt(link.heardAt() + (ping == null ? interval + grace : interval));
  }

  void end() {
    isOver = true;
    timer.cancel();
  }

  private void lookAt(long moment) {
    Duration delay = Duration.ofNanos(Math.max(0, moment - time.nanos()));
    timer = time.after(delay, () -> inTurn.accept(() -> look(moment)));
  }

  private void look(long due) {
    if (isOver) {
      return;
    }
    long now = time.nanos();
    long silent = now - link.heardAt();
    if (now - due > LATE) {
      lookAt(now + grace);
    } else if (silent >= interval + grace) {
      dead.accept(new Failure.Silent(Duration.ofNanos(silent)));
    } else if (ping != null && silent >= interval) {
      ping.run();
      lookAt(link.heardAt() + interval + grace);
    } else {
      begin();
    }
  }
}
