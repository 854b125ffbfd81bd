package io.heartwire.drain;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.TestPool;
import io.heartwire.time.SystemTimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** By the real clock: the subject is a thread that waits. */
@Timeout(20)
class StopDrainTest {
  private static final Duration LIMIT = Duration.ofMillis(300);
  private static final DrainPlan PLAN =
      new DrainPlan(
          100, DrainOrder.OLDEST, Duration.ZERO, Duration.ofMinutes(1), Duration.ofSeconds(1));

  @RegisterExtension private final TestPool pool = new TestPool();
  private final Crowd crowd = new Crowd(pool);

  @Test
  void mustReturnWhenTheDrainIsOver() throws InterruptedException {
    crowd.join(1);
    crowd.drain.start(PLAN);
    crowd.pass(Duration.ofSeconds(1));
    assertThat(crowd.drain.report().state()).isEqualTo(DrainState.DRAINED);

    stop(crowd.drain, false);

    assertThat(crowd.drain.report().state()).isEqualTo(DrainState.DRAINED);
  }

  @Test
  void mustReturnInTimeWhenTheDrainStandsStill() throws InterruptedException {
    crowd.join(1);
    Drain still = new Drain(pool.registry, tick -> {}, pool.time);

    try (LogCapture log = new LogCapture(StopDrain.class)) {
      stop(still, false);

      assertThat(log.lines()).anyMatch(line -> line.contains("did not end in time"));
    }
  }

  @Test
  void mustReturnAtOnceWhenTheDrainCannotBegin() throws InterruptedException {
    Drain stopping = TestDrain.thatCannotBegin(pool);

    try (LogCapture log = new LogCapture(StopDrain.class)) {
      stop(stopping, false);

      assertThat(log.lines()).anyMatch(line -> line.contains("stops without it"));
    }
  }

  @Test
  void mustTakeClientsInAgainWhenTheServerDoesNotStopAfterAll() throws InterruptedException {
    crowd.join(1);
    Drain still = new Drain(pool.registry, tick -> {}, pool.time);

    stop(still, true);

    assertThat(still.refusesClients()).isFalse();
    assertThat(still.report().cancelled()).isTrue();
  }

  private static void stop(Drain drain, boolean opensAgain) throws InterruptedException {
    AtomicBoolean open = new AtomicBoolean(opensAgain);
    new StopDrain(drain, PLAN, open::get, new SystemTimeSource()).run(LIMIT);
  }
}
