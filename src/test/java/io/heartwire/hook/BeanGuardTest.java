package io.heartwire.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestThreads;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/** Time-outs and circuits run on the machine's clock, so they are set to milliseconds here. */
class BeanGuardTest extends BeanGuardFixture {
  @Test
  void moreCallsThanThereArePlacesAreRefusedWithoutAsking() {
    BeanGuard guard = guard(Map.of("max-calls", "2"));
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> answer = guard.call(() -> first);
    var unused = guard.call(CompletableFuture<String>::new);

    assertThat(Stages.failureOf(guard.call(BeanGuardFixture::mustNotBeAsked)))
        .isInstanceOfSatisfying(
            HookUnavailableException.class,
            refused -> assertThat(refused.outcome()).isEqualTo(CallOutcome.BUSY));
    assertThat(count(guard, CallOutcome.BUSY)).isEqualTo(1);
    assertThat(guard.figures().underWay()).isEqualTo(2);

    first.complete("first");
    assertThat(Stages.now(answer)).isEqualTo("first");
    assertThat(Stages.now(guard.call(BeanGuardFixture::fine))).isEqualTo("fine");
  }

  @Test
  void aPlaceIsFreeWhenTheAnswerArrives() {
    BeanGuard guard = guard(Map.of("max-calls", "1"));
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> second =
        guard.call(() -> first).thenCompose(answer -> guard.call(BeanGuardFixture::fine));

    first.complete("first");

    assertThat(Stages.now(second)).isEqualTo("fine");
  }

  @Test
  void whatIsRefusedOrFailsLeavesItsPlace() {
    BeanGuard guard = guard(Map.of("max-calls", "1"));
    for (int n = 0; n < 3; n++) {
      fail(guard);
      Stages.failureOf(guard.call(() -> null));
      Stages.failureOf(
          guard.call(() -> CompletableFuture.failedStage(new RefusedException(1, ""))));
    }
    assertThat(count(guard, CallOutcome.FAILED)).isEqualTo(6);
    assertThat(count(guard, CallOutcome.ANSWERED)).as("a refusal is an answer").isEqualTo(3);
    assertThat(guard.figures().underWay()).isZero();
  }

  @Test
  void aCallThatHangsKeepsItsPlaceAfterItsTimeOutUntilItEnds() {
    BeanGuard guard = guard(Map.of("timeout", "10ms", "max-calls", "1", "abandon-after", NEVER));
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletionStage<String> answer = guard.call(() -> never);
    Stages.awaitEnd(answer);

    assertThat(Stages.failureOf(answer)).isInstanceOf(TimeoutException.class);
    assertThat(guard.figures().hanging()).isEqualTo(1);
    assertThat(Stages.failureOf(guard.call(BeanGuardFixture::mustNotBeAsked)))
        .isInstanceOf(HookUnavailableException.class);

    never.complete("at last");
    assertThat(guard.figures().hanging()).isZero();
    assertThat(Stages.now(guard.call(BeanGuardFixture::fine))).isEqualTo("fine");
    assertThat(count(guard, CallOutcome.TIMED_OUT)).isEqualTo(1);
    assertThat(count(guard, CallOutcome.ANSWERED)).as("too late is no answer").isEqualTo(1);
  }

  @Test
  void aCallThatNeverEndsLosesItsPlaceInTheEnd() {
    BeanGuard guard = guard(Map.of("timeout", "10ms", "max-calls", "1", "abandon-after", "10ms"));
    CompletableFuture<String> never = new CompletableFuture<>();
    Stages.awaitEnd(guard.call(() -> never));
    await().until(() -> guard.figures().underWay() == 0);

    assertThat(count(guard, CallOutcome.ABANDONED)).isEqualTo(1);
    never.complete("far too late");
    assertThat(guard.figures().underWay()).as("freed once").isZero();
    assertThat(guard.figures().hanging()).isZero();
  }

