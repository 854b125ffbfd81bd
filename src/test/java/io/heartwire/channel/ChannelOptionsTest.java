package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.PublishOptions;
import io.heartwire.config.Settings;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChannelOptionsTest {
  private static final String PREFIX = "heartwire.channel.orders.";

  private final Map<String, String> values = new HashMap<>();
  private final Settings settings = TestSettings.with(values);

  @Test
  void aNamespaceOfWhichNothingIsSaidHasNothingSwitchedOn() {
    assertThat(read()).isEqualTo(ChannelOptions.none(OverflowPolicy.DISCONNECT));
    assertThat(read().keepsHistory()).isFalse();
    assertThat(read().publishing()).isEqualTo(PublishOptions.NO_HISTORY);
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void everyOptionIsRead() {
    put("history-size", "7");
    put("history-ttl", "1h");
    put("presence", "true");
    put("join-leave", "true");
    put("force-recovery", "true");
    put("force-positioning", "true");
    put("force-push-join-leave", "true");
    put("allow-subscribe", "users");
    put("allow-publish", "false");
    put("allow-history", "true");
    put("allow-presence", "users");
    put("delta", "fossil");
    put("trace-tags", "true");

    assertThat(read())
        .isEqualTo(
            new ChannelOptions(
                7,
                Duration.ofHours(1),
                true,
                true,
                true,
                true,
                true,
                Permission.USERS,
                Permission.FALSE,
                Permission.TRUE,
                Permission.USERS,
                OverflowPolicy.DISCONNECT,
                DeltaKind.FOSSIL,
                true,
                Durability.ACCEPTED));
    assertThat(read().publishing()).isEqualTo(PublishOptions.history(7, Duration.ofHours(1)));
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void whatIsNotSaidOfOverflowIsSaidForAllConnections() {
    values.put("heartwire.outbox.overflow", "latest");
    assertThat(read().overflow()).isEqualTo(OverflowPolicy.LATEST);

    put("overflow", "drop-oldest");
    assertThat(read().overflow()).isEqualTo(OverflowPolicy.DROP_OLDEST);
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void replicatedNeedsHistoryAndAnEngineThatHasReplicas() {
    put("history-size", "7");
    put("history-ttl", "1h");
    put("durability", "replicated");
    values.put("heartwire.broker", "redis");
    assertThat(read().publishing())
        .isEqualTo(PublishOptions.history(7, Duration.ofHours(1)).onReplicas());
    assertThat(settings.problems()).isEmpty();

    values.put("heartwire.broker", "memory");
    assertThat(read().publishing().replicated()).isTrue();
    assertThat(settings.problems().toString())
        .contains("durability", "heartwire.broker", "replicas");
  }

  @Test
  void whatIsNotKeptCannotBeOnAReplica() {
    values.put("heartwire.broker", "redis");
    put("durability", "replicated");
    assertThat(read().publishing()).isEqualTo(PublishOptions.NO_HISTORY);
    assertThat(settings.problems().toString()).contains("durability", "history-size");
  }

  @Test
  void nobodyCanBeToldOfJoinsWhereThereAreNone() {
    put("force-push-join-leave", "true");
    expect("force-push-join-leave", "true", "false where join-leave is false");
  }

  @Test
  void aHistoryNeedsASizeAndATime() {
    put("history-size", "10");
    expect("history-ttl", "0s", "longer than 0 where history-size is above 0");

    put("history-size", "0");
    put("history-ttl", "10s");
    expect("history-size", "0", "above 0 where history-ttl is above 0");
  }

  @Test
  void whatCannotBeReadIsTheProblemAndNotWhatFollowsFromIt() {
    put("history-size", "many");
    put("history-ttl", "10s");
    read();

    assertThat(settings.problems())
        .singleElement()
        .hasToString(PREFIX + "history-size = 'many': must be a whole number from 0 to 1000000");
  }

  @Test
  void recoveryNeedsAHistory() {
    put("force-recovery", "true");
    expect("force-recovery", "true", "false where there is no history-size and history-ttl");
  }

  @Test
  void positionsNeedAHistory() {
    put("force-positioning", "true");
    expect("force-positioning", "true", "false where there is no history-size and history-ttl");
  }

  @Test
  void whoeverMustMissNothingMustNotBeMadeToMissSomething() {
    put("history-size", "10");
    put("history-ttl", "10s");
    put("overflow", "latest");
    put("force-recovery", "true");
    expect("overflow", "latest", "disconnect where force-recovery or force-positioning");

    put("force-recovery", "false");
    put("force-positioning", "true");
    expect("overflow", "latest", "disconnect where force-recovery or force-positioning");

    put("force-positioning", "false");
    read();
    assertThat(settings.problems()).as("those who ask for positions are closed anyway").isEmpty();
  }

  @Test
  void deltasNeedEveryPublicationBefore() {
    put("overflow", "drop-oldest");
    put("delta", "fossil");
    expect("delta", "fossil", "none where overflow is not disconnect");
  }

  @Test
  void overflowThatIsSaidForAllConnectionsIsRefusedAtTheNamespacesKeyToo() {
    values.put("heartwire.outbox.overflow", "latest");
    put("history-size", "10");
    put("history-ttl", "10s");
    put("force-recovery", "true");
    expect("overflow", "(missing)", "disconnect where force-recovery");
  }

  private void put(String option, String value) {
    values.put(PREFIX + option, value);
  }

  private void expect(String option, String value, String remedy) {
    read();
    assertThat(settings.problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.key()).isEqualTo(PREFIX + option);
              assertThat(problem.value()).isEqualTo(value);
              assertThat(problem.allowed()).contains(remedy);
            });
  }

  private ChannelOptions read() {
    return ChannelOptions.read(settings, "orders", new OutboxConfig(settings));
  }
}
