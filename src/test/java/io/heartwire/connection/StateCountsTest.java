package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.Race;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StateCountsTest {

  @Test
  void theLastPlaceIsTakenByOne() {
    AtomicInteger entered = new AtomicInteger();
    int rounds = 20_000;
    Race.duel(
        rounds,
        () -> new StateCounts(1),
        counts -> entered.addAndGet(counts.enter() ? 1 : 0),
        counts -> entered.addAndGet(counts.enter() ? 1 : 0),
        counts -> assertThat(counts.read()).isEqualTo(new ConnectionCounts(1, 0, 0, 0, 1, 1)));

    assertThat(entered).hasValue(rounds);
  }

  @Test
  void aPlaceIsLeftInTwoSteps() {
    StateCounts counts = new StateCounts(1);
    counts.enter();
    counts.moved(ConnectionState.PENDING, ConnectionState.CLOSED);
    assertThat(counts.enter()).as("still held until all is given back").isFalse();

    counts.leave();
    assertThat(counts.enter()).isTrue();
  }
}