  @Test
  void aBeanThatFailsTooOftenIsLeftAlone() {
    BeanGuard guard = guard(Map.of("circuit.least-calls", "4", "circuit.delay", NEVER));
    for (int n = 0; n < 4; n++) {
      fail(guard);
    }

    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.OPEN);
    assertThat(Stages.failureOf(guard.call(BeanGuardFixture::mustNotBeAsked)))
        .isInstanceOfSatisfying(
            HookUnavailableException.class,
            refused -> assertThat(refused.outcome()).isEqualTo(CallOutcome.CIRCUIT_OPEN));
    assertThat(count(guard, CallOutcome.CIRCUIT_OPEN)).isEqualTo(1);
    assertThat(guard.figures().underWay()).isZero();
    assertThat(log.lines())
        .filteredOn(line -> line.contains("is not asked"))
        .singleElement()
        .asString()
        .contains("the.Bean", "heartwire.hook.circuit");
  }

  @Test
  void callsThatTimeOutOpenTheCircuit() {
    BeanGuard guard =
        guard(Map.of("timeout", "10ms", "circuit.least-calls", "2", "circuit.delay", NEVER));
    CompletionStage<String> one = guard.call(CompletableFuture::new);
    CompletionStage<String> other = guard.call(CompletableFuture::new);
    Stages.awaitEnd(one);
    Stages.awaitEnd(other);

    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void refusalsAndFewFailuresDoNotOpenIt() {
    BeanGuard guard = guard(Map.of("circuit.least-calls", "4", "circuit.failure-percent", "50"));
    for (int n = 0; n < 20; n++) {
      Stages.failureOf(
          guard.call(() -> CompletableFuture.failedStage(new DisconnectException(4000, "no"))));
    }
    for (int n = 0; n < 10; n++) {
      fail(guard);
    }
    assertThat(guard.figures().circuit()).as("a third failed").isEqualTo(CircuitState.CLOSED);
    assertThat(Stages.now(guard.call(BeanGuardFixture::fine))).isEqualTo("fine");
  }

  @Test
  void itNeverOpensWhereItIsSwitchedOff() {
    BeanGuard guard = guard(Map.of("circuit.least-calls", "1", "circuit.enabled", "false"));
    for (int n = 0; n < 10; n++) {
      fail(guard);
    }
    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.CLOSED);
    assertThat(Stages.now(guard.call(BeanGuardFixture::fine))).isEqualTo("fine");
  }

  @Test
  void afterAWhileAFewCallsTryWhetherTheBeanIsWell() {
    BeanGuard guard = guard(Map.of("circuit.least-calls", "1", "circuit.delay", "10ms"));
    fail(guard);

    await()
        .until(
            () ->
                Stages.now(guard.call(BeanGuardFixture::fine).exceptionally(no -> ""))
                    .equals("fine"));
    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.HALF_OPEN);
    Stages.now(guard.call(BeanGuardFixture::fine));
    Stages.now(guard.call(BeanGuardFixture::fine));

    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void aTrialThatFailsOpensItAgainAndIsNoNews() {
    BeanGuard guard = guard(Map.of("circuit.least-calls", "1", "circuit.delay", "10ms"));
    fail(guard);
    await()
        .until(
            () -> {
              fail(guard);
              return count(guard, CallOutcome.FAILED) == 3;
            });

    assertThat(log.lines()).filteredOn(line -> line.contains("is not asked")).hasSize(1);
  }

  @Test
  void howACallEndsThatBeganBeforeIsNoTrial() {
    BeanGuard guard = guard(Map.of("circuit.least-calls", "1", "circuit.delay", "10ms"));
    CompletableFuture<String> old = new CompletableFuture<>();
    var unused = guard.call(() -> old);
    fail(guard);
    await()
        .until(
            () ->
                Stages.now(guard.call(BeanGuardFixture::fine).exceptionally(no -> ""))
                    .equals("fine"));

    old.completeExceptionally(new IllegalStateException("from before"));

    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.HALF_OPEN);
  }

  private BeanGuard guard(Map<String, String> settings) {
    return guard(settings, TestThreads.OF_CALLER);
  }

  private static void fail(BeanGuard guard) {
    Stages.failureOf(guard.call(BeanGuardFixture::bug));
  }
}
