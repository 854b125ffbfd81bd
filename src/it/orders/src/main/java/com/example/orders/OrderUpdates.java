package com.example.orders;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;

/** Tells everybody who watches an order that it has changed, once the change is in the database. */
@ApplicationScoped
public class OrderUpdates {
  @Inject private Channels channels;

  void publish(@Observes(during = TransactionPhase.AFTER_SUCCESS) OrderChanged change) {
    channels.publish(new ChannelName("order:" + change.order().id()), change.order());
  }
}
