package io.heartwire.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.TestPool;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Ten places, three of them for raw clients, four for one address, two for one user. */
class CountingRulesTest extends AdmissionFixture {
  private static final int RAW_PLACES = 3;
  private static final int ADDRESS_PLACES = 4;

  private final CapacityRule capacity = new CapacityRule(registry, config);
  private final ConnectionsRule connections = new ConnectionsRule(registry, config);

  CountingRulesTest() {
    super(
        Map.of(
            "heartwire.pool.max-connections",
            "10",
            "heartwire.tenant.classes",
            "gold",
            "heartwire.tenant.gold.max-connections",
            "1",
            "heartwire.pool.max-connections-per-user",
            "2",
            "heartwire.admission.raw.max-connections",
            String.valueOf(RAW_PLACES),
            "heartwire.admission.address.max-connections",
            String.valueOf(ADDRESS_PLACES)));
  }

  @Test
  void aProtocolHasItsOwnPlacesAndLeavesTheOthersAlone() {
    assertThat(passed(capacity, TestArrival.RAW, 10)).isEqualTo(RAW_PLACES);
    assertThat(reason(capacity.check(TestArrival.RAW.arrive())))
        .isEqualTo(RefusalReason.PROTOCOL_CAPACITY);
    assertThat(passed(capacity, TestArrival.CENTRIFUGE, 10)).isEqualTo(10);
  }

  @Test
  void aPlaceOfAProtocolThatIsGivenBackCanBeTakenAgain() {
    passed(capacity, TestArrival.RAW, RAW_PLACES);
    capacity.release(TestArrival.RAW.arrive().reservation());

    assertThat(passed(capacity, TestArrival.RAW, 10)).isEqualTo(1);
  }

  @Test
  void aFullPoolIsNoticedBeforeAnythingElse() {
    for (int i = 0; i < 10; i++) {
      pool.admit();
    }
    assertThat(reason(capacity.check(TestArrival.CENTRIFUGE.arrive())))
        .isEqualTo(RefusalReason.CAPACITY);
    assertThat(registry.totals().refused()).isEqualTo(1);

    registry.forEach(one -> one.ended(CloseReason.NORMAL));
    assertThat(capacity.check(TestArrival.CENTRIFUGE.arrive())).isNull();
  }

  @Test
  void anAddressHasOnlySoManyConnectionsOverAllProtocols() {
    assertThat(passed(connections, TestArrival.RAW, 3)).isEqualTo(3);
    assertThat(passed(connections, TestArrival.CENTRIFUGE, 3)).isEqualTo(1);
    assertThat(reason(connections.check(TestArrival.RAW.arrive())))
        .isEqualTo(RefusalReason.ADDRESS_CONNECTIONS);
    assertThat(connections.check(TestArrival.RAW.from("192.0.2.8").arrive())).isNull();

    connections.release(TestArrival.RAW.arrive().reservation());
    assertThat(passed(connections, TestArrival.RAW, 10)).isEqualTo(1);
  }

  @Test
  void aTenantsClassHasOnlySoManyConnections() {
    assertThat(registry.admit(TestPool.peer("").in("gold"), () -> {})).isPresent();

    assertThat(reason(connections.check(TestArrival.RAW.of("gold").arrive())))
        .isEqualTo(RefusalReason.TENANT_CONNECTIONS);
    assertThat(connections.check(TestArrival.RAW.of("unheard-of").arrive())).isNull();
    assertThat(connections.check(TestArrival.RAW.arrive())).isNull();
  }

  @Test
  void addressesWithoutAConnectionAreForgotten() {
    for (int i = 0; i < 100; i++) {
      connections.check(TestArrival.RAW.from("192.0.2." + i).arrive());
    }
    assertThat(connections.addresses()).isEqualTo(100);
    for (int i = 0; i < 100; i++) {
      connections.release(TestArrival.RAW.from("192.0.2." + i).arrive().reservation());
    }
    assertThat(connections.addresses()).isZero();
  }

  @Test
  void withoutALimitAnAddressIsCountedAllTheSameSoThatALaterLimitHolds() {
    change("heartwire.admission.address.max-connections", "0");
    assertThat(passed(connections, TestArrival.RAW, 10)).isEqualTo(10);

    change("heartwire.admission.address.max-connections", "11");
    assertThat(passed(connections, TestArrival.RAW, 10)).isEqualTo(1);
  }

  @Test
  void aUserWhomTheContainerKnowsIsRefusedBeforeAnythingIsTaken() {
    registry.admit(TestArrival.RAW.as("ann").arrive().peer(), () -> {});
    assertThat(connections.check(TestArrival.RAW.as("ann").arrive())).isNull();
    registry.admit(TestArrival.RAW.as("ann").arrive().peer(), () -> {});

    assertThat(reason(connections.check(TestArrival.RAW.as("ann").arrive())))
        .isEqualTo(RefusalReason.USER_CONNECTIONS);
    assertThat(connections.check(TestArrival.RAW.as("bob").arrive())).isNull();
    assertThat(connections.check(TestArrival.RAW.arrive())).isNull();
  }

  @Test
  void comingAndGoingAtOnceNeverExceedsAnyLimitAndLeavesNothing() {
    AtomicInteger inside = new AtomicInteger();
    Race.among(
        4,
        number -> {
          for (int i = 0; i < 5_000; i++) {
            AdmissionRequest request = TestArrival.RAW.arrive();
            if (connections.check(request) == null) {
              assertThat(inside.incrementAndGet()).isLessThanOrEqualTo(ADDRESS_PLACES);
              if (capacity.check(request) == null) {
                capacity.release(request.reservation());
              }
              inside.decrementAndGet();
              connections.release(request.reservation());
            }
          }
        });

    assertThat(connections.addresses()).isZero();
    assertThat(passed(capacity, TestArrival.RAW, 10)).isEqualTo(RAW_PLACES);
  }

  private static int passed(AdmissionRule rule, TestArrival request, int times) {
    int passed = 0;
    for (int i = 0; i < times; i++) {
      passed += rule.check(request.arrive()) == null ? 1 : 0;
    }
    return passed;
  }
}
