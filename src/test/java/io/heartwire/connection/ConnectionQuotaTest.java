package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionQuotaTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.message.max-bytes", "100",
              "heartwire.limit.commands-per-second", "10",
              "heartwire.limit.commands-burst", "20",
              "heartwire.limit.bytes-per-second", "1000",
              "heartwire.limit.bytes-burst", "2000",
              "heartwire.tenant.classes", "small,free",
              "heartwire.tenant.small.limit.commands-burst", "5",
              "heartwire.tenant.small.max-connections", "1",
              "heartwire.tenant.free.limit.commands-per-second", "0",
              "heartwire.tenant.free.limit.bytes-per-second", "0"));

  @Test
  void commandsUpToTheBurstAreGranted() {
    ConnectionQuota quota = pool.admit().quota();

    assertThat(commands(quota, 20 + ConnectionQuota.FREE_COMMANDS))
        .containsOnly(InboundPermit.GRANTED);
    assertThat(quota.command()).isEqualTo(InboundPermit.REFUSED);
    assertThat(pool.registry.exceeded(ConnectionLimit.COMMANDS)).isEqualTo(1);
  }

  @Test
  void commandsAtTheRateAreGrantedForEver() {
    ConnectionQuota quota = pool.admit().quota();
    commands(quota, 20 + ConnectionQuota.FREE_COMMANDS);

    for (int second = 0; second < 100; second++) {
      pool.time.advance(SECOND);
      assertThat(commands(quota, 10)).containsOnly(InboundPermit.GRANTED);
    }
    assertThat(pool.registry.exceeded(ConnectionLimit.COMMANDS)).isZero();
  }

  @Test
  void whoSendsTwiceAsMuchIsRefusedTheHalfAndNothingWorse() {
    ConnectionQuota quota = pool.admit().quota();
    commands(quota, 20 + ConnectionQuota.FREE_COMMANDS);

    for (int second = 0; second < 100; second++) {
      pool.time.advance(SECOND);
      assertThat(commands(quota, 20))
          .doesNotContain(InboundPermit.EXHAUSTED)
          .filteredOn(InboundPermit.REFUSED::equals)
          .hasSize(10);
    }
  }

  @Test
  void whoSendsThriceAsMuchIsSoonToBeClosed() {
    ConnectionQuota quota = pool.admit().quota();
    commands(quota, 20 + ConnectionQuota.FREE_COMMANDS);
    pool.time.advance(SECOND);
    assertThat(commands(quota, 30)).doesNotContain(InboundPermit.EXHAUSTED);
    pool.time.advance(SECOND);
    assertThat(commands(quota, 30)).endsWith(InboundPermit.EXHAUSTED);
  }

  @Test
  void bytesUpToTheBurstAreTaken() {
    ConnectionQuota quota = pool.admit().quota();
    assertThat(quota.bytes(ConnectionQuota.FREE_BYTES)).as("the first are free").isTrue();

    assertThat(quota.bytes(2000)).isTrue();
    assertThat(quota.bytes(1)).isFalse();
    assertThat(pool.registry.exceeded(ConnectionLimit.BYTES)).isEqualTo(1);
    pool.time.advance(SECOND);
    assertThat(quota.bytes(1000)).isTrue();
    assertThat(quota.bytes(1)).isFalse();
  }

  @Test
  void nothingIsTooMuchWhereThereIsNoLimit() {
    Connection connection = pool.admit();
    assertThat(connection.joins("free")).isTrue();

    assertThat(commands(connection.quota(), 10_000)).containsOnly(InboundPermit.GRANTED);
    assertThat(connection.quota().bytes(1_000_000_000)).isTrue();
    assertThat(connection.quota().bytes(1_000_000_000)).isTrue();
  }

  @Test
  void theLimitsOfAClassHoldFromWhenItIsJoined() {
    Connection connection = pool.admit();
    commands(connection.quota(), 20 + ConnectionQuota.FREE_COMMANDS);

    assertThat(connection.joins("small")).isTrue();

    assertThat(connection.peer().tenant()).isEqualTo("small");
    assertThat(commands(connection.quota(), 6))
        .containsExactly(
            InboundPermit.GRANTED,
            InboundPermit.GRANTED,
            InboundPermit.GRANTED,
            InboundPermit.GRANTED,
            InboundPermit.GRANTED,
            InboundPermit.REFUSED);
  }

  @Test
  void aClassTakesNoMoreConnectionsThanItMay() {
    Connection first = pool.admit();
    Connection second = pool.admit();
    assertThat(first.joins("small")).isTrue();
    assertThat(first.joins("small")).as("again").isTrue();

    assertThat(second.joins("small")).isFalse();

    assertThat(second.peer().tenant()).isEmpty();
    assertThat(pool.registry.exceeded(ConnectionLimit.TENANT_CONNECTIONS)).isEqualTo(1);
    assertThat(pool.registry.admit(TestPool.peer("").in("small"), () -> {})).isEmpty();
    first.ended(CloseReason.NORMAL);
    assertThat(second.joins("small")).isTrue();
  }

  @Test
  void aConnectionCountsInOneClassAtATime() {
    Connection connection = pool.admit();
    assertThat(pool.tenants.connections()).isEqualTo(Map.of("default", 1, "small", 0, "free", 0));

    connection.joins("small");
    assertThat(pool.tenants.connections()).isEqualTo(Map.of("default", 0, "small", 1, "free", 0));
    connection.joins("free");
    assertThat(pool.tenants.connections()).isEqualTo(Map.of("default", 0, "small", 0, "free", 1));
    connection.ended(CloseReason.NORMAL);
    assertThat(pool.tenants.connections()).isEqualTo(Map.of("default", 0, "small", 0, "free", 0));
  }

  @Test
  void aConnectionThatHasEndedTakesNoPlaceInAnyClass() {
    Connection connection = pool.admit();
    connection.ended(CloseReason.NORMAL);

    connection.joins("small");

    assertThat(pool.tenants.connections().values()).containsOnly(0);
  }

  @Test
  void whoIsRefusedByItsClassTakesNoPlaceInThePool() {
    Connection first = pool.registry.admit(TestPool.peer("").in("small"), () -> {}).orElseThrow();
    assertThat(first.peer().tenant()).isEqualTo("small");

    assertThat(pool.registry.admit(TestPool.peer("").in("small"), () -> {})).isEmpty();

    pool.checkCounts();
    assertThat(pool.registry.counts().total()).isEqualTo(1);
  }

  @Test
  void everyLimitHasALabelOfItsOwn() {
    assertThat(EnumSet.allOf(ConnectionLimit.class))
        .extracting(ConnectionLimit::label)
        .doesNotHaveDuplicates();
    assertThat(ConnectionLimit.FRAME_PIECES.label()).isEqualTo("frame-pieces");
  }

  private static List<InboundPermit> commands(ConnectionQuota quota, int count) {
    List<InboundPermit> permits = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      permits.add(quota.command());
    }
    return permits;
  }
}
