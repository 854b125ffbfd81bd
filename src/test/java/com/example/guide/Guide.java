package com.example.guide;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.channel.SubscribeAttempt;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeHook;
import io.heartwire.hook.Decision;
import io.heartwire.hub.RpcCall;
import io.heartwire.hub.RpcHandler;
import io.heartwire.hub.RpcMethod;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import java.util.concurrent.CompletionStage;

/** The examples of the page on hooks, to be compiled. */
final class Guide {

  private Guide() {}

  record Order(String id, String state) {}

  record OrderQuery(String id) {}

  interface Orders {
    boolean mayRead(String user, String channel);

    CompletionStage<Boolean> mayReadLater(String user, String channel);

    Order find(String id);

    CompletionStage<Order> findLater(String id);
  }

  static class Publishing {
    @Inject Channels channels;

    public record OrderPaid(String id, int cents) {}

    void paid(@Observes(during = TransactionPhase.AFTER_SUCCESS) OrderPaid order) {
      channels.publish(new ChannelName("orders:" + order.id()), order);
    }
  }

  static class Json {
    @Produces
    @ApplicationScoped
    Jsonb jsonb() {
      return JsonbBuilder.create(new JsonbConfig().withNullValues(true));
    }
  }

  @ApplicationScoped
  public static class OrderReaders implements SubscribeHook {
    @Inject Orders orders; // asks the database

    @Override
    public Decision<SubscribeGrant> onSubscribe(SubscribeAttempt attempt) {
      return orders.mayRead(attempt.client().user(), attempt.channel().value())
          ? Decision.accept(SubscribeGrant.PLAIN)
          : Decision.refuse(403, "not your order");
    }
  }

  static class LateReaders implements SubscribeHook {
    @Inject Orders orders;

    @Override
    public Decision<SubscribeGrant> onSubscribe(SubscribeAttempt attempt) {
      CompletionStage<Boolean> mayRead =
          orders.mayReadLater(attempt.client().user(), attempt.channel().value());
      return Decision.later(
          mayRead.thenApply(yes -> yes ? Decision.accept(SubscribeGrant.PLAIN) : Decision.defer()));
    }
  }

  @ApplicationScoped
  @RpcMethod("order-status")
  public static class OrderStatus implements RpcHandler {
    @Inject Orders orders;

    @Override
    public Order call(RpcCall call) {
      OrderQuery query = call.data(OrderQuery.class);
      return orders.find(query.id());
    }
  }

  static class LateStatus implements RpcHandler {
    @Inject Orders orders;

    @Override
    public CompletionStage<Order> call(RpcCall call) {
      return orders.findLater(call.data(OrderQuery.class).id());
    }
  }
}
