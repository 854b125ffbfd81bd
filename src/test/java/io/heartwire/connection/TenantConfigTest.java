package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.ConfigProblem;
import io.heartwire.config.Settings;
import io.heartwire.limit.RateLimit;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.TestSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TenantConfigTest {
  private final Map<String, String> given = new HashMap<>();
  private final Settings settings = TestSettings.with(given);

  @Test
  void byDefaultThereAreNoClassesAndTheLimitsAreThoseOfEverybody() {
    TenantConfig config = read();

    assertThat(config.classes()).isEmpty();
    assertThat(config.otherwise())
        .isEqualTo(
            new ConnectionLimits(
                8192, 1 << 20, new RateLimit(1000, 4096), new RateLimit(4 << 20, 16 << 20), 0));
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void aClassHasItsOwnLimitsAndThoseOfEverybodyWhereItSaysNothing() {
    given.put("heartwire.outbox.max-bytes", "2000000");
    given.put("heartwire.tenant.classes", "gold, free");
    given.put("heartwire.tenant.gold.outbox.capacity", "1000");
    given.put("heartwire.tenant.gold.limit.commands-per-second", "5000");
    given.put("heartwire.tenant.free.max-connections", "10");

    TenantConfig config = read();

    assertThat(config.classes().get("gold"))
        .isEqualTo(
            new ConnectionLimits(
                1000, 2_000_000, new RateLimit(5000, 4096), config.otherwise().bytes(), 0));
    assertThat(config.classes().get("free").maxConnections()).isEqualTo(10);
    assertThat(config.otherwise().outboxCapacity()).isEqualTo(8192);
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void aBadNameStopsTheStart() {
    given.put("heartwire.tenant.classes", "gold,not a name");
    read();
    assertThat(problems()).containsExactly("heartwire.tenant.classes");
  }

  @Test
  void aBadValueOfAClassIsNamedWithItsWholeKey() {
    given.put("heartwire.tenant.classes", "gold");
    given.put("heartwire.tenant.gold.outbox.capacity", "0");
    read();
    assertThat(problems()).containsExactly("heartwire.tenant.gold.outbox.capacity");
  }

  @Test
  void aBurstThatNoWholeMessageFitsIsRefused() {
    given.put("heartwire.limit.bytes-burst", "65535");
    read();
    assertThat(problems()).containsExactly("heartwire.limit.bytes-burst");
  }

  @Test
  void theSizeOfABurstDoesNotMatterWhereThereIsNoLimit() {
    given.put("heartwire.limit.bytes-burst", "1");
    given.put("heartwire.limit.bytes-per-second", "0");
    read();
    assertThat(problems()).isEmpty();
  }

  @Test
  void aClassThatNobodyConfiguredIsNoClassAndIsLogged() {
    given.put("heartwire.tenant.classes", "gold");
    try (LogCapture log = new LogCapture(Tenants.class)) {
      Tenants tenants = new Tenants(read(), new ManualTimeSource());

      assertThat(tenants.of("silver")).isSameAs(tenants.of(""));
      assertThat(tenants.of("gold")).isNotSameAs(tenants.of(""));
      assertThat(log.lines()).hasSize(1).first().asString().contains("silver");
    }
  }

  private TenantConfig read() {
    return new TenantConfig(settings, new OutboxConfig(settings));
  }

  private List<String> problems() {
    return settings.problems().stream().map(ConfigProblem::key).toList();
  }
}
