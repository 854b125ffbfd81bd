package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RedisClockTest {
  private static final long REDIS = 1_700_000_000_000_000L;

  private final ManualTimeSource time = new ManualTimeSource();
  private final RedisClock clock = new RedisClock(time);
  private final long start = time.nanos();

  /** Redis is asked, and its answer comes so much later; half-way it was this time there. */
  private void ask(Duration roundTrip, long errorMicros) {
    long askedAt = time.nanos();
    long half = (askedAt - start + roundTrip.toNanos() / 2) / 1_000;
    time.advance(roundTrip);
    clock.answered(askedAt, REDIS + half + errorMicros);
  }

  @Test
  void nothingIsKnownBeforeTheFirstAnswerNorLongAfterTheLast() {
    assertThat(clock.micros()).isZero();
    assertThat(clock.nanosSince(REDIS)).isEqualTo(-1);
    ask(Duration.ofMillis(1), 0);
    assertThat(clock.micros()).isEqualTo(REDIS + 1_000);

    time.advance(Duration.ofSeconds(31));
    assertThat(clock.micros()).isZero();
  }

  @Test
  void theAnswerThatCameQuickestCounts() {
    ask(Duration.ofMillis(400), 100_000);
    ask(Duration.ofMillis(1), 100);
    ask(Duration.ofMillis(300), -90_000);

    assertThat(clock.micros()).isEqualTo(REDIS + 701_000 + 100);
  }

  @Test
  void anAnswerThatIsOldGivesWayToThoseOfNow() {
    ask(Duration.ofMillis(1), 5_000);
    for (int i = 0; i < 10; i++) {
      ask(Duration.ofMillis(2), 0);
    }
    assertThat(clock.micros()).isEqualTo(REDIS + 21_000);
  }

  @Test
  void whatIsUnderWayIsMeasuredByRedisClockAndNeverBelowZero() {
    ask(Duration.ofMillis(2), 0);

    assertThat(clock.nanosSince(REDIS + 500)).isEqualTo(1_500_000);
    assertThat(clock.nanosSince(REDIS + 900_000)).isZero();
    assertThat(clock.nanosSince(0)).as("of a node that does not say").isEqualTo(-1);
  }

  @Test
  void anotherRedisHasAnotherClock() {
    ask(Duration.ofMillis(1), 0);
    clock.forget();
    assertThat(clock.micros()).isZero();
    ask(Duration.ofMillis(100), 7_000_000);
    assertThat(clock.micros()).isEqualTo(REDIS + 101_000 + 7_000_000);
  }
}
