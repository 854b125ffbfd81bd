package com.example.market;

import io.heartwire.broker.Payload;
import io.heartwire.hub.RpcCall;
import io.heartwire.hub.RpcHandler;
import io.heartwire.hub.RpcMethod;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What clients of the application may call. */
@ApplicationScoped
@RpcMethod("price")
public class PriceQuestion implements RpcHandler {
  @Override
  public CompletionStage<Payload> call(RpcCall call) {
    return CompletableFuture.completedStage(Payload.json("3"));
  }
}
