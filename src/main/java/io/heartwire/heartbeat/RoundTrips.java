package io.heartwire.heartbeat;

import io.heartwire.connection.RoundTripListener;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * The histogram of round trips over all connections since the start, from 1 µs to 2 minutes with
 * two significant digits. Recording is wait-free.
 */
@Singleton
public class RoundTrips implements RoundTripListener {
  private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(2);
  private static final int DIGITS = 2;

  /**
   * The distribution at one moment.
   *
   * @param count round trips measured
   */
  public record Summary(long count, Duration p50, Duration p99, Duration max) {}

  private final Recorder recorder = new Recorder(MOST_MICROS, DIGITS);
  private final Histogram all = new Histogram(MOST_MICROS, DIGITS); // guarded by itself

  @Override
  public void roundTrip(long nanos) {
    recorder.recordValue(Math.min(nanos / 1000, MOST_MICROS));
  }

  public Summary summary() {
    synchronized (all) {
      all.add(recorder.getIntervalHistogram());
      return new Summary(all.getTotalCount(), at(50), at(99), micros(all.getMaxValue()));
    }
  }

  private Duration at(double percentile) {
    return micros(all.getValueAtPercentile(percentile));
  }

  private static Duration micros(long micros) {
    return Duration.of(micros, java.time.temporal.ChronoUnit.MICROS);
  }
}
