package io.heartwire.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.QueuedThreads;
import io.heartwire.testkit.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Who enters a bean, and who waits to. Time-outs run on the machine's clock. */
class BeanGuardThreadsTest extends BeanGuardFixture {
  private final QueuedThreads threads = new QueuedThreads();
  private final CountDownLatch inside = new CountDownLatch(1);
  private final CountDownLatch release = new CountDownLatch(1);

  @Test
  void aBeanIsAskedByTheApplicationsThreadsWithARequestOfItsOwn() {
    BeanGuard guard = guard(Map.of());
    CompletionStage<String> answer = guard.call(() -> threads.isInRequest() ? fine() : null);
    assertThat(Stages.isDone(answer)).as("its caller goes on").isFalse();

    threads.runAll();

    assertThat(Stages.now(answer)).isEqualTo("fine");
  }

  @Test
  void noMoreThreadsThanItMayHaveAreInItAndTheOthersWaitInTheirOrder() {
    BeanGuard guard = guard(Map.of("max-threads", "1"));
    List<String> asked = new ArrayList<>();
    for (String name : List.of("a", "b", "c")) {
      var unused = guard.call(() -> asked(name, asked));
    }
    assertThat(threads.waiting()).isEqualTo(1);

    threads.runAll();

    assertThat(asked).containsExactly("a", "b", "c");
    assertThat(guard.figures().underWay()).isZero();
  }

  @Test
  void whoeverWaitsForAThreadUntilTheTimeIsOverIsToldToComeBackAndNotAskedFor() {
    BeanGuard guard =
        guard(Map.of("max-threads", "1", "timeout", "10ms", "circuit.least-calls", "1"));
    CompletionStage<String> waits = guard.call(BeanGuardFixture::mustNotBeAsked);
    Stages.awaitEnd(waits);

    assertThat(Stages.failureOf(waits))
        .isInstanceOfSatisfying(
            HookUnavailableException.class,
            refused -> assertThat(refused.outcome()).isEqualTo(CallOutcome.BUSY));
    assertThat(count(guard, CallOutcome.BUSY)).isEqualTo(1);
    assertThat(guard.figures().underWay()).isZero();
    assertThat(guard.figures().circuit()).as("no fault of the bean").isEqualTo(CircuitState.CLOSED);
    threads.runAll();
  }

  @Test
  void whoWaitedInVainTakesNoPlaceBehindAThreadThatHangs() {
    BeanGuard guard =
        guard(Map.of("max-threads", "1", "max-calls", "2", "timeout", "10ms"), new EagerThreads());
    Stages.awaitEnd(guard.call(this::hang));
    for (int i = 0; i < 5; i++) {
      Stages.awaitEnd(guard.call(BeanGuardFixture::mustNotBeAsked));
    }

    assertThat(count(guard, CallOutcome.BUSY)).isEqualTo(5);
    assertThat(guard.figures().underWay()).as("the one that hangs").isEqualTo(1);
    release.countDown();
    await().until(() -> guard.figures().underWay() == 0);
  }

  @Test
  void aThreadThatHangsKeepsItsPlaceForAsLongAsItDoes() {
    BeanGuard guard = guard(Map.of("timeout", "10ms", "abandon-after", "10ms"), new EagerThreads());
    CompletionStage<String> answer = guard.call(this::hang);
    Stages.awaitEnd(answer);

    assertThat(Stages.failureOf(answer)).isInstanceOf(TimeoutException.class);
    assertThat(count(guard, CallOutcome.TIMED_OUT)).isEqualTo(1);
    assertThat(guard.figures().hanging()).isEqualTo(1);

    release.countDown();
    await().until(() -> guard.figures().underWay() == 0);
    assertThat(guard.figures().hanging()).isZero();
    assertThat(count(guard, CallOutcome.ABANDONED)).isZero();
    assertThat(count(guard, CallOutcome.ANSWERED)).as("too late is no answer").isZero();
  }

  @Test
  void callsThatWaitWhenTheCircuitOpensAreNotMade() {
    BeanGuard guard = guard(Map.of("circuit.least-calls", "1", "circuit.delay", NEVER));
    CompletionStage<String> first = guard.call(BeanGuardFixture::bug);
    CompletionStage<String> second = guard.call(BeanGuardFixture::mustNotBeAsked);
    threads.runAll();

    assertThat(Stages.failureOf(first)).isInstanceOf(IllegalStateException.class);
    assertThat(Stages.failureOf(second)).isInstanceOf(HookUnavailableException.class);
    assertThat(count(guard, CallOutcome.CIRCUIT_OPEN)).isEqualTo(1);
    assertThat(guard.figures().underWay()).isZero();
  }

  @Test
  void anApplicationThatStopsIsNotAsked() {
    BeanGuard guard = guard(Map.of());
    threads.stop();

    assertThat(Stages.failureOf(guard.call(BeanGuardFixture::mustNotBeAsked)))
        .isInstanceOf(HookUnavailableException.class);
    assertThat(guard.figures().underWay()).isZero();
  }

  /** The bean's method, in which its thread stays until it is let go. */
  private CompletionStage<String> hang() throws InterruptedException {
    inside.countDown();
    release.await();
    return fine();
  }

  /** Threads that are in the bean before the caller's time begins. */
  private final class EagerThreads implements ApplicationThreads {
    @Override
    public void execute(Runnable task) {
      new Thread(task).start();
      try {
        inside.await();
      } catch (InterruptedException hangs) {
        throw new RejectedExecutionException(hangs);
      }
    }

    @Override
    public <T> T inRequest(Callable<T> call) throws Exception {
      return call.call();
    }
  }

  private static CompletionStage<String> asked(String name, List<String> asked) {
    asked.add(name);
    return fine();
  }

  private BeanGuard guard(Map<String, String> settings) {
    return guard(settings, threads);
  }
}
