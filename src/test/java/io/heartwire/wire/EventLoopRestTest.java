package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When a loop waits although there is something to write. */
class EventLoopRestTest extends EventLoopFixture {
  private static final Duration LINGER = Duration.ofMillis(5);

  @Test
  void afterALongRoundTheLoopRestsForAsLongAsItTook() {
    write(MANY, Duration.ofMillis(3));
    say("meanwhile");
    await().during(A_WHILE).until(done::isEmpty);

    time.advance(Duration.ofMillis(3).minusNanos(1));
    await().during(A_WHILE).until(done::isEmpty);
    time.advance(Duration.ofNanos(1));
    await().until(() -> done.contains("meanwhile"));
  }

  @Test
  void noRestIsLongerThanItMayBe() {
    write(MANY, Duration.ofSeconds(1));
    say("meanwhile");

    time.advance(EventLoop.LONGEST_REST.minusNanos(1));
    await().during(A_WHILE).until(done::isEmpty);
    time.advance(Duration.ofNanos(1));
    await().until(() -> done.contains("meanwhile"));
  }

  @Test
  void aShortRoundIsFollowedByNoRest() {
    write(MANY, EventLoop.BUSY);
    say("meanwhile");

    await().until(() -> done.contains("meanwhile"));
  }

  /** The system may have taken the core from the thread. */
  @Test
  void aRoundThatTookLongForFewConnectionsIsFollowedByNoRest() {
    write(EventLoop.FEW, Duration.ofSeconds(1));
    say("meanwhile");

    await().until(() -> done.contains("meanwhile"));
  }

  @Test
  void aLoopThatRestsMakesProgress() {
    write(MANY, Duration.ofSeconds(1));
    long before = loop.progress();

    await().until(() -> loop.progress() > before + 1);
  }

  @Test
  void aLoopThatIsStoppedWhileItRestsEnds() {
    write(MANY, Duration.ofSeconds(1));
    loop.stop();

    await().until(() -> !newest().isAlive());
  }

  @Test
  void aLingeringLoopWaitsForMoreBeforeItWrites() {
    loop.stop();
    loop = loop(LINGER);
    say("first");
    await().until(() -> threads.get(1).getState() == Thread.State.TIMED_WAITING);
    say("second");
    assertThat(done).isEmpty();

    time.advance(LINGER);

    await().until(() -> done.size() == 2);
  }
}
