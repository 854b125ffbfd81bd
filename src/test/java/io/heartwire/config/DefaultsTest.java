package io.heartwire.config;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.admission.AdmissionConfig;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.connection.PoolConfig;
import io.heartwire.heartbeat.HeartbeatPolicy;
import io.heartwire.limit.RateLimit;
import io.heartwire.testkit.TestSettings;
import io.heartwire.wire.WireConfig;
import io.heartwire.wire.WireMode;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The keys and defaults that users rely on. A change here is a change of the contract. */
class DefaultsTest {
  private static final Map<String, String> CONTRACT =
      Map.ofEntries(
          entry("heartwire.pool.max-connections", "50000"),
          entry("heartwire.pool.pending-timeout", "10s"),
          entry("heartwire.pool.idle-timeout", "0s"),
          entry("heartwire.outbox.capacity", "8192"),
          entry("heartwire.outbox.max-bytes", "1048576"),
          entry("heartwire.outbox.max-heap-percent", "25"),
          entry("heartwire.outbox.leak-detection-threshold", "60s"),
          entry("heartwire.outbox.overflow", "disconnect"),
          entry("heartwire.heartbeat.sweep-interval", "1s"),
          entry("heartwire.heartbeat.interval", "25s"),
          entry("heartwire.heartbeat.timeout", "10s"),
          entry("heartwire.heartbeat.max-missed", "2"),
          entry("heartwire.message.max-bytes", "65536"),
          entry("heartwire.message.max-heap-percent", "10"),
          entry("heartwire.raw.enabled", "true"));

  /** In the contract, but of parts that may not be there yet. */
  private static final Map<String, String> TO_COME =
      Map.of(
          "heartwire.centrifuge.enabled", "true",
          "heartwire.stomp.enabled", "true",
          "heartwire.client.insecure", "false",
          "heartwire.broker", "memory");

  /** Documented where they are built. */
  private static final Set<String> ELSEWHERE =
      Set.of(
          "heartwire.admission.",
          "heartwire.pool.max-connections-per-user",
          "heartwire.token.",
          "heartwire.drain.",
          "heartwire.broker.",
          "heartwire.channel.",
          "heartwire.client.",
          "heartwire.hook.",
          "heartwire.limit.",
          "heartwire.pool.max-lifetime",
          "heartwire.queue.",
          "heartwire.api.max-",
          "heartwire.console.",
          "heartwire.metrics.port",
          "heartwire.outbox.linger",
          "heartwire.warmup.",
          "heartwire.outbox.write-timeout",
          "heartwire.stomp.",
          "heartwire.wire");

  private final Map<String, String> defaults = TestSettings.defaults();

  @Test
  void everyKeyOfTheContractHasItsDefault() {
    assertThat(defaults).containsAllEntriesOf(CONTRACT);
    TO_COME.forEach(
        (key, value) -> assertThat(defaults.getOrDefault(key, value)).as(key).isEqualTo(value));
  }

  @Test
  void thereAreNoOtherKeys() {
    assertThat(defaults.keySet())
        .filteredOn(key -> !CONTRACT.containsKey(key) && !TO_COME.containsKey(key))
        .allSatisfy(key -> assertThat(ELSEWHERE).anyMatch(key::startsWith));
  }

  @Test
  void keysThatProtectEndpointsHaveNoDefault() {
    assertThat(defaults).doesNotContainKeys("heartwire.api.key", "heartwire.metrics.key");
  }

  @Test
  void theDefaultsAreGoodValues() {
    Settings settings = TestSettings.with(Map.of());

    assertThat(new PoolConfig(settings).maxConnections()).isEqualTo(50_000);
    OutboxConfig outbox = new OutboxConfig(settings);
    assertThat(outbox)
        .isEqualTo(
            new OutboxConfig(
                8192,
                1_048_576,
                25,
                Duration.ofSeconds(60),
                OverflowPolicy.DISCONNECT,
                Duration.ZERO,
                Duration.ofSeconds(10)));
    assertThat(new HeartbeatPolicy(settings, outbox))
        .isEqualTo(
            new HeartbeatPolicy(
                Duration.ofSeconds(1),
                Duration.ofSeconds(25),
                Duration.ofSeconds(10),
                2,
                Duration.ofSeconds(10),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ofSeconds(10)));
    assertThat(new WireConfig(settings, outbox))
        .isEqualTo(
            new WireConfig(
                WireMode.AUTO, 65_536, 10, new RateLimit(10, 100), Duration.ofSeconds(10)));
    assertThat(new AdmissionConfig(settings)).isNotNull();
    assertThat(settings.problems()).isEmpty();
    assertThat(settings.unknown(CONTRACT.keySet())).as("contract keys nothing reads").isEmpty();
  }
}
