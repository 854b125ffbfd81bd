package com.example.market;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** REST that tells clients what happens. */
@Path("/orders")
@RequestScoped
public class Orders {
  @Inject Channels channels;

  @POST
  public String order(String what) {
    channels
        .publish(new ChannelName("orders"), Payload.json('"' + what + '"'))
        .toCompletableFuture()
        .join();
    return "ordered";
  }
}
