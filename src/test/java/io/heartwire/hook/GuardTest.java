package io.heartwire.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestSettings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Time-outs and circuits run on the machine's clock, so they are set to milliseconds here. */
class GuardTest {
  private static final String NEVER = "1h";

  private final ManualTimeSource time = new ManualTimeSource();
  private final LogCapture log = new LogCapture(Hooks.class);

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  @Test
  void moreCallsThanThereArePlacesAreRefusedWithoutAsking() {
    Guard guard = guard(Map.of("max-calls", "2"));
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> answer = guard.call(() -> first);
    var unused = guard.call(CompletableFuture<String>::new);

    assertThat(Stages.failureOf(guard.call(GuardTest::mustNotBeAsked)))
        .isInstanceOfSatisfying(
            HookUnavailableException.class,
            refused -> assertThat(refused.outcome()).isEqualTo(CallOutcome.BUSY));
    assertThat(count(guard, CallOutcome.BUSY)).isEqualTo(1);
    assertThat(guard.figures().underWay()).isEqualTo(2);

    first.complete("first");
    assertThat(Stages.now(answer)).isEqualTo("first");
    assertThat(Stages.now(guard.call(GuardTest::fine))).isEqualTo("fine");
  }

  @Test
  void aPlaceIsFreeWhenTheAnswerArrives() {
    Guard guard = guard(Map.of("max-calls", "1"));
    CompletableFuture<String> first = new CompletableFuture<>();
    CompletionStage<String> second =
        guard.call(() -> first).thenCompose(answer -> guard.call(GuardTest::fine));

    first.complete("first");

    assertThat(Stages.now(second)).isEqualTo("fine");
  }

  @Test
  void whatIsRefusedOrFailsLeavesItsPlace() {
    Guard guard = guard(Map.of("max-calls", "1"));
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
    Guard guard = guard(Map.of("timeout", "10ms", "max-calls", "1", "abandon-after", NEVER));
    CompletableFuture<String> never = new CompletableFuture<>();
    CompletionStage<String> answer = guard.call(() -> never);
    Stages.awaitEnd(answer);

    assertThat(Stages.failureOf(answer)).isInstanceOf(TimeoutException.class);
    assertThat(guard.figures().hanging()).isEqualTo(1);
    assertThat(Stages.failureOf(guard.call(GuardTest::mustNotBeAsked)))
        .isInstanceOf(HookUnavailableException.class);

    never.complete("at last");
    assertThat(guard.figures().hanging()).isZero();
    assertThat(Stages.now(guard.call(GuardTest::fine))).isEqualTo("fine");
    assertThat(count(guard, CallOutcome.TIMED_OUT)).isEqualTo(1);
    assertThat(count(guard, CallOutcome.ANSWERED)).as("too late is no answer").isEqualTo(1);
  }

