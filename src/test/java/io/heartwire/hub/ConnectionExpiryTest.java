package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestChannels;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who can put the end off has 25 seconds for it. */
class ConnectionExpiryTest {
  private static final Duration TTL = Duration.ofSeconds(60);
  private static final Duration GRACE = Duration.ofSeconds(25);
  private static final Duration MOMENT = Duration.ofMillis(1);

  @RegisterExtension final TestPool pool = new TestPool();

  private final TestChannels kit = new TestChannels(pool);
  private final ConnectionExpiry stays = kit.stays;
  private final Revocations revocations = new Revocations(kit.revoked, stays);
  private final Instant noon = Instant.parse("2024-02-29T12:00:00Z");
  private final ScriptedTransport wire = new ScriptedTransport();
  private final Connection connection = connect(wire);

  @AfterEach
  void whoHasGoneIsForgotten() {
    pool.registry.forEach(left -> left.ended(CloseReason.NORMAL));
    assertThat(stays.count()).isZero();
  }

  @Test
  void aConnectionIsClosedWhenItsTimeIsOver() {
    stays.limit(connection, TTL, null);

    pass(TTL.minus(MOMENT));
    assertThat(wire.closes()).isEmpty();
    pass(MOMENT);
    assertThat(wire.closes()).containsExactly(CloseReason.EXPIRED);
    pass(TTL);
    assertThat(wire.closes()).hasSize(1);
  }

  @Test
  void whoCanRefreshHasTheGraceToDoSo() {
    stays.limitWithGrace(connection, TTL, null);

    pass(TTL.plus(GRACE).minus(MOMENT));
    assertThat(wire.closes()).isEmpty();
    stays.extendWithGrace(connection, TTL);
    pass(TTL.plus(GRACE).minus(MOMENT));
    assertThat(wire.closes()).isEmpty();
    pass(MOMENT);
    assertThat(wire.closes()).containsExactly(CloseReason.EXPIRED);
  }

  @Test
  void theEndOfAConsoleIsNotPutOff() {
    stays.limitOperator(connection, TTL, null);

    stays.extend(connection, null);
    stays.extendWithGrace(connection, Duration.ofDays(1));
    pass(TTL);

    assertThat(wire.closes()).containsExactly(CloseReason.EXPIRED);
  }

  @Test
  void consolesAloneAreClosedTogether() {
    ScriptedTransport other = new ScriptedTransport();
    stays.limit(connect(other), TTL, null);
    stays.limitOperator(connection, null, null);

    stays.closeOperators();

    assertThat(wire.closes()).containsExactly(CloseReason.EXPIRED);
    assertThat(other.closes()).isEmpty();
  }

  @Test
  void aStayWithoutEndIsNotLimited() {
    stays.limit(connection, TTL, null);
    stays.limit(connection, null, null);
    assertThat(stays.count()).isZero();

    stays.limit(connection, Duration.ofSeconds(Long.MAX_VALUE), null);
    pass(Duration.ofDays(36_500));
    assertThat(wire.closes()).isEmpty();
  }

  @Test
  void aConnectionThatCameWithARevokedTokenIsClosedAtOnce() {
    ScriptedTransport other = new ScriptedTransport();
    stays.limit(connection, null, new TokenMark("a", "ann", null));
    stays.limit(connect(other), TTL, new TokenMark("b", "ann", noon));

    assertThat(revocations.revoke("a", null)).isTrue();

    assertThat(wire.closes()).containsExactly(CloseReason.TOKEN_REVOKED);
    assertThat(other.closes()).isEmpty();
  }

  @Test
  void aUsersConnectionsAreClosedByTheAgeOfTheirTokens() {
    ScriptedTransport newer = new ScriptedTransport();
    ScriptedTransport others = new ScriptedTransport();
    stays.limit(connection, null, new TokenMark("", "ann", null));
    stays.limit(connect(newer), null, new TokenMark("", "ann", noon));
    stays.limit(connect(others), null, new TokenMark("", "ben", null));

    assertThat(revocations.invalidate("ann", noon, TTL)).isTrue();

    assertThat(wire.closes()).containsExactly(CloseReason.TOKEN_REVOKED);
    assertThat(newer.closes()).isEmpty();
    assertThat(others.closes()).isEmpty();
  }

  @Test
  void aTokenThatWasRevokedWhileItsConnectionBeganIsSeenBoth() {
    revocations.revoke("a", null);
    stays.limit(connection, null, new TokenMark("a", "ann", null));

    assertThat(wire.closes()).containsExactly(CloseReason.TOKEN_REVOKED);
  }

  @Test
  void aNewTokenTakesTheOldOnesPlaceAndANewEndDoesNot() {
    stays.limit(connection, TTL, new TokenMark("old", "ann", null));
    stays.limit(connection, TTL, new TokenMark("new", "ann", null));
    revocations.revoke("old", null);
    assertThat(wire.closes()).isEmpty();

    stays.extend(connection, null);
    revocations.revoke("new", null);
    assertThat(wire.closes()).containsExactly(CloseReason.TOKEN_REVOKED);
  }

  @Test
  void whereThereIsNoRoomForARevocationNothingHappens() {
    pool.overrides.put("heartwire.token.max-revocations", "1");
    TestChannels small = new TestChannels(pool);
    Revocations full = new Revocations(small.revoked, small.stays);
    assertThat(full.revoke("first", null)).isTrue();
    small.stays.limit(connection, TTL, new TokenMark("a", "ann", null));

    assertThat(full.revoke("a", null)).isFalse();
    assertThat(full.invalidate("ann", noon, null)).isFalse();

    assertThat(wire.closes()).isEmpty();
  }

  @Test
  void whoHasEndedIsNotLimited() {
    connection.ended(CloseReason.NORMAL);

    stays.limit(connection, TTL, new TokenMark("a", "ann", null));
    assertThat(stays.count()).isZero();
    assertThat(connection.state()).isEqualTo(ConnectionState.CLOSED);
  }

  private void pass(Duration time) {
    pool.time.advance(time);
    stays.tick(pool.time.nanos());
  }

  private Connection connect(ScriptedTransport transport) {
    Connection made = pool.admit();
    assertThat(TestPool.open(made, transport, () -> stays.forget(made))).isTrue();
    assertThat(made.ready()).isTrue();
    return made;
  }
}
