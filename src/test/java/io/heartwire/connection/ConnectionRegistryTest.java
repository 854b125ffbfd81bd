package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionRegistryTest {
  private static final int CAPACITY = 8;

  @RegisterExtension
  final TestPool pool =
      new TestPool(Map.of("heartwire.pool.max-connections", String.valueOf(CAPACITY)));

  private final ConnectionRegistry registry = pool.registry;
  private final ScriptedTransport transport = new ScriptedTransport();

  @Test
  void aFullPoolRefusesTheNextClientAndCountsIt() {
    for (int i = 0; i < CAPACITY; i++) {
      assertThat(registry.admit(TestPool.peer(""), () -> {})).isPresent();
    }

    assertThat(registry.admit(TestPool.peer(""), () -> {})).isEmpty();
    assertThat(registry.counts().isAtCapacity()).isTrue();
    assertThat(registry.totals().refused()).isEqualTo(1);
  }

  @Test
  void aPlaceGivenBackCanBeTakenAgain() {
    for (int i = 0; i < CAPACITY - 1; i++) {
      pool.admit();
    }
    Connection leaving = pool.admit();
    leaving.ended(CloseReason.NORMAL);

    assertThat(registry.counts().isAtCapacity()).isFalse();
    assertThat(registry.admit(TestPool.peer(""), () -> {})).isPresent();
  }

  @Test
  void whatCameWithThePlaceIsGivenBackOnceWhenThePlaceIs() {
    AtomicInteger givenBack = new AtomicInteger();
    Connection never = registry.admit(TestPool.peer(""), givenBack::incrementAndGet).orElseThrow();
    never.close(CloseReason.NOT_READY);
    never.ended(CloseReason.VANISHED);
    assertThat(givenBack).hasValue(1);

    Connection opened = registry.admit(TestPool.peer(""), givenBack::incrementAndGet).orElseThrow();
    TestPool.open(opened, transport);
    opened.close(CloseReason.NORMAL);
    assertThat(givenBack).as("the peer has not said goodbye yet").hasValue(1);
    opened.ended(CloseReason.NORMAL);
    opened.ended(CloseReason.VANISHED);
    assertThat(givenBack).hasValue(2);
  }

  @Test
  void aPlaceIsFreeAlsoWhenWhatCameWithItCannotBeGivenBack() {
    Connection connection =
        registry
            .admit(
                TestPool.peer(""),
                () -> {
                  throw new IllegalStateException("for the test");
                })
            .orElseThrow();
    try (LogCapture log = new LogCapture(ConnectionRegistry.class)) {
      connection.ended(CloseReason.VANISHED);
      assertThat(log.lines()).hasSize(1);
    }

    assertThat(registry.counts().total()).isZero();
    assertThat(registry.totals().failedObservers()).isEqualTo(1);
  }

  @Test
  void concurrentClientsNeverExceedTheCapacity() {
    AtomicInteger admitted = new AtomicInteger();
    for (int round = 0; round < 100; round++) {
      admitted.set(0);
      Race.among(
          4,
          number -> {
            for (int i = 0; i < CAPACITY; i++) {
              registry
                  .admit(TestPool.peer(""), () -> {})
                  .ifPresent(one -> admitted.incrementAndGet());
              assertThat(registry.counts().total()).isLessThanOrEqualTo(CAPACITY);
            }
          });
      assertThat(admitted).hasValue(CAPACITY);
      pool.checkCounts();
      registry.forEach(one -> one.ended(CloseReason.NORMAL));
    }
    assertThat(registry.totals().refused()).isEqualTo(100L * (4 * CAPACITY - CAPACITY));
  }

  @Test
  void comingAndGoingAtOnceLeavesTheCountsRight() {
    Race.among(
        4,
        number -> {
          for (int i = 0; i < 500; i++) {
            Optional<Connection> one = registry.admit(TestPool.peer("user" + i % 2), () -> {});
            if (one.isPresent()) {
              TestPool.open(one.get(), new ScriptedTransport());
              one.get().ready();
              one.get().missedPing();
              one.get().heard();
              one.get().close(CloseReason.NORMAL);
              one.get().ended(CloseReason.NORMAL);
            }
          }
        });

    assertThat(registry.counts()).isEqualTo(new ConnectionCounts(0, 0, 0, 0, 0, CAPACITY));
    assertThat(registry.snapshot()).isEmpty();
    assertThat(registry.ofUser("user0")).isEmpty();
  }

  @Test
  void aConnectionIsFoundByItsIdUntilItEnds() {
    Connection connection = pool.live(transport);
    assertThat(registry.find(connection.id()).orElseThrow().id()).isEqualTo(connection.id());

    connection.close(CloseReason.NORMAL);
    assertThat(registry.find(connection.id())).as("still closing").isPresent();

    connection.ended(CloseReason.NORMAL);
    assertThat(registry.find(connection.id())).isEmpty();
  }

  @Test
  void theConnectionsOfAUserAreFoundTogetherUntilEachEnds() {
    Connection first = registry.admit(TestPool.peer("ann"), () -> {}).orElseThrow();
    Connection second = registry.admit(TestPool.peer("ann"), () -> {}).orElseThrow();
    registry.admit(TestPool.peer("bob"), () -> {});

    assertThat(registry.ofUser("ann"))
        .extracting(ConnectionSnapshot::id)
        .containsExactlyInAnyOrder(first.id(), second.id());

    first.ended(CloseReason.NORMAL);
    assertThat(registry.ofUser("ann"))
        .extracting(ConnectionSnapshot::id)
        .containsExactly(second.id());

    second.ended(CloseReason.NORMAL);
    assertThat(registry.ofUser("ann")).isEmpty();
    assertThat(registry.ofUser("bob")).hasSize(1);
  }

  @Test
  void anonymousConnectionsAreNobodys() {
    pool.admit();

    assertThat(registry.ofUser("")).isEmpty();
  }

  @Test
  void eachStateIsCounted() {
    pool.admit();
    pool.live(new ScriptedTransport());
    pool.live(new ScriptedTransport());
    pool.live(new ScriptedTransport()).missedPing();
    pool.live(new ScriptedTransport()).close(CloseReason.NORMAL);
    pool.live(new ScriptedTransport()).ended(CloseReason.NORMAL);

    assertThat(registry.counts()).isEqualTo(new ConnectionCounts(1, 2, 1, 1, 5, CAPACITY));
  }

  @Test
  void openingIsToldWithTheFacts() {
    Connection connection = registry.admit(TestPool.peer("ann"), () -> {}).orElseThrow();
    assertThat(pool.opened.fired()).as("admission alone is no opening").isEmpty();

    TestPool.open(connection, transport);

    ConnectionSnapshot facts = pool.opened.single().connection();
    assertThat(facts.id()).isEqualTo(connection.id());
    assertThat(facts.peer().user()).isEqualTo("ann");
    assertThat(registry.totals().opened()).isEqualTo(1);
  }

  @Test
  void closingIsToldWithReasonAgeAndTrafficEachWay() {
    Connection connection = pool.live(transport);
    pool.time.advance(Duration.ofSeconds(42));
    connection.received(7, true);
    connection.received(4, true);
    connection.send(Message.text("grün", null), OverflowPolicy.DISCONNECT);
    connection.close(CloseReason.SLOW);
    connection.ended(CloseReason.NORMAL);

    ConnectionClosed event = pool.closed.single();
    assertThat(event.reason()).isEqualTo(CloseReason.SLOW);
    assertThat(event.connection().age()).isEqualTo(Duration.ofSeconds(42));
    assertThat(event.connection().messagesReceived()).isEqualTo(2);
    assertThat(event.connection().bytesReceived()).isEqualTo(11);
    assertThat(event.connection().messagesSent()).isEqualTo(1);
    assertThat(event.connection().bytesSent()).isEqualTo(5);
    assertThat(event.connection().state()).isEqualTo(ConnectionState.CLOSED);
  }

  @Test
  void aConnectionThatWasNeverOpenedIsNotToldOf() {
    pool.admit().ended(CloseReason.VANISHED);
    pool.admit().close(CloseReason.NOT_READY);

    assertThat(pool.opened.fired()).isEmpty();
    assertThat(pool.closed.fired()).isEmpty();
    assertThat(registry.totals().closedByCode()).isEmpty();
  }

  @Test
  void thePoolHasForgottenAConnectionBeforeItsEndIsTold() {
    int[] seen = {-1};
    pool.closed.observe(event -> seen[0] = registry.counts().total());

    pool.live(transport).ended(CloseReason.NORMAL);

    assertThat(seen[0]).isZero();
  }

  @Test
  void anObserverThatThrowsHarmsNobodyAndIsCounted() {
    pool.opened.observe(ConnectionRegistryTest::outOfOrder);
    pool.closed.observe(ConnectionRegistryTest::outOfOrder);

    Connection connection = pool.live(transport);
    assertThat(connection.ended(CloseReason.NORMAL)).isTrue();

    assertThat(registry.counts().total()).isZero();
    assertThat(registry.totals().failedObservers()).isEqualTo(2);
    assertThat(registry.totals().opened()).isEqualTo(1);
    assertThat(registry.totals().closedByCode()).containsExactly(entry(1000, 1L));
  }

  @Test
  void endsAreCountedByCodeAndCodesMadeUpByPeersTogether() {
    for (int code : List.of(1000, 1000, 3012, 4001, 4002, 2999)) {
      pool.live(new ScriptedTransport()).ended(new CloseReason(code, ""));
    }

    assertThat(registry.totals().closedByCode())
        .containsOnly(entry(0, 3L), entry(1000, 2L), entry(3012, 1L));
  }

  @Test
  void dropsOfEndedConnectionsAreAddedUp() {
    Connection connection = pool.live(transport.hold());
    for (int i = 0; i < 3; i++) {
      connection.send(Message.text("x", null), OverflowPolicy.DISCONNECT);
    }

    connection.ended(CloseReason.VANISHED);

    assertThat(registry.totals().dropped()).isEqualTo(3);
  }

  @Test
  void roundTripsAreToldToTheListener() {
    Connection connection = pool.live(transport);
    connection.ping();
    pool.time.advance(Duration.ofMillis(80));
    connection.pong(transport.lastPing());
    connection.pong(ByteBuffer.allocate(0));

    assertThat(pool.roundTrips).containsExactly(80_000_000L);
  }

  private static void outOfOrder(Object event) {
    throw new IllegalStateException("an observer out of order");
  }
}
