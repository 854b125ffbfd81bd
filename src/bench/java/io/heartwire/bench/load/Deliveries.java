package io.heartwire.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Counts what arrives, compares it with what was sent, and measures how late after its due time.
 *
 * <p>Messages that were due before the last {@link #restart} count as received, but not as late.
 */
public final class Deliveries implements Arrivals {
  private final Loop loop;
  private final Sent sent;
  private Histogram latency = newHistogram();
  private long from;
  private long received;
  private long measured;
  private long damaged;
  private long disordered;
  private long lastNanos;
  private int closed;
  private String lastEnd = "";

  public Deliveries(Loop loop, Sent sent) {
    this.loop = loop;
    this.sent = sent;
  }

  @Override
  public void arrived(Session session, byte[] bytes, int at, int to) {
    long number = sent.identify(bytes, at, to);
    if (number < 0) {
      damaged++;
      return;
    }
    received++;
    if (!session.inOrder(sent.order(number))) {
      disordered++;
    }
    long due = sent.due(number);
    if (due - from >= 0) {
      measured++;
      lastNanos = loop.now();
      latency.recordValue(
          Math.min(Math.max(0, lastNanos - due), latency.getHighestTrackableValue()));
    }
  }

  @Override
  public void closed(Session session) {
    closed++;
    lastEnd = session.end();
  }

  /** Begins a new measurement: of messages due from now on. */
  public void restart() {
    from = System.nanoTime();
    latency = newHistogram();
    measured = 0;
    damaged = 0;
    disordered = 0;
    lastNanos = from;
  }

  /** Latencies in nanoseconds since the due time. */
  public Histogram latency() {
    return latency;
  }

  /** All messages that have arrived, ever. */
  public long received() {
    return received;
  }

  /** Messages of this measurement that have arrived. */
  public long measured() {
    return measured;
  }

  /** When the last one of this measurement arrived, by {@link System#nanoTime}. */
  public long lastNanos() {
    return lastNanos;
  }

  /** Messages whose content is not what was sent. */
  public long damaged() {
    return damaged;
  }

  /** Messages that came before or after their turn, or whose predecessor is missing. */
  public long disordered() {
    return disordered;
  }

  /** Connections that are over, since the begin. */
  public int closed() {
    return closed;
  }

  /** Why the last of them ended. */
  public String lastEnd() {
    return lastEnd;
  }

  private static Histogram newHistogram() {
    return new Histogram(TimeUnit.MINUTES.toNanos(2), 3);
  }
}
