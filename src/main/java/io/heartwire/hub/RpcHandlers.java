package io.heartwire.hub;

import io.heartwire.broker.Payload;
import io.heartwire.hook.Hooks;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** The methods that an application answers. Safe for use by any thread. */
@Internal
@Singleton
public class RpcHandlers {
  private final Map<String, RpcHandler> byMethod;
  private final Hooks hooks;

  @Inject
  public RpcHandlers(@Any Instance<RpcHandler> handlers, Hooks hooks) {
    this(index(handlers), hooks);
  }

  /** For programs without a container. */
  public RpcHandlers(Map<String, RpcHandler> byMethod, Hooks hooks) {
    this.byMethod = Map.copyOf(byMethod);
    this.hooks = hooks;
  }

  /** Whether the application answers no method at all. */
  public boolean isEmpty() {
    return byMethod.isEmpty();
  }

  /** The answer of the method's handler, or empty if there is no such method. */
  public Optional<CompletionStage<Payload>> call(RpcCall call) {
    return Optional.ofNullable(byMethod.get(call.method()))
        .map(handler -> hooks.call(handler, () -> payload(handler.call(call))));
  }

  private static CompletionStage<Payload> payload(@Nullable Object answer) {
    return answer instanceof CompletionStage<?> later
        ? later.thenApply(RpcHandlers::known)
        : CompletableFuture.completedStage(known(answer));
  }

  private static Payload known(@Nullable Object answer) {
    return answer == null ? Payload.EMPTY : Payload.of(answer);
  }

  private static Map<String, RpcHandler> index(Instance<RpcHandler> handlers) {
    Map<String, RpcHandler> byMethod = new HashMap<>();
    for (Instance.Handle<RpcHandler> handle : handlers.handles()) {
      handle.getBean().getQualifiers().stream()
          .filter(RpcMethod.class::isInstance)
          .map(qualifier -> ((RpcMethod) qualifier).value())
          .forEach(method -> register(method, handle, byMethod));
    }
    return byMethod;
  }

  private static void register(
      String method, Instance.Handle<RpcHandler> handle, Map<String, RpcHandler> byMethod) {
    if (byMethod.putIfAbsent(method, handle.get()) != null) {
      throw new IllegalStateException(
          "two handlers for RPC method '"
              + method
              + "': take @RpcMethod off one of them, one is "
              + handle.getBean().getBeanClass().getName());
    }
  }
}
