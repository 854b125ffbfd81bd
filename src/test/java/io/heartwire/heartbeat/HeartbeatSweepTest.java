package io.heartwire.heartbeat;

import static io.heartwire.connection.ConnectionState.CLOSED;
import static io.heartwire.connection.ConnectionState.CLOSING;
import static io.heartwire.connection.ConnectionState.LIVE;
import static io.heartwire.connection.ConnectionState.PENDING;
import static io.heartwire.connection.ConnectionState.STALE;
import static io.heartwire.heartbeat.FixedPulse.nanos;
import static io.heartwire.heartbeat.Verdict.ABANDON;
import static io.heartwire.heartbeat.Verdict.DEAD;
import static io.heartwire.heartbeat.Verdict.FINE;
import static io.heartwire.heartbeat.Verdict.IDLE;
import static io.heartwire.heartbeat.Verdict.MISSED;
import static io.heartwire.heartbeat.Verdict.NOT_READY;
import static io.heartwire.heartbeat.Verdict.PING;
import static io.heartwire.heartbeat.Verdict.RETIRE;
import static io.heartwire.heartbeat.Verdict.SLOW;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeartbeatSweepTest {
  /**
   * In seconds before now: 25 interval, 10 timeout, 10 pending, 12 write with grace, 15 closing.
   */
  static Stream<Case> cases() {
    FixedPulse live = new FixedPulse(LIVE);
    FixedPulse asked = live.heard(30);
    FixedPulse expecting = live.pinging(5).lastPing(5);
    return Stream.of(
        // PENDING
        new Case("not ready yet", new FixedPulse(PENDING).opened(9.999), FINE),
        new Case("not ready in time", new FixedPulse(PENDING).opened(10), NOT_READY),
        new Case("pending and silent: no ping", new FixedPulse(PENDING).opened(9).heard(90), FINE),
        new Case("pending across a pause", new FixedPulse(PENDING).opened(90).resumed(9.999), FINE),
        new Case(
            "pending since a pause", new FixedPulse(PENDING).opened(90).resumed(10), NOT_READY),
        // Silence
        new Case("just heard", live.heard(0), FINE),
        new Case("quiet", live.heard(24.999), FINE),
        new Case("silent", live.heard(25), PING),
        new Case("silent and stale", live.in(STALE).heard(25), PING),
        new Case("before the jittered first ping", live.heard(12.499).phase(0.5), FINE),
        new Case("at the jittered first ping", live.heard(12.5).phase(0.5), PING),
        new Case("quiet across a pause", live.heard(24.999).resumed(0), FINE),
        new Case("silent across a pause", live.heard(25).resumed(0), PING),
        new Case("long silent across a pause", live.heard(90).resumed(0), PING),
        new Case("asked and silent across a pause", live.heard(90).awaiting(60).resumed(0), FINE),
        // An answer awaited
        new Case("asked", asked.awaiting(9.999), FINE),
        new Case("first miss", asked.awaiting(10), MISSED),
        new Case("stale, asked again", asked.in(STALE).awaiting(9.999).missed(1, 9.999), FINE),
        new Case("second miss", asked.in(STALE).awaiting(10).missed(1, 10), DEAD),
        new Case("asked again in vain", asked.in(STALE).awaiting(20).missed(1, 9.999), FINE),
        new Case("not even asked again", asked.in(STALE).awaiting(20).missed(1, 10), DEAD),
        new Case("asked later than missed", asked.in(STALE).awaiting(5).missed(1, 11), FINE),
        new Case("answered", live.awaiting(20).heard(19.999), FINE),
        new Case("answered in no time", live.awaiting(20).heard(20), FINE),
        new Case("answered by anything, silent since", live.awaiting(40).heard(25), PING),
        new Case("asked across a pause", asked.awaiting(29).resumed(9.999), FINE),
        new Case("asked before a pause, silent", asked.awaiting(29).resumed(10), MISSED),
        new Case("missed before a pause", asked.awaiting(29).missed(1, 19).resumed(9.999), FINE),
        new Case("missed, paused, silent", asked.awaiting(29).missed(1, 19).resumed(10), DEAD),
        // How many misses
        new Case("one is enough", asked.awaiting(10).maxMissed(1), DEAD),
        new Case("second of three", asked.awaiting(10).missed(1, 10).maxMissed(3), MISSED),
        new Case("third of three", asked.awaiting(10).missed(2, 10).maxMissed(3), DEAD),
        new Case("limit lowered", asked.awaiting(10).missed(5, 10).maxMissed(2), DEAD),
        // A write under way
        new Case("writing", live.writing(11.999), FINE),
        new Case("stuck", live.writing(12), SLOW),
        new Case("stuck and stale", live.in(STALE).writing(12), SLOW),
        new Case("stuck outranks idle and dead", asked.awaiting(90).message(90).writing(12), SLOW),
        new Case("writing across a pause", live.writing(90).resumed(11.999), FINE),
        new Case("stuck since a pause", live.writing(90).resumed(12), SLOW),
        // No message
        new Case("never idle by default", live.message(9_999), FINE),
        new Case("nearly idle", live.message(59.999).idleTimeout(60), FINE),
        new Case("idle", live.message(60).idleTimeout(60), IDLE),
        new Case("idle and stale", live.in(STALE).message(60).idleTimeout(60), IDLE),
        new Case("idle outranks dead", asked.awaiting(90).message(60).idleTimeout(60), IDLE),
        // A lifetime
        new Case("as old as it likes", live.opened(99_999), FINE),
        new Case("not old yet", live.opened(999.999).maxLifetime(1000), FINE),
        new Case("old", live.opened(1000).maxLifetime(1000), RETIRE),
        new Case("old early", live.opened(900).maxLifetime(1000).lifetimePhase(0.5), RETIRE),
        new Case("nearly early", live.opened(899).maxLifetime(1000).lifetimePhase(0.5), FINE),
        new Case("old late", live.opened(1099).maxLifetime(1000).lifetimePhase(0.999), FINE),
        new Case("old and stale", live.in(STALE).opened(1000).maxLifetime(1000), RETIRE),
        new Case("old through pauses", live.opened(1000).maxLifetime(1000).resumed(1), RETIRE),
        new Case("old and dead", asked.awaiting(90).opened(1000).maxLifetime(1000), RETIRE),
        new Case("old and stuck", live.writing(12).opened(1000).maxLifetime(1000), SLOW),
        // A ping expected by the peer
        new Case("expecting no ping yet", expecting.lastPing(4.999), FINE),
        new Case("expecting a ping though just heard", expecting.heard(0), PING),
        new Case("stale and expecting", expecting.in(STALE).heard(0), PING),
        new Case("silent, but expecting no ping yet", expecting.lastPing(1).heard(90), FINE),
        new Case("expecting a first ping", live.pinging(5).opened(5).heard(0), PING),
        new Case("expecting no first ping yet", live.pinging(5).opened(4.999), FINE),
        new Case("before its jittered first", live.pinging(5).opened(2.499).phase(0.5), FINE),
        new Case("at its jittered first", live.pinging(5).opened(2.5).phase(0.5), PING),
        new Case("not judged by the interval", live.pinging(60).lastPing(59.9).heard(59), FINE),
        new Case("owing an answer, expecting", expecting.awaiting(9.999).heard(30), PING),
        new Case("owing an answer, pinged", expecting.lastPing(1).awaiting(9).heard(30), FINE),
        new Case("overdue though expecting", expecting.awaiting(10).heard(30), MISSED),
        new Case("overdue though pinged", expecting.lastPing(1).awaiting(10).heard(30), MISSED),
        new Case("overdue again", expecting.awaiting(20).heard(30).missed(1, 10), DEAD),
        new Case("missed, then pinged", expecting.awaiting(20).heard(30).missed(1, 9), PING),
        new Case("expecting across a pause", expecting.lastPing(90).resumed(0), PING),
        new Case("owing across a pause", expecting.awaiting(29).heard(30).resumed(9.9), PING),
        new Case("owing since a pause", expecting.awaiting(29).heard(30).resumed(10), MISSED),
        // The end
        new Case("closing", live.in(CLOSING).closing(14.999), FINE),
        new Case("closing for ever", live.in(CLOSING).closing(15), ABANDON),
        new Case("closing since just now", live.in(CLOSING).heard(90).writing(90), FINE),
        new Case(
            "idle, just after a pause", live.message(3600).idleTimeout(60).resumed(9.999), FINE),
        new Case("idle through pauses", live.message(3600).idleTimeout(60).resumed(10), IDLE),
        new Case("closing across a pause", live.in(CLOSING).closing(90).resumed(14.999), FINE),
        new Case("closing since a pause", live.in(CLOSING).closing(90).resumed(15), ABANDON),
        new Case("closed", live.in(CLOSED).closing(90).heard(90).awaiting(80), FINE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theVerdictFollowsFromThePulse(Case one) {
    assertThat(verdict(one, 0)).isEqualTo(one.expected());
  }

  /** A nanosecond counter has an arbitrary origin and may overflow: only differences count. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void theVerdictDoesNotDependOnTheOriginOfTheClock(Case one) {
    for (long now : new long[] {Long.MAX_VALUE, Long.MIN_VALUE + 1, nanos(-1), nanos(15)}) {
      assertThat(verdict(one, now)).as("at %d", now).isEqualTo(one.expected());
    }
  }

  private static Verdict verdict(Case one, long now) {
    FixedPulse pulse = one.pulse().at(now);
    return new HeartbeatSweep(now, pulse.resumedAt(), policy(pulse)).judge(pulse);
  }

  private static HeartbeatPolicy policy(FixedPulse pulse) {
    return new HeartbeatPolicy(
        Duration.ofSeconds(1),
        Duration.ofSeconds(25),
        Duration.ofSeconds(10),
        pulse.maxMissed(),
        Duration.ofSeconds(10),
        Duration.ofSeconds(pulse.idleTimeout()),
        Duration.ofSeconds(pulse.maxLifetime()),
        Duration.ofSeconds(10));
  }

  /** One line of the table. */
  record Case(String name, FixedPulse pulse, Verdict expected) {
    @Override
    public String toString() {
      return name + ": " + expected;
    }
  }
}
