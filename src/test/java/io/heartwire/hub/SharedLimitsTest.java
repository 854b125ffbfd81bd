package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.SharedCounts;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.Peer;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestCounts;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes with a limit of two connections for a user, and of three for a tenant's class. */
class SharedLimitsTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "heartwire.pool.max-connections-per-user", "2",
          "heartwire.tenant.classes", "gold",
          "heartwire.tenant.gold.max-connections", "3");

  private final ManualTimeSource time = new ManualTimeSource();
  private final TestCounts counts = new TestCounts(time);

  @RegisterExtension final TestPool leftPool = new TestPool(SETTINGS, time);
  @RegisterExtension final TestPool rightPool = new TestPool(SETTINGS, time);
  private final SharedLimits left = limits(counts.on("left"), leftPool);
  private final SharedLimits right = limits(counts.on("right"), rightPool);

  private SharedLimits limits(SharedCounts shared, TestPool pool) {
    return new SharedLimits(shared, pool.registry, pool.tenants, time);
  }

  /** Lets both nodes tell each other what they have, once a second. */
  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.advance(Duration.ofSeconds(1));
      left.tick(time.nanos());
      right.tick(time.nanos());
    }
  }

  @Test
  void whoHasTooManyOnAllNodesMustLoseTheNewestAfterAWhile() {
    ScriptedTransport first = connect(leftPool, "ann", "");
    ScriptedTransport second = connect(rightPool, "ann", "");
    pass(2);
    ScriptedTransport third = connect(rightPool, "ann", "");

    pass(10);
    assertThat(third.closes()).as("not yet").isEmpty();
    pass(2);

    assertThat(third.closes()).containsExactly(CloseReason.CONNECTION_LIMIT);
    pass(20);
    assertThat(first.closes()).isEmpty();
    assertThat(second.closes()).isEmpty();
  }

  @Test
  void whoHasLostSomeMustNotComeInHereBeforeThereIsRoom() {
    connect(leftPool, "ann", "");
    Connection other = admit(leftPool, "ann", "");
    pass(1);
    ScriptedTransport third = connect(rightPool, "ann", "");
    pass(13);
    assertThat(third.closes()).hasSize(1);
    end(rightPool);
    pass(1);

    assertThat(rightPool.registry.isFullFor("ann")).isTrue();
    assertThat(rightPool.registry.admit(TestPool.peer("ann"), () -> {})).isEmpty();
    assertThat(rightPool.registry.isFullFor("ben")).isFalse();

    other.ended(CloseReason.NORMAL);
    pass(2);
    assertThat(rightPool.registry.isFullFor("ann")).isFalse();
    assertThat(right.over()).isZero();
  }

  @Test
  void whoIsKeptOutMustBeForgottenAfterAMinuteWithoutConnectionsHere() {
    connect(leftPool, "ann", "");
    connect(leftPool, "ann", "");
    pass(1);
    connect(rightPool, "ann", "");
    pass(13);
    end(rightPool);

    pass(60);

    assertThat(right.over()).isZero();
    assertThat(rightPool.registry.isFullFor("ann")).isFalse();
  }

  @Test
  void clientsOfANodeThatDiedMustNotBeTakenForTooMany() {
    connect(leftPool, "ann", "");
    connect(leftPool, "ann", "");
    pass(2);
    ScriptedTransport one = connect(rightPool, "ann", "");
    ScriptedTransport two = connect(rightPool, "ann", "");

    for (int i = 0; i < 30; i++) {
      time.advance(Duration.ofSeconds(1));
      right.tick(time.nanos());
    }

    assertThat(one.closes()).isEmpty();
    assertThat(two.closes()).isEmpty();
    assertThat(right.over()).isZero();
  }

  @Test
  void twoNodesMustNotBothGiveUpForTheSame() {
    connect(leftPool, "ann", "");
    connect(rightPool, "ann", "");
    pass(1);
    connect(leftPool, "ann", "");
    connect(rightPool, "ann", "");

    pass(10);
    assertThat(open(leftPool) + open(rightPool)).isEqualTo(4);
    pass(30);

    assertThat(open(leftPool) + open(rightPool)).isEqualTo(2);
  }

  @Test
  void aTenantMustBeLimitedOnAllNodesTogetherToo() {
    connect(leftPool, "", "gold");
    connect(leftPool, "", "gold");
    pass(1);
    ScriptedTransport third = connect(rightPool, "", "gold");
    ScriptedTransport fourth = connect(rightPool, "", "gold");
    ScriptedTransport free = connect(rightPool, "", "");

    pass(14);

    assertThat(third.closes()).isEmpty();
    assertThat(fourth.closes()).containsExactly(CloseReason.CONNECTION_LIMIT);
    assertThat(free.closes()).isEmpty();
    assertThat(rightPool.registry.exceeded(ConnectionLimit.TENANT_CONNECTIONS)).isEqualTo(1);
    assertThat(rightPool.registry.isFullForTenant("gold")).isTrue();
    assertThat(rightPool.registry.isFullForTenant("")).isFalse();
    end(leftPool);
    pass(2);
    assertThat(rightPool.registry.isFullForTenant("gold")).isFalse();
  }

  @Test
  void withoutTheEngineEachNodeMustCountItsOwnAlone() {
    connect(leftPool, "ann", "");
    connect(leftPool, "ann", "");
    pass(1);
    ScriptedTransport third = connect(rightPool, "ann", "");
    pass(12);
    end(rightPool);
    assertThat(third.closes()).hasSize(1);
    assertThat(rightPool.registry.isFullFor("ann")).isTrue();

    try (LogCapture log = new LogCapture(SharedLimits.class)) {
      counts.lose();
      pass(2);
      assertThat(log.lines()).hasSize(2).allMatch(line -> line.contains("for each node alone"));
    }
    assertThat(rightPool.registry.isFullFor("ann")).isFalse();
    ScriptedTransport again = connect(rightPool, "ann", "");
    pass(30);
    assertThat(again.closes()).isEmpty();

    counts.find();
    pass(13);
    assertThat(again.closes()).as("all is told anew").hasSize(1);
  }

  @Test
  void onlyWhatChangesMustBeToldAgain() {
    for (int i = 0; i < 2_500; i++) {
      connect(leftPool, "user " + i, "");
    }
    pass(2);
    assertThat(counts.of("left")).hasSize(2_500);
    int told = counts.told;

    pass(10);
    assertThat(counts.told - told).as("the tenant's class of each node").isEqualTo(20);
    end(leftPool);
    pass(1);
    assertThat(counts.of("left")).isEmpty();
  }

  @Test
  void aNodeThatWasAwayForLongerThanItsCountsLastMustTellThemAgain() {
    connect(leftPool, "ann", "");
    pass(2);
    time.advance(Duration.ofSeconds(4));
    assertThat(counts.of("left")).isEmpty();

    pass(2);

    assertThat(counts.of("left")).hasSize(1);
  }

  @Test
  void nodesThatToldTheirCountsBeforeTheyKnewOfEachOtherMustTellThemAgain() {
    counts.part();
    connect(leftPool, "ann", "");
    connect(leftPool, "ann", "");
    connect(rightPool, "ann", "");
    pass(2);
    counts.meet();

    pass(13);

    assertThat(open(leftPool) + open(rightPool)).isEqualTo(2);
  }

  @Test
  void namesMustSayNothingOfUsers() {
    connect(leftPool, "ann@example.com", "");
    pass(2);

    assertThat(counts.of("left").keySet()).allMatch(name -> name.matches("u[A-Za-z0-9_-]{16}"));
  }

  @Test
  void anEngineOfOneProcessMustNotBeAsked() {
    SharedLimits alone = limits(SharedCounts.ALONE, leftPool);
    connect(leftPool, "ann", "");

    alone.tick(time.nanos());

    assertThat(counts.told).isZero();
  }

  private ScriptedTransport connect(TestPool pool, String user, String tenant) {
    time.advance(Duration.ofMillis(1));
    ScriptedTransport wire = new ScriptedTransport();
    Connection connection = admit(pool, user, tenant);
    assertThat(TestPool.open(connection, wire)).isTrue();
    assertThat(connection.ready()).isTrue();
    return wire;
  }

  private static Connection admit(TestPool pool, String user, String tenant) {
    return pool.registry
        .admit(new Peer("raw", "192.0.2.7", "test", user, tenant), () -> {})
        .orElseThrow();
  }

  private static int open(TestPool pool) {
    return pool.registry.counts().live();
  }

  /** All clients of the node go. */
  private static void end(TestPool pool) {
    pool.registry.forEach(connection -> connection.ended(CloseReason.NORMAL));
  }
}
