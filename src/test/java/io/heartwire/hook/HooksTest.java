package io.heartwire.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.heartwire.testkit.HandMadeBeans;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestSettings;
import io.heartwire.testkit.TestThreads;
import jakarta.annotation.Priority;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HooksTest {

  /** A hook that grants a text. */
  interface Hook {
    CompletionStage<Decision<String>> ask();
  }

  private final ManualTimeSource time = new ManualTimeSource();
  private final Hooks hooks = hooks(Duration.ofMinutes(5));
  private final List<String> asked = new ArrayList<>();
  private final LogCapture log = new LogCapture(Hooks.class);

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  @Test
  void theFirstThatDoesNotDeferDecides() {
    CompletionStage<String> grant =
        ask(
            hook("a", Decision.defer()),
            hook("b", Decision.accept("granted")),
            hook("c", Decision.accept("never asked")));

    assertThat(Stages.now(grant)).isEqualTo("granted");
    assertThat(asked).containsExactly("a", "b");
    assertThat(hooks.failed()).isZero();
  }

  @Test
  void whenAllDeferTheRulesDecide() {
    assertThat(Stages.now(ask(hook("a", Decision.defer()), hook("b", Decision.defer()))))
        .isEqualTo("by the rules");
    assertThat(asked).containsExactly("a", "b", "rules");
  }

  @Test
  void withoutAnyTheRulesDecide() {
    assertThat(Stages.now(ask())).isEqualTo("by the rules");
  }

  @Test
  void whatTheRulesThrowIsTheFailureAndNoHooksFault() {
    IllegalStateException refusal = new IllegalStateException("not you");
    Supplier<CompletionStage<String>> rules =
        () -> {
          throw refusal;
        };

    assertThat(Stages.failureOf(hooks.ask(List.<Hook>of(), HooksTest::later, rules)))
        .isSameAs(refusal);
    assertThat(
            Stages.failureOf(
                hooks.ask(List.of(hook("a", Decision.defer())), HooksTest::later, rules)))
        .isSameAs(refusal);
    assertThat(hooks.failed()).isZero();
  }

  @Test
  void aRefusalIsAnAnswerAndNotAnAccident() {
    Decision<String> refuse = new Decision.Refuse<>(403, "not today", true);

    assertThat(Stages.failureOf(ask(hook("a", refuse), hook("b", Decision.accept("x")))))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(403);
              assertThat(refused.message()).isEqualTo("not today");
              assertThat(refused.isTemporary()).isTrue();
            });
    assertThat(Stages.failureOf(ask(hook("a", Decision.refuse(404, "no")))))
        .isInstanceOfSatisfying(
            RefusedException.class, refused -> assertThat(refused.isTemporary()).isFalse());
    assertThat(asked).containsExactly("a", "a");
    assertThat(hooks.failed()).isZero();
  }

  @Test
  void aDisconnectIsAnAnswerAndNotAnAccident() {
    assertThat(Stages.failureOf(ask(hook("a", Decision.disconnect(4001, "go away")))))
        .isInstanceOfSatisfying(
            DisconnectException.class,
            wish -> {
              assertThat(wish.code()).isEqualTo(4001);
              assertThat(wish.reason()).isEqualTo("go away");
            });
    assertThat(hooks.failed()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {3000, 4999})
  void aDisconnectCodeIsOneOfTheRangeForApplications(int code) {
    assertThatCode(() -> Decision.disconnect(code, "")).doesNotThrowAnyException();
    assertThatCode(() -> new DisconnectException(code, "")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1000, 1006, 2999, 5000})
  void anyOtherDisconnectCodeIsRefusedWhereItIsMade(int code) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Decision.disconnect(code, ""))
        .withMessageContaining("from 3000 to 4999, was " + code);
    assertThatIllegalArgumentException().isThrownBy(() -> new DisconnectException(code, ""));
  }

  @Test
  void refusingByAnExceptionIsAnAnswerToo() {
    Hook thrower =
        () -> {
          throw new RefusedException(403, "no");
        };
    Hook failing = () -> CompletableFuture.failedStage(new DisconnectException(4001, "go"));

    assertThat(Stages.failureOf(ask(thrower))).isInstanceOf(RefusedException.class);
    assertThat(Stages.failureOf(ask(failing))).isInstanceOf(DisconnectException.class);
    assertThat(hooks.failed()).isZero();
  }

  @Test
  void oneThatThrowsRefusesAndIsCounted() {
    IllegalStateException bug = new IllegalStateException("bug");

    assertThat(
            Stages.failureOf(
                ask(
                    () -> {
                      throw bug;
                    },
                    hook("b", Decision.accept("x")))))
        .isSameAs(bug);
    assertThat(asked).as("nobody else is asked, not even the rules").isEmpty();
    assertThat(hooks.failed()).isEqualTo(1);
  }

  @Test
  void oneWhoseStageFailsRefusesAndIsCounted() {
    IllegalStateException bug = new IllegalStateException("bug");

    assertThat(Stages.failureOf(ask(() -> CompletableFuture.failedStage(bug)))).isSameAs(bug);
    assertThat(hooks.failed()).isEqualTo(1);
  }

  @Test
  void oneThatAnswersNullRefusesAndIsCounted() {
    assertThat(Stages.failureOf(ask(() -> null))).isInstanceOf(NullPointerException.class);
    assertThat(hooks.failed()).isEqualTo(1);

    assertThat(Stages.failureOf(ask(() -> CompletableFuture.completedStage(null))))
        .isInstanceOf(NullPointerException.class);
    assertThat(hooks.failed()).isEqualTo(2);
    assertThat(asked).isEmpty();
  }

  @Test
  void oneMayBlockAndDecide() {
    assertThat(Stages.now(hooks.ask(List.of("a", "b"), name -> decide(name, "b"), this::rules)))
        .isEqualTo("b");
    assertThat(asked).containsExactly("a", "b");
  }

  @Test
  void whatIsDecidedLaterMayBePutOffOnceMore() {
    CompletableFuture<Decision<String>> last = new CompletableFuture<>();
    Decision<String> twice = Decision.later(CompletableFuture.completedStage(Decision.later(last)));
    CompletionStage<String> grant = hooks.ask(List.of("a"), name -> twice, this::rules);
    assertThat(Stages.isDone(grant)).isFalse();

    last.complete(Decision.accept("at last"));

    assertThat(Stages.now(grant)).isEqualTo("at last");
  }

  @Test
  void aCheckedExceptionIsAFaultLikeAnyOther() {
    Exception noDatabase = new Exception("no database");
    CompletionStage<String> grant =
        hooks.ask(
            List.of("a"),
            name -> {
              throw noDatabase;
            },
            this::rules);

    assertThat(Stages.failureOf(grant)).isSameAs(noDatabase);
    assertThat(hooks.failed()).isEqualTo(1);
  }

  @Test
  void anAnswerMayComeLater() {
    CompletableFuture<Decision<String>> first = new CompletableFuture<>();
    CompletableFuture<Decision<String>> second = new CompletableFuture<>();
    CompletionStage<String> grant = ask(() -> first, () -> second);
    assertThat(Stages.isDone(grant)).isFalse();

    first.complete(Decision.defer());
    assertThat(Stages.isDone(grant)).isFalse();
    second.complete(Decision.accept("late"));

    assertThat(Stages.now(grant)).isEqualTo("late");
  }

  @Test
  void oneThatTakesTooLongRefusesAndIsCounted() {
    Hooks impatient = hooks(Duration.ofMillis(10));
    CompletableFuture<Decision<String>> never = new CompletableFuture<>();

    CompletionStage<String> grant =
        impatient.ask(List.<Hook>of(() -> never), HooksTest::later, this::rules);
    Stages.awaitEnd(grant);

    assertThat(Stages.failureOf(grant)).isInstanceOf(TimeoutException.class);
    assertThat(impatient.failed()).isEqualTo(1);
    assertThat(never).as("the hook's own stage is the hook's").isNotDone();
    assertThat(log.lines()).singleElement().asString().contains("heartwire.hook.timeout");
  }

  @Test
  void failuresOfOneAreLoggedAtMostOnceASecond() {
    Hook broken = () -> CompletableFuture.failedStage(new IllegalStateException("bug"));
    Stages.awaitEnd(ask(broken));
    Stages.awaitEnd(ask(broken));
    assertThat(log.lines()).hasSize(1);

    time.advance(Duration.ofSeconds(1));
    Stages.awaitEnd(ask(broken));
    assertThat(log.lines()).hasSize(2);
    assertThat(hooks.failed()).isEqualTo(3);
  }

  @Test
  void proxiesOfABeanShareItsLimits() {
    Stages.now(hooks.call(new Usual(), () -> CompletableFuture.completedStage("x")));
    Stages.now(hooks.call(new Usual$Proxy$_Client(), () -> CompletableFuture.completedStage("x")));
    Stages.now(hooks.call(new Late(), () -> CompletableFuture.completedStage("x")));

    assertThat(hooks.figures()).hasSize(2);
    assertThat(hooks.figures())
        .filteredOn(bean -> bean.bean().equals(Usual.class.getName()))
        .singleElement()
        .satisfies(bean -> assertThat(bean.calls()).containsEntry(CallOutcome.ANSWERED, 2L));
    assertThat(hooks.calls(CallOutcome.ANSWERED)).isEqualTo(3);
  }

  @Test
  void beansAreInTheOrderOfTheirPriority() {
    assertThat(Hooks.inOrder(HandMadeBeans.<Object>of(new Late(), new Usual(), new Early())))
        .extracting(bean -> bean.getClass().getSimpleName())
        .containsExactly("Early", "Usual", "Late");
  }

  @Test
  void theCauseIsWhatAStageReallyFailedWith() {
    Exception cause = new Exception("cause");

    assertThat(Hooks.causeOf(new CompletionException(cause))).isSameAs(cause);
    assertThat(Hooks.causeOf(cause)).isSameAs(cause);
    CompletionException alone = new CompletionException("alone", null);
    assertThat(Hooks.causeOf(alone)).isSameAs(alone);
  }

  @Priority(1)
  private static final class Early {}

  /** Without a priority: as an application's beans are, 2000. */
  private static final class Usual {}

  /** As containers name what stands for a bean. */
  private static final class Usual$Proxy$_Client {}

  @Priority(2001)
  private static final class Late {}

  private Hooks hooks(Duration timeout) {
    Map<String, String> settings = Map.of("heartwire.hook.timeout", timeout.toString());
    return new Hooks(new HookConfig(TestSettings.with(settings)), TestThreads.OF_CALLER, time);
  }

  private CompletionStage<String> ask(Hook... all) {
    return hooks.ask(List.of(all), HooksTest::later, this::rules);
  }

  private Decision<String> decide(String name, String accepted) {
    asked.add(name);
    return name.equals(accepted) ? Decision.accept(name) : Decision.defer();
  }

  private static Decision<String> later(Hook hook) {
    CompletionStage<Decision<String>> decision = hook.ask();
    return decision == null ? null : Decision.later(decision);
  }

  private CompletionStage<String> rules() {
    asked.add("rules");
    return CompletableFuture.completedStage("by the rules");
  }

  private Hook hook(String name, Decision<String> decision) {
    return () -> {
      asked.add(name);
      return CompletableFuture.completedStage(decision);
    };
  }
}
