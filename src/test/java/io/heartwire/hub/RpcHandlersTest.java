package io.heartwire.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heartwire.broker.Payload;
import io.heartwire.hook.HookConfig;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.testkit.HandMadeBeans;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestSettings;
import io.heartwire.testkit.TestThreads;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RpcHandlersTest {
  private Hooks hooks = hooks("5m");
  private final LogCapture log = new LogCapture(Hooks.class);

  @AfterEach
  void stopCapturing() {
    log.close();
  }

  @Test
  void aMethodWithoutAHandlerIsUnknown() {
    RpcHandlers handlers = new RpcHandlers(Map.of("known", RpcHandlersTest::echo), hooks);

    assertThat(handlers.call(new RpcCall("unknown", Payload.EMPTY, null))).isEmpty();
    assertThat(handlers.call(new RpcCall("", Payload.EMPTY, null))).isEmpty();
  }

  @Test
  void aMethodIsAnsweredByItsHandler() {
    assertThat(Stages.now(call(RpcHandlersTest::echo))).isEqualTo(Payload.text("ping"));
    assertThat(hooks.failed()).isZero();
  }

  @Test
  void aHandlerMayRefuse() {
    assertThat(
            Stages.failureOf(
                call(one -> CompletableFuture.failedStage(new RefusedException(403, "no")))))
        .isInstanceOf(RefusedException.class);
    assertThat(hooks.failed()).isZero();
  }

  @Test
  void aHandlerThatFailsOrThrowsIsCounted() {
    IllegalStateException bug = new IllegalStateException("bug");

    assertThat(Stages.failureOf(call(one -> CompletableFuture.failedStage(bug)))).isSameAs(bug);
    assertThat(
            Stages.failureOf(
                call(
                    one -> {
                      throw bug;
                    })))
        .isSameAs(bug);
    assertThat(hooks.failed()).isEqualTo(2);
  }

  @Test
  void nothingIsAnAnswerWithoutData() {
    assertThat(Stages.now(call(one -> null))).isEqualTo(Payload.EMPTY);
    assertThat(Stages.now(call(one -> CompletableFuture.completedStage(null))))
        .isEqualTo(Payload.EMPTY);
    assertThat(hooks.failed()).isZero();
  }

  @Test
  void anObjectGoesOutAsJsonNowOrLater() {
    CompletableFuture<Object> later = new CompletableFuture<>();
    CompletionStage<Payload> answer = call(one -> later);
    later.complete(Map.of("id", 7));

    assertThat(Stages.now(call(one -> Map.of("id", 7))).asText()).isEqualTo("{\"id\":7}");
    assertThat(Stages.now(answer).asText()).isEqualTo("{\"id\":7}");
  }

  @Test
  void theParametersCanBeReadAsAnObject() {
    RpcHandler handler = call -> Payload.text(call.data(Query.class).id);

    assertThat(Stages.now(call(handler, Payload.json("{\"id\":\"7\"}"))).asText()).isEqualTo("7");
  }

  @Test
  void parametersThatAreNoneAreTheClientsFaultAndNotTheHandlers() {
    RpcHandler handler = call -> call.data(Query.class).id;

    for (Payload data : List.of(Payload.EMPTY, Payload.text("x"), Payload.json("{\"id\":[]}"))) {
      assertThat(Stages.failureOf(call(handler, data)))
          .isInstanceOfSatisfying(
              RefusedException.class, refused -> assertThat(refused.code()).isEqualTo(107));
    }
    assertThat(hooks.failed()).isZero();
  }

  /** What a client asks for. */
  public static final class Query {
    public String id;
  }

  @Test
  void aHandlerThatTakesTooLongIsCounted() {
    hooks = hooks("10ms");
    CompletionStage<Payload> answer = call(one -> new CompletableFuture<>());
    Stages.awaitEnd(answer);

    assertThat(Stages.failureOf(answer)).isInstanceOf(TimeoutException.class);
    assertThat(hooks.failed()).isEqualTo(1);
  }

  @Test
  void handlersAreFoundByTheirQualifiers() {
    RpcHandlers handlers = new RpcHandlers(HandMadeBeans.qualified(bean("a"), bean("b")), hooks);

    assertThat(handlers.call(new RpcCall("a", Payload.EMPTY, null))).isPresent();
    assertThat(handlers.call(new RpcCall("b", Payload.EMPTY, null))).isPresent();
    assertThat(handlers.call(new RpcCall("c", Payload.EMPTY, null))).isEmpty();
  }

  @Test
  void twoHandlersOfOneMethodStopTheStart() {
    assertThatIllegalStateException()
        .isThrownBy(
            () -> new RpcHandlers(HandMadeBeans.qualified(bean("a"), bean("b"), bean("a")), hooks))
        .withMessageContaining("two handlers for RPC method 'a'")
        .withMessageContaining("@RpcMethod");
  }

  private CompletionStage<Payload> call(RpcHandler handler) {
    return call(handler, Payload.text("ping"));
  }

  private CompletionStage<Payload> call(RpcHandler handler, Payload data) {
    return new RpcHandlers(Map.of("echo", handler), hooks)
        .call(new RpcCall("echo", data, null))
        .orElseThrow();
  }

  private static Hooks hooks(String timeout) {
    return new Hooks(
        new HookConfig(TestSettings.with(Map.of("heartwire.hook.timeout", timeout))),
        TestThreads.OF_CALLER,
        new ManualTimeSource());
  }

  private static CompletionStage<Payload> echo(RpcCall call) {
    return CompletableFuture.completedStage(call.data());
  }

  private static HandMadeBeans.Made<RpcHandler> bean(String method) {
    return new HandMadeBeans.Made<>(RpcHandlersTest::echo, Set.of(RpcMethod.Literal.of(method)));
  }
}
