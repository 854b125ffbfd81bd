package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.ConfigProblem;
import io.heartwire.config.Settings;
import io.heartwire.limit.RateLimit;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionConfigTest {

  @Test
  void byDefaultOnlyTheRateOfOneAddressIsLimited() {
    AdmissionConfig config = new AdmissionConfig(TestSettings.with(Map.of()));

    for (ProtocolPath protocolPath : ProtocolPath.values()) {
      assertThat(config.of(protocolPath)).isEqualTo(new ProtocolConfig(true, 0));
    }
    assertThat(config.rate().isUnlimited()).isTrue();
    assertThat(config.addresses())
        .isEqualTo(new AddressLimits(new RateLimit(500, 50_000), 0, 64, 50_000));
    assertThat(config.origins()).isEqualTo(new OriginPolicy(List.of(), true));
    assertThat(config.retryAfter()).hasSeconds(5);
  }

  @ParameterizedTest
  @CsvSource({
    "heartwire.admission.rate, -1, a whole number from 0",
    "heartwire.admission.burst, 0, a whole number from 1",
    "heartwire.admission.address.rate, many, a whole number",
    "heartwire.admission.address.max-connections, -1, a whole number",
    "heartwire.admission.address.ipv6-prefix, 129, from 1 to 128",
    "heartwire.admission.address.max-tracked, 0, a whole number from 1",
    "heartwire.admission.raw.max-connections, x, a whole number",
    "heartwire.admission.centrifuge.max-connections, x, a whole number",
    "heartwire.admission.origins, 'https://a.example.com, b.example.com', https://*.example.com",
    "heartwire.admission.allow-no-origin, maybe, true or false",
    "heartwire.admission.retry-after, 0s, a duration from 1s"
  })
  void aBadValueIsNamedWithWhatIsAllowed(String key, String value, String allowed) {
    Settings settings = TestSettings.with(Map.of(key, value));
    AdmissionConfig unused = new AdmissionConfig(settings);

    assertThat(settings.problems()).extracting(ConfigProblem::key).containsExactly(key);
    assertThat(settings.problems().get(0).toString()).contains(value, allowed);
  }

  @Test
  void theSettingsAreReadAgainOnceASecondAtTheMost() {
    Map<String, String> values = new ConcurrentHashMap<>();
    Settings settings = TestSettings.with(values);
    ManualTimeSource time = new ManualTimeSource();
    AtomicInteger reads = new AtomicInteger();
    CurrentConfig current =
        new CurrentConfig(
            () -> {
              reads.incrementAndGet();
              return new AdmissionConfig(settings);
            },
            time);
    values.put("heartwire.admission.retry-after", "7s");
    time.advance(Duration.ofMillis(999));
    assertThat(current.get().retryAfter()).hasSeconds(5);

    time.advance(Duration.ofMillis(1));
    for (int i = 0; i < 10; i++) {
      assertThat(current.get().retryAfter()).hasSeconds(7);
    }
    assertThat(reads).hasValue(2);
  }
}
