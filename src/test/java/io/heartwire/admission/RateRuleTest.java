package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.Race;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Of each address 2 a second and 3 at once, of all 10 a second and 20 at once. */
class RateRuleTest extends AdmissionFixture {
  private final RateRule rule;

  RateRuleTest() {
    super(
        Map.of(
            "heartwire.admission.rate", "10",
            "heartwire.admission.burst", "20",
            "heartwire.admission.address.rate", "2",
            "heartwire.admission.address.burst", "3"));
    rule = new RateRule(config, time);
  }

  @Test
  void anAddressMayComeInABurstAndThenAtItsRate() {
    assertThat(passedFrom("192.0.2.1", 10)).isEqualTo(3);

    time.advance(Duration.ofMillis(499));
    assertThat(passedFrom("192.0.2.1", 10)).isZero();
    time.advance(Duration.ofMillis(1));
    assertThat(passedFrom("192.0.2.1", 10)).isEqualTo(1);
    time.advance(Duration.ofMinutes(1));
    assertThat(passedFrom("192.0.2.1", 10)).isEqualTo(3);
  }

  @Test
  void addressesDoNotTakeFromEachOther() {
    assertThat(passedFrom("192.0.2.1", 10)).isEqualTo(3);
    assertThat(passedFrom("192.0.2.2", 10)).isEqualTo(3);
    assertThat(passedFrom("2001:db8::1", 10)).isEqualTo(3);
  }

  @Test
  void neighboursInAnIpv6PrefixAreOneClient() {
    assertThat(passedFrom("2001:db8::1", 2)).isEqualTo(2);
    assertThat(passedFrom("2001:db8::2", 2)).isEqualTo(1);
  }

  @Test
  void allAddressesTogetherMayComeInABurstAndThenAtTheirRate() {
    int passed = 0;
    for (int i = 1; i <= 30; i++) {
      passed += passedFrom("192.0.2." + i, 1);
    }
    assertThat(passed).isEqualTo(20);
    assertThat(reason(arrive("198.51.100.1"))).isEqualTo(RefusalReason.RATE);

    time.advance(Duration.ofMillis(100));
    assertThat(passedFrom("198.51.100.2", 2)).isEqualTo(1);
  }

  @Test
  void whoFloodsFromOneAddressLeavesTheRestToTheOthers() {
    assertThat(passedFrom("192.0.2.1", 1000)).isEqualTo(3);
    assertThat(reason(arrive("192.0.2.1"))).isEqualTo(RefusalReason.ADDRESS_RATE);

    assertThat(passedFrom("192.0.2.2", 1)).isEqualTo(1);
  }

  @Test
  void aRateThatIsReadAgainAndIsTheSameFillsNoBucket() {
    assertThat(passedFrom("192.0.2.1", 10)).isEqualTo(3);

    time.advance(Duration.ofSeconds(1));
    assertThat(passedFrom("192.0.2.1", 10)).isEqualTo(2);
  }

  @Test
  void aRateThatIsChangedHoldsWithinASecond() {
    assertThat(passedFrom("192.0.2.1", 10)).isEqualTo(3);

    change("heartwire.admission.address.burst", "7");
    assertThat(passedFrom("192.0.2.1", 10)).isEqualTo(7);
    change("heartwire.admission.address.rate", "0");
    assertThat(passedFrom("192.0.2.1", 20)).isEqualTo(20);
    change("heartwire.admission.rate", "0");
    assertThat(passedFrom("192.0.2.1", 1000)).isEqualTo(1000);
  }

  @Test
  void concurrentHandshakesOfAnAddressGetNoMoreThanTheBurst() {
    for (int round = 0; round < 50; round++) {
      String address = "198.51.100." + round;
      AtomicInteger passed = new AtomicInteger();
      Race.among(4, number -> passed.addAndGet(passedFrom(address, 2)));
      assertThat(passed).hasValue(3);
      time.advance(Duration.ofSeconds(2));
    }
  }

  private int passedFrom(String address, int handshakes) {
    int passed = 0;
    for (int i = 0; i < handshakes; i++) {
      passed += arrive(address) == null ? 1 : 0;
    }
    return passed;
  }

  private Refusal arrive(String address) {
    return rule.check(TestArrival.RAW.from(address).arrive());
  }
}
