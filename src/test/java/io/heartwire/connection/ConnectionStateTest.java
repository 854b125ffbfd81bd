package io.heartwire.connection;

import static io.heartwire.connection.ConnectionState.CLOSED;
import static io.heartwire.connection.ConnectionState.CLOSING;
import static io.heartwire.connection.ConnectionState.LIVE;
import static io.heartwire.connection.ConnectionState.PENDING;
import static io.heartwire.connection.ConnectionState.STALE;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ConnectionStateTest {
  private static final Map<ConnectionState, Set<ConnectionState>> LEGAL =
      Map.of(
          PENDING, Set.of(LIVE, CLOSING, CLOSED),
          LIVE, Set.of(STALE, CLOSING, CLOSED),
          STALE, Set.of(LIVE, CLOSING, CLOSED),
          CLOSING, Set.of(CLOSED),
          CLOSED, Set.of());

  @RegisterExtension final TestPool pool = new TestPool();

  @ParameterizedTest
  @EnumSource
  void everyTransitionIsLegalOrIllegalAsTheTableSays(ConnectionState from) {
    for (ConnectionState to : ConnectionState.values()) {
      assertThat(from.mayBecome(to))
          .as("%s to %s", from, to)
          .isEqualTo(LEGAL.get(from).contains(to));
    }
  }

  /** What each named transition makes of each state; an unchanged state means it was refused. */
  @ParameterizedTest
  @CsvSource({
    "ready,   PENDING, LIVE",
    "ready,   LIVE,    LIVE",
    "ready,   STALE,   STALE",
    "ready,   CLOSING, CLOSING",
    "ready,   CLOSED,  CLOSED",
    "missed,  PENDING, PENDING",
    "missed,  LIVE,    STALE",
    "missed,  STALE,   STALE",
    "missed,  CLOSING, CLOSING",
    "missed,  CLOSED,  CLOSED",
    "recover, PENDING, PENDING",
    "recover, LIVE,    LIVE",
    "recover, STALE,   LIVE",
    "recover, CLOSING, CLOSING",
    "recover, CLOSED,  CLOSED",
    "close,   PENDING, CLOSING",
    "close,   LIVE,    CLOSING",
    "close,   STALE,   CLOSING",
    "close,   CLOSING, CLOSING",
    "close,   CLOSED,  CLOSED",
    "ended,   PENDING, CLOSED",
    "ended,   LIVE,    CLOSED",
    "ended,   STALE,   CLOSED",
    "ended,   CLOSING, CLOSED",
    "ended,   CLOSED,  CLOSED",
  })
  void aNamedTransitionMovesOnlyFromItsOwnStatesAndSaysWhetherItDid(
      String transition, ConnectionState from, ConnectionState to) {
    Connection connection = in(from);

    boolean moved =
        switch (transition) {
          case "ready" -> connection.ready();
          case "missed" -> connection.missedPing();
          case "recover" -> connection.recover();
          case "close" -> connection.close(CloseReason.NORMAL);
          case "ended" -> connection.ended(CloseReason.NORMAL);
          default -> throw new AssertionError(transition);
        };

    assertThat(connection.state()).isEqualTo(to);
    assertThat(moved).isEqualTo(from != to);
  }

  @Test
  void onlyLiveAndStaleConnectionsTakePart() {
    assertThat(Set.of(ConnectionState.values()))
        .filteredOn(ConnectionState::isOpen)
        .containsExactlyInAnyOrder(LIVE, STALE);
  }

  private Connection in(ConnectionState state) {
    Connection connection = pool.admit();
    TestPool.open(connection, new ScriptedTransport());
    switch (state) {
      case PENDING -> {}
      case LIVE -> connection.ready();
      case STALE -> {
        connection.ready();
        connection.missedPing();
      }
      case CLOSING -> connection.close(CloseReason.NORMAL);
      case CLOSED -> connection.ended(CloseReason.NORMAL);
    }
    assertThat(connection.state()).isEqualTo(state);
    return connection;
  }
}
