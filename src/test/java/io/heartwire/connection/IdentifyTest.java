package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Users that are known only after the upgrade. */
class IdentifyTest {
  @RegisterExtension final TestPool pool = new TestPool();

  private final ConnectionRegistry registry = pool.registry;

  @Test
  void anIdentifiedConnectionIsFoundByItsUserUntilItEnds() {
    Connection connection = pool.admit();
    TestPool.open(connection, new ScriptedTransport());

    connection.identify("ann");
    connection.ready();

    assertThat(connection.peer()).isEqualTo(TestPool.peer("ann"));
    assertThat(registry.connectionsOf("ann")).containsExactly(connection);
    assertThat(registry.ofUser("ann")).extracting(one -> one.peer().user()).containsExactly("ann");
    connection.ended(CloseReason.NORMAL);
    assertThat(registry.connectionsOf("ann")).isEmpty();
    assertThat(pool.closed.single().connection().peer().user()).isEqualTo("ann");
  }

  @Test
  void aConnectionMayBeIdentifiedWhenItIsLiveAlready() {
    Connection connection = pool.live(new ScriptedTransport());
    Connection other = registry.admit(TestPool.peer("ann"), () -> {}).orElseThrow();

    connection.identify("ann");

    assertThat(registry.connectionsOf("ann")).containsExactlyInAnyOrder(connection, other);
    connection.ended(CloseReason.NORMAL);
    assertThat(registry.connectionsOf("ann")).containsExactly(other);
  }

  @Test
  void aConnectionNeverChangesItsUser() {
    Connection late = pool.live(new ScriptedTransport());
    late.identify("ann");
    Connection early = registry.admit(TestPool.peer("ann"), () -> {}).orElseThrow();

    for (Connection connection : List.of(late, early)) {
      connection.identify("ann");
      assertThatThrownBy(() -> connection.identify("bob"))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("ann");
    }

    assertThat(registry.connectionsOf("ann")).containsExactlyInAnyOrder(late, early);
    assertThat(registry.connectionsOf("bob")).isEmpty();
  }

  @Test
  void nobodyIsNoUser() {
    Connection connection = pool.admit();

    assertThatThrownBy(() -> connection.identify("")).isInstanceOf(IllegalArgumentException.class);

    assertThat(registry.connectionsOf("")).isEmpty();
  }

  @Test
  void aConnectionThatHasEndedIsNotIndexedAnyMore() {
    Connection connection = pool.live(new ScriptedTransport());
    connection.ended(CloseReason.NORMAL);

    connection.identify("ann");

    assertThat(registry.connectionsOf("ann")).isEmpty();
  }

  @Test
  void theEndMeanwhileLeavesNothingInTheIndex() {
    Race.duel(
        20_000,
        pool::admit,
        connection -> connection.identify("ann"),
        connection -> connection.ended(CloseReason.NORMAL),
        connection -> assertThat(registry.connectionsOf("ann")).isEmpty());
  }

  @Test
  void oneOfTwoConcurrentUsersWinsAndTheOtherIsRefused() {
    Race.duel(
        5_000,
        () -> new Claimed(pool.admit()),
        claimed -> claimed.by("ann"),
        claimed -> claimed.by("bob"),
        claimed -> {
          assertThat(registry.connectionsOf("ann").size() + registry.connectionsOf("bob").size())
              .isEqualTo(1);
          String user = claimed.connection.peer().user();
          assertThat(claimed.refused).isEqualTo(user.equals("ann") ? "bob" : "ann");
          claimed.connection.ended(CloseReason.NORMAL);
        });
  }

  @Test
  void aConnectionToActUponIsFoundByItsId() {
    Connection connection = pool.live(new ScriptedTransport());

    assertThat(registry.connection(connection.id())).containsSame(connection);
    connection.ended(CloseReason.NORMAL);
    assertThat(registry.connection(connection.id())).isEmpty();
    assertThat(registry.connection(ConnectionId.random())).isEmpty();
  }

  /** A connection that two users claim. */
  private static final class Claimed {
    private final Connection connection;
    private volatile String refused = "";

    Claimed(Connection connection) {
      this.connection = connection;
    }

    void by(String user) {
      try {
        connection.identify(user);
      } catch (IllegalStateException taken) {
        refused = user;
      }
    }
  }

  @Nested
  class WithALimitOfTwo {
    @RegisterExtension
    final TestPool small = new TestPool(Map.of("heartwire.pool.max-connections-per-user", "2"));

    private final ConnectionRegistry limited = small.registry;

    @Test
    void aUserHasOnlySoManyConnectionsHoweverItBecameKnown() {
      Connection early = limited.admit(TestPool.peer("ann"), () -> {}).orElseThrow();
      assertThat(small.admit().identify("ann")).isTrue();
      assertThat(limited.isFullFor("ann")).isTrue();

      assertThat(limited.admit(TestPool.peer("ann"), () -> {})).isEmpty();
      assertThat(small.admit().identify("ann")).isFalse();
      assertThat(limited.connectionsOf("ann")).hasSize(2);
      assertThat(limited.admit(TestPool.peer("bob"), () -> {})).isPresent();

      early.ended(CloseReason.NORMAL);
      assertThat(small.admit().identify("ann")).isTrue();
    }

    @Test
    void whoIsNotCountedTakesNobodysPlaceWhenItEnds() {
      small.admit().identify("ann");
      small.admit().identify("ann");
      Connection third = small.admit();
      third.identify("ann");

      third.ended(CloseReason.CONNECTION_LIMIT);

      assertThat(limited.isFullFor("ann")).isTrue();
    }

    @Test
    void theAnonymousHaveNoLimit() {
      for (int i = 0; i < 5; i++) {
        assertThat(limited.admit(TestPool.peer(""), () -> {})).isPresent();
      }
      assertThat(limited.isFullFor("")).isFalse();
    }

    @Test
    void manyAtOnceNeverExceedTheLimit() {
      for (int round = 0; round < 100; round++) {
        AtomicInteger counted = new AtomicInteger();
        Race.among(4, number -> counted.addAndGet(small.admit().identify("ann") ? 1 : 0));
        assertThat(counted).hasValue(2);
        limited.forEach(one -> one.ended(CloseReason.NORMAL));
      }
    }
  }
}
