package com.example.orders;

import io.heartwire.hook.RefusedException;
import io.heartwire.hub.RpcCall;
import io.heartwire.hub.RpcHandler;
import io.heartwire.hub.RpcMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** The remote procedure call {@code order-status}: the order with an id, if it is the caller's. */
@ApplicationScoped
@RpcMethod("order-status")
public class OrderStatus implements RpcHandler {

  /** The parameters of the call. */
  public record Question(long id) {}

  @Inject private Orders orders;

  @Override
  public OrderView call(RpcCall call) {
    long id = call.data(Question.class).id();
    return orders
        .of(call.client().user(), id)
        .orElseThrow(() -> new RefusedException(404, "no such order of yours"));
  }
}
