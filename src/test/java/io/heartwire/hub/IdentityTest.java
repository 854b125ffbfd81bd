package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.Payload;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.hub.EntryException.Reason;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whose a connection becomes, whatever it speaks and whenever that is found out. */
class IdentityTest {
  @RegisterExtension
  final TestPool pool =
      new TestPool(
          Map.of(
              "heartwire.pool.max-connections-per-user", "2",
              "heartwire.tenant.classes", "tight, wide",
              "heartwire.tenant.tight.max-connections", "1"));

  private final Identity ann = Identity.user("ann");

  @Test
  void aConnectionIsFoundByItsUserFromThenOn() {
    Connection connection = pool.admit();

    ann.enter(connection);
    ann.enter(connection);

    assertThat(pool.registry.connectionsOf("ann")).containsExactly(connection);
  }

  @Test
  void anAnonymousOneStaysWhatItIs() {
    Connection connection = pool.admit();

    Identity.user("").enter(connection);

    assertThat(connection.peer().user()).isEmpty();
  }

  @Test
  void aUserHasNoMoreConnectionsThanOneMayHave() {
    ann.enter(pool.admit());
    ann.enter(pool.admit());

    assertRefused(ann, pool.admit(), Reason.FULL);

    assertThat(pool.registry.connectionsOf("ann")).hasSize(2);
  }

  @Test
  void aTenantsClassHasNoMoreThanItMayHave() {
    ann.in("tight").enter(pool.admit());

    assertRefused(Identity.user("ben").in("tight"), pool.admit(), Reason.FULL);

    assertThat(pool.tenants.connections()).containsEntry("tight", 1);
    assertThat(pool.registry.exceeded(ConnectionLimit.TENANT_CONNECTIONS)).isEqualTo(1);
  }

  @Test
  void aClassThatIsSaidHereTakesThePlaceOfAnother() {
    Connection connection = pool.admit();
    ann.in("tight").enter(connection);

    ann.in("wide").enter(connection);

    assertThat(pool.tenants.connections()).containsEntry("tight", 0).containsEntry("wide", 1);
  }

  @Test
  void nobodyBecomesAnotherThanTheContainerKnows() {
    Connection connection = pool.registry.admit(TestPool.peer("ben"), () -> {}).orElseThrow();

    assertRefused(ann, connection, Reason.OTHER_USER);
    assertRefused(Identity.user(""), connection, Reason.OTHER_USER);

    assertThat(connection.peer().user()).isEqualTo("ben");
    assertThat(pool.registry.connectionsOf("ann")).isEmpty();
  }

  @Test
  void whoseTimeIsOverDoesNotEnterAndCountsNowhere() {
    Identity over =
        new Identity("ann", Payload.EMPTY, Duration.ZERO, Map.of(), Payload.EMPTY).in("tight");

    assertRefused(over, pool.admit(), Reason.EXPIRED);

    assertThat(pool.registry.connectionsOf("ann")).isEmpty();
    assertThat(pool.tenants.connections()).containsEntry("tight", 0);
  }

  private static void assertRefused(Identity identity, Connection connection, Reason why) {
    assertThatThrownBy(() -> identity.enter(connection))
        .isInstanceOfSatisfying(
            EntryException.class, refused -> assertThat(refused.reason()).isEqualTo(why));
  }
}
