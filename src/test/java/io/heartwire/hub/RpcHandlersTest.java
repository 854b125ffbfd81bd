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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RpcHandlersTest {
  private final Hooks hooks =
      new Hooks(
          new HookConfig(TestSettings.with(Map.of("heartwire.hook.timeout", "10ms"))),
          new ManualTimeSource());
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
  void aHandlerThatFailsThrowsOrAnswersNothingIsCounted() {
    IllegalStateException bug = new IllegalStateException("bug");

    assertThat(Stages.failureOf(call(one -> CompletableFuture.failedStage(bug)))).isSameAs(bug);
    assertThat(
            Stages.failureOf(
                call(
                    one -> {
                      throw bug;
                    })))
        .isSameAs(bug);
    assertThat(Stages.failureOf(call(one -> null))).isInstanceOf(NullPointerException.class);
    assertThat(Stages.failureOf(call(one -> CompletableFuture.completedStage(null))))
        .isInstanceOf(NullPointerException.class);
    assertThat(hooks.failed()).isEqualTo(4);
  }

  @Test
  void aHandlerThatTakesTooLongIsCounted() {
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
    return new RpcHandlers(Map.of("echo", handler), hooks)
        .call(new RpcCall("echo", Payload.text("ping"), null))
        .orElseThrow();
  }

  private static CompletionStage<Payload> echo(RpcCall call) {
    return CompletableFuture.completedStage(call.data());
  }

  private static HandMadeBeans.Made<RpcHandler> bean(String method) {
    return new HandMadeBeans.Made<>(RpcHandlersTest::echo, Set.of(RpcMethod.Literal.of(method)));
  }
}
