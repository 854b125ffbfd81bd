package com.example.shop;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hook.Decision;
import io.heartwire.hub.ConnectAttempt;
import io.heartwire.hub.ConnectHook;
import io.heartwire.hub.Identity;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Map;

/**
 * Believes what clients say of themselves: {@code {"user":"42","channel":"news:1"}} is user 42, to
 * be subscribed to that channel. Who brings nothing is left to others.
 */
@ApplicationScoped
public class Doorkeeper implements ConnectHook {
  public static final String WELCOME = "{\"welcome\":true}";

  /** A program that is sent away, over whatever protocol it comes. */
  public static final String UNWANTED = "unwanted/1.0";

  @Override
  public Decision<Identity> onConnect(ConnectAttempt attempt) {
    if (attempt.peer().userAgent().equals(UNWANTED)) {
      return Decision.disconnect(4501, "unwanted");
    }
    Fields data = new Fields(attempt.data());
    String user = data.text("user");
    if (data.has("refuse")) {
      return Decision.refuse(data.number("refuse"), "not today");
    }
    if (data.has("disconnect")) {
      return Decision.disconnect(data.number("disconnect"), data.text("reason"));
    }
    if (user.isEmpty()) {
      return Decision.defer();
    }
    Duration ttl = data.has("ttl") ? Duration.ofSeconds(data.number("ttl")) : null;
    Payload info = Payload.json("{\"name\":\"" + user + "\"}");
    Identity identity = new Identity(user, info, ttl, Map.of(), Payload.json(WELCOME));
    String channel = data.text("channel");
    return Decision.accept(
        channel.isEmpty()
            ? identity
            : identity.with(new ChannelName(channel), SubscribeGrant.PLAIN));
  }
}