  @Test
  void aCallThatNeverEndsLosesItsPlaceInTheEnd() {
    Guard guard = guard(Map.of("timeout", "10ms", "max-calls", "1", "abandon-after", "10ms"));
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
    Guard guard = guard(Map.of("circuit.least-calls", "4", "circuit.delay", NEVER));
    for (int n = 0; n < 4; n++) {
      fail(guard);
    }

    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.OPEN);
    assertThat(Stages.failureOf(guard.call(GuardTest::mustNotBeAsked)))
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
    Guard guard =
        guard(Map.of("timeout", "10ms", "circuit.least-calls", "2", "circuit.delay", NEVER));
    CompletionStage<String> one = guard.call(CompletableFuture::new);
    CompletionStage<String> other = guard.call(CompletableFuture::new);
    Stages.awaitEnd(one);
    Stages.awaitEnd(other);

    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.OPEN);
  }

  @Test
  void refusalsAndFewFailuresDoNotOpenIt() {
    Guard guard = guard(Map.of("circuit.least-calls", "4", "circuit.failure-percent", "50"));
    for (int n = 0; n < 20; n++) {
      Stages.failureOf(
          guard.call(() -> CompletableFuture.failedStage(new DisconnectException(4000, "no"))));
    }
    for (int n = 0; n < 10; n++) {
      fail(guard);
    }
    assertThat(guard.figures().circuit()).as("a third failed").isEqualTo(CircuitState.CLOSED);
    assertThat(Stages.now(guard.call(GuardTest::fine))).isEqualTo("fine");
  }

  @Test
  void itNeverOpensWhereItIsSwitchedOff() {
    Guard guard = guard(Map.of("circuit.least-calls", "1", "circuit.enabled", "false"));
    for (int n = 0; n < 10; n++) {
      fail(guard);
    }
    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.CLOSED);
    assertThat(Stages.now(guard.call(GuardTest::fine))).isEqualTo("fine");
  }

  @Test
  void afterAWhileAFewCallsTryWhetherTheBeanIsWell() {
    Guard guard = guard(Map.of("circuit.least-calls", "1", "circuit.delay", "10ms"));
    fail(guard);

    await()
        .until(
            () -> Stages.now(guard.call(GuardTest::fine).exceptionally(no -> "")).equals("fine"));
    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.HALF_OPEN);
    Stages.now(guard.call(GuardTest::fine));
    Stages.now(guard.call(GuardTest::fine));

    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.CLOSED);
  }

  @Test
  void aTrialThatFailsOpensItAgainAndIsNoNews() {
    Guard guard = guard(Map.of("circuit.least-calls", "1", "circuit.delay", "10ms"));
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
    Guard guard = guard(Map.of("circuit.least-calls", "1", "circuit.delay", "10ms"));
    CompletableFuture<String> old = new CompletableFuture<>();
    var unused = guard.call(() -> old);
    fail(guard);
    await()
        .until(
            () -> Stages.now(guard.call(GuardTest::fine).exceptionally(no -> "")).equals("fine"));

    old.completeExceptionally(new IllegalStateException("from before"));

    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.HALF_OPEN);
  }

  @Test
  void aBeanThatBlocksItsCallersIsFoundOut() throws Exception {
    Guard guard = guard(Map.of("timeout", "5s", "circuit.least-calls", "1"));
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CompletableFuture<CompletionStage<String>> blocked =
        CompletableFuture.supplyAsync(() -> guard.call(() -> block(inside, release)));
    inside.await();

    guard.tick(time.nanos());
    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.CLOSED);
    time.advance(Duration.ofSeconds(6));
    guard.tick(time.nanos());
    guard.tick(time.nanos());

    assertThat(guard.figures().circuit()).isEqualTo(CircuitState.OPEN);
    assertThat(count(guard, CallOutcome.TIMED_OUT)).isEqualTo(1);
    assertThat(guard.figures().underWay()).as("its thread is still there").isEqualTo(1);

    release.countDown();
    assertThat(Stages.failureOf(blocked.join())).isInstanceOf(TimeoutException.class);
    assertThat(guard.figures().underWay()).isZero();
    assertThat(count(guard, CallOutcome.TIMED_OUT)).as("counted once").isEqualTo(1);
  }

  private Guard guard(Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>();
    settings.forEach((key, value) -> all.put("heartwire.hook." + key, value));
    all.putIfAbsent("heartwire.hook.timeout", "5m");
    return new Guard("the.Bean", new HookConfig(TestSettings.with(all)), time);
  }

  private static long count(Guard guard, CallOutcome outcome) {
    return guard.figures().calls().get(outcome);
  }

  private static void fail(Guard guard) {
    Supplier<CompletionStage<String>> bug =
        () -> {
          throw new IllegalStateException("bug");
        };
    Stages.failureOf(guard.call(bug));
  }

  private static CompletionStage<String> fine() {
    return CompletableFuture.completedStage("fine");
  }

  private static CompletionStage<String> mustNotBeAsked() {
    throw new AssertionError("was asked");
  }

  private static CompletionStage<String> block(CountDownLatch inside, CountDownLatch release) {
    inside.countDown();
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return fine();
  }
}
