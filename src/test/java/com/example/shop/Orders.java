package com.example.shop;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Business that is done in transactions, and told only once it is done. */
@ApplicationScoped
public class Orders {

  /** Within a transaction that may still fail: an order has been placed. */
  public record Placed(String order) {}

  @Inject Event<Placed> placed;

  @Transactional
  public void place(String order) {
    placed.fire(new Placed(order));
  }

  @Transactional
  public void placeAndFail(String order) {
    placed.fire(new Placed(order));
    throw new IllegalStateException("rolled back");
  }

  /** Publishes what has been committed. */
  @ApplicationScoped
  public static class Ticker {
    public static final ChannelName CHANNEL = new ChannelName("news:orders");

    @Inject Channels channels;

    void tell(@Observes(during = TransactionPhase.AFTER_SUCCESS) Placed event) {
      var unused = channels.publish(CHANNEL, Payload.json('"' + event.order() + '"'));
    }
  }
}
