package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallWatchTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTimeSource time = new ManualTimeSource();
  private final ScriptedWorker loop = new ScriptedWorker("loop");
  private final ScriptedWorker pool = new ScriptedWorker("pool");
  private final StallWatch watch = new StallWatch(List.of(loop, pool));

  @Test
  void theLimitIsTenSeconds() {
    assertThat(StallWatch.LIMIT).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void nobodyIsStalledAtFirst() {
    assertThat(watch.stalled()).isEmpty();
    look();
    assertThat(watch.stalled()).isEmpty();
  }

  @Test
  void aWorkerThatHasWorkAndMakesNoProgressIsStalledAfterTheLimit() {
    loop.hasWork = true;
    look();

    time.advance(StallWatch.LIMIT.minusNanos(1));
    look();
    assertThat(watch.stalled()).isEmpty();

    time.advance(Duration.ofNanos(1));
    look();
    assertThat(watch.stalled()).containsExactly("loop");
  }

  @Test
  void aWorkerThatMakesProgressIsNeverStalled() {
    loop.hasWork = true;
    for (int i = 0; i < 100; i++) {
      loop.progress++;
      pass(StallWatch.LIMIT.minusSeconds(1));
      assertThat(watch.stalled()).isEmpty();
    }
  }

  @Test
  void anIdleWorkerIsNeverStalled() {
    pass(Duration.ofHours(1));

    assertThat(watch.stalled()).isEmpty();
  }

  @Test
  void theTimeWithoutWorkDoesNotCount() {
    pass(Duration.ofHours(1));
    loop.hasWork = true;

    pass(StallWatch.LIMIT.minusSeconds(1));
    assertThat(watch.stalled()).isEmpty();
    pass(SECOND);
    assertThat(watch.stalled()).containsExactly("loop");
  }

  @Test
  void aWorkerRecoversWithItsNextStep() {
    loop.hasWork = true;
    pass(StallWatch.LIMIT.multipliedBy(2));
    assertThat(watch.stalled()).containsExactly("loop");

    loop.progress++;
    look();
    assertThat(watch.stalled()).isEmpty();

    pass(StallWatch.LIMIT);
    assertThat(watch.stalled()).as("it stands still again").containsExactly("loop");
  }

  @Test
  void aWorkerThatHasNothingLeftToDoRecovers() {
    pool.hasWork = true;
    pass(StallWatch.LIMIT.multipliedBy(2));
    assertThat(watch.stalled()).containsExactly("pool");

    pool.hasWork = false;
    look();

    assertThat(watch.stalled()).isEmpty();
  }

  @Test
  void eachIsJudgedByItself() {
    loop.hasWork = true;
    pool.hasWork = true;
    look();
    time.advance(StallWatch.LIMIT.dividedBy(2));
    pool.progress++;
    look();
    time.advance(StallWatch.LIMIT.dividedBy(2));
    look();
    assertThat(watch.stalled()).containsExactly("loop");

    time.advance(StallWatch.LIMIT.dividedBy(2));
    look();
    assertThat(watch.stalled()).containsExactly("loop", "pool");
  }

  @Test
  void afterAPauseOfTheProcessNobodyIsJudgedUntilTheLimitHasPassedAgain() {
    loop.hasWork = true;
    look();
    time.advance(Duration.ofMinutes(1));
    watch.look(time.nanos(), true);
    assertThat(watch.stalled()).isEmpty();

    pass(StallWatch.LIMIT.minusSeconds(1));
    assertThat(watch.stalled()).isEmpty();
    pass(SECOND);
    assertThat(watch.stalled()).containsExactly("loop");
  }

  private void look() {
    watch.look(time.nanos(), false);
  }

  private void pass(Duration duration) {
    look();
    for (Duration passed = SECOND; passed.compareTo(duration) <= 0; passed = passed.plus(SECOND)) {
      time.advance(SECOND);
      look();
    }
  }

  private static final class ScriptedWorker implements StallWatch.Worker {
    private final String name;
    private boolean hasWork;
    private long progress;

    ScriptedWorker(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public boolean hasWork() {
      return hasWork;
    }

    @Override
    public long progress() {
      return progress;
    }
  }
}
