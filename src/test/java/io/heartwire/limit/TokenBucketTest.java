package io.heartwire.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final ManualTimeSource time = new ManualTimeSource();
  private final TokenBucket allowance = new TokenBucket(new RateLimit(10, 30), time);

  @Test
  void holdsTheBurstAtTheBeginning() {
    assertThat(allowance.take(30)).isTrue();
    assertThat(allowance.take(1)).isFalse();
  }

  @Test
  void takesNothingIfThereIsNotEnough() {
    assertThat(allowance.take(31)).isFalse();
    assertThat(allowance.take(30)).isTrue();
  }

  @Test
  void gainsItsRateASecond() {
    allowance.take(30);
    time.advance(Duration.ofSeconds(2));
    assertThat(allowance.take(20)).isTrue();
    assertThat(allowance.take(1)).isFalse();
    time.advance(Duration.ofMillis(100));
    assertThat(allowance.take(1)).isTrue();
  }

  @Test
  void holdsNoMoreThanTheBurstHoweverLongItRests() {
    time.advance(Duration.ofDays(400));
    assertThat(allowance.take(31)).isFalse();
    assertThat(allowance.take(30)).isTrue();
  }

  @Test
  void nothingCanAlwaysBeTaken() {
    allowance.take(30);
    assertThat(allowance.take(0)).isTrue();
  }

  @Test
  void noLimitHasNoBucket() {
    assertThat(RateLimit.NONE.isUnlimited()).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> new TokenBucket(RateLimit.NONE, time));
  }

  @Test
  void sharedOnesAreFilledOneByOne() {
    Supplier<TokenBucket> shared = TokenBucket.shared(new RateLimit(10, 30), time);
    TokenBucket first = shared.get();
    assertThat(first.take(30)).isTrue();
    assertThat(first.take(1)).isFalse();
    assertThat(shared.get().take(30)).isTrue();
  }

  @Test
  void aBucketIsFullAgainAfterItsBurstAtItsRate() {
    assertThat(new RateLimit(10, 30).timeToFill()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void measuresAreReadByTheNameOfWhatIsLimited() {
    RateLimit limit =
        RateLimit.read(
            TestSettings.with(Map.of("limit.bytes-per-second", "7", "limit.bytes-burst", "9")),
            "limit.bytes");
    assertThat(limit).isEqualTo(new RateLimit(7, 9));
  }

  @Test
  void aRateBelowZeroAndABurstOfNothingAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(-1, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> new RateLimit(1, 0));
  }
}
