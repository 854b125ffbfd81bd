package com.example.orders;

import io.heartwire.channel.SubscribeAttempt;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeHook;
import io.heartwire.hook.Decision;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** Lets customers watch their own orders, and nobody else's. */
@ApplicationScoped
public class OrderAccess implements SubscribeHook {
  private static final String PREFIX = "order:";

  @Inject private Orders orders;

  @Override
  public Decision<SubscribeGrant> onSubscribe(SubscribeAttempt attempt) {
    String channel = attempt.channel().value();
    if (!channel.startsWith(PREFIX)) {
      return Decision.defer();
    }
    long id = Long.parseLong(channel.substring(PREFIX.length()));
    return orders.of(attempt.client().user(), id).isPresent()
        ? Decision.accept(SubscribeGrant.PLAIN)
        : Decision.refuse(403, "not your order");
  }
}
