package io.heartwire.hub;

import io.heartwire.broker.Payload;
import java.util.concurrent.CompletionStage;

/**
 * Answers the remote procedure calls of one method: a bean with the qualifier {@link RpcMethod}.
 *
 * <pre>{@code
 * @ApplicationScoped
 * @RpcMethod("order-status")
 * public class OrderStatus implements RpcHandler {
 *   @Inject Orders orders;
 *
 *   @Override
 *   public CompletionStage<Payload> call(RpcCall call) {
 *     return orders.statusOf(call.data()).thenApply(Payload::json);
 *   }
 * }
 * }</pre>
 *
 * <p>Called on the thread that reads the client's frames, concurrently for different clients: it
 * must not block, but answer later, from a thread of its own for instance. To refuse, it fails with
 * a {@link io.heartwire.hook.RefusedException}; whatever else goes wrong, or takes longer than
 * {@code heartwire.hook.timeout}, is an internal error to the client.
 */
public interface RpcHandler {

  CompletionStage<Payload> call(RpcCall call);
}
