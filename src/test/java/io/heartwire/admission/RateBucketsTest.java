package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.limit.AddressPrefix;
import io.heartwire.limit.RateLimit;
import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How much is remembered of addresses that may come twice a second and ten times at once. */
class RateBucketsTest {
  private static final int MOST = 100;

  private final ManualTimeSource time = new ManualTimeSource();
  private final RateBuckets buckets =
      new RateBuckets(
          new RateLimit(0, 1), new AddressLimits(new RateLimit(2, 10), 0, 64, MOST), time);

  @Test
  void theTableOfAddressesIsBounded() {
    for (int i = 0; i < 10_000; i++) {
      buckets.take(new AddressPrefix(0, i));
    }
    assertThat(buckets.addresses()).isEqualTo(MOST);
  }

  @Test
  void anAddressIsForgottenWhenItsBucketWouldBeFullAgain() {
    AddressPrefix address = new AddressPrefix(0, 1);
    empty(address);

    time.advance(Duration.ofSeconds(5));
    buckets.take(address);
    assertThat(buckets.addresses()).isEqualTo(1);
    time.advance(Duration.ofSeconds(6));
    assertThat(buckets.addresses()).isZero();
  }

  @Test
  void aFloodOfNewAddressesDoesNotLetABusyOneStartAnew() {
    AddressPrefix busy = new AddressPrefix(1, 1);
    int passed = 0;
    for (int i = 0; i < 10_000; i++) {
      passed += buckets.take(busy) ? 1 : 0;
      buckets.take(new AddressPrefix(0, i));
    }
    assertThat(passed).isEqualTo(10);
  }

  @Test
  void whatIsNotLimitedIsNotRemembered() {
    RateBuckets free =
        new RateBuckets(
            new RateLimit(0, 1), new AddressLimits(new RateLimit(0, 10), 0, 64, MOST), time);
    for (int i = 0; i < 1000; i++) {
      assertThat(free.take(new AddressPrefix(0, i)) && free.take()).isTrue();
    }
    assertThat(free.addresses()).isZero();
  }

  private void empty(AddressPrefix address) {
    for (int i = 0; i < 10; i++) {
      assertThat(buckets.take(address)).isTrue();
    }
  }
}
