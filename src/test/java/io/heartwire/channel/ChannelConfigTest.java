package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.config.ConfigProblem;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelConfigTest {
  private static final String NAMESPACES = "heartwire.channel.namespaces";

  private final Map<String, String> values = new HashMap<>();
  private final Settings settings = TestSettings.with(values);

  @Test
  void withoutNamespacesThereAreOnlyChannelsWithoutOne() {
    ChannelConfig config = read();

    assertThat(config.namespaces()).containsOnlyKeys("");
    assertThat(config.otherwise()).isEqualTo(ChannelOptions.none(OverflowPolicy.DISCONNECT));
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void theShippedLimitsAreRead() {
    ChannelConfig config = read();

    assertThat(config.insecure()).isFalse();
    assertThat(config.subscribeBuffer()).isEqualTo(1024);
    assertThat(config.positionCheck()).hasSeconds(40);
    assertThat(config.presenceTtl()).hasSeconds(60);
    assertThat(config.expiredGrace()).hasSeconds(25);
  }

  @Test
  void eachNamespaceHasItsOwnOptions() {
    values.put(NAMESPACES, "orders, Chat_1-x");
    values.put("heartwire.channel.orders.history-size", "10");
    values.put("heartwire.channel.orders.history-ttl", "2m");
    values.put("heartwire.channel.Chat_1-x.presence", "true");
    values.put("heartwire.channel.default.join-leave", "true");

    ChannelConfig config = read();

    assertThat(settings.problems()).isEmpty();
    assertThat(config.namespaces()).containsOnlyKeys("", "orders", "Chat_1-x");
    assertThat(config.namespaces().get("orders").historySize()).isEqualTo(10);
    assertThat(config.namespaces().get("orders").historyTtl()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.namespaces().get("orders").presence()).isFalse();
    assertThat(config.namespaces().get("Chat_1-x").presence()).isTrue();
    assertThat(config.namespaces().get("").joinLeave())
        .as("channels without a namespace have the options called default")
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"default", "a b", "ü", "a.b", "a:b", "a#", "#", "good, bad!"})
  void aNamespaceWithABadNameIsAProblem(String list) {
    values.put(NAMESPACES, list);

    ChannelConfig config = read();

    assertThat(settings.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo(NAMESPACES);
              assertThat(problem.value()).isEqualTo(list);
              assertThat(problem.allowed()).contains("1 to 64 letters, digits, _ or -", "default");
            });
    assertThat(config.namespaces()).doesNotContainKeys("default", "bad!");
  }

  @Test
  void theNameOfANamespaceHasAtMost64Characters() {
    values.put(NAMESPACES, "x".repeat(64));
    assertThat(read().namespaces()).containsKey("x".repeat(64));
    assertThat(settings.problems()).isEmpty();

    values.put(NAMESPACES, "x".repeat(65));
    read();
    assertThat(settings.problems()).extracting(ConfigProblem::key).containsExactly(NAMESPACES);
  }

  @ParameterizedTest
  @CsvSource({
    "heartwire.channel.subscribe-buffer, 0",
    "heartwire.channel.position-check, 99ms",
    "heartwire.channel.presence-ttl, 999ms",
    "heartwire.client.expired-grace, 61m",
    "heartwire.client.insecure, perhaps",
    "heartwire.channel.orders.history-size, -1",
    "heartwire.channel.orders.allow-publish, admins",
    "heartwire.channel.default.delta, xdelta"
  })
  void whateverIsOutOfRangeIsNamedByItsKey(String key, String value) {
    values.put(NAMESPACES, "orders");
    values.put(key, value);
    read();

    assertThat(settings.problems()).extracting(ConfigProblem::key).isEqualTo(List.of(key));
    assertThat(settings.problems()).extracting(ConfigProblem::value).isEqualTo(List.of(value));
  }

  private ChannelConfig read() {
    return new ChannelConfig(settings, new OutboxConfig(settings));
  }
}
