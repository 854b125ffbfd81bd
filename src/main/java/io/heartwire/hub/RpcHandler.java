package io.heartwire.hub;

import io.heartwire.broker.Payload;
import org.jspecify.annotations.Nullable;

/**
 * Answers the remote procedure calls of one method: a bean with the qualifier {@link RpcMethod}.
 *
 * <pre>{@code
 * @ApplicationScoped
 * @RpcMethod("order-status")
 * public class OrderStatus implements RpcHandler {
 *   @Inject Orders orders; // asks the database
 *
 *   @Override
 *   public Order call(RpcCall call) {
 *     OrderQuery query = call.data(OrderQuery.class);
 *     return orders.find(query.id()); // goes out as JSON
 *   }
 * }
 * }</pre>
 *
 * <p>Called on a thread of the application with a request scope of its own, at the same time for
 * different clients, and for one client when its last command has been answered: it may block, or
 * return a {@code CompletionStage} of the answer.
 */
public interface RpcHandler {

  /**
   * @return a {@link Payload}, or an object that goes out as JSON ({@link Payload#of}), or null for
   *     no data; or a {@code CompletionStage} of one of these
   * @throws Exception a {@link io.heartwire.hook.RefusedException} or {@link
   *     io.heartwire.hook.DisconnectException} is an answer to the client, as it is when the stage
   *     fails with it; whatever else goes wrong, or takes longer than {@code
   *     heartwire.hook.timeout}, is an internal error to the client
   */
  @Nullable Object call(RpcCall call) throws Exception;
}
