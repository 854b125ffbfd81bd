package com.example.shop;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.PublishAttempt;
import io.heartwire.channel.PublishHook;
import io.heartwire.channel.SubscribeAttempt;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeHook;
import io.heartwire.hook.Decision;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;

/** Decides by the name of the channel; what is not a gate is left to the configured rules. */
@ApplicationScoped
public class Gate implements SubscribeHook, PublishHook {
  public static final String OPEN = "gate:open";
  public static final String REFUSING = "gate:refusing";
  public static final String DISCONNECTING = "gate:disconnecting";
  public static final String FAILING = "gate:failing";
  public static final String GREETING = "{\"greeting\":\"come in\"}";
  public static final String REPLACEMENT = "{\"text\":\"censored\"}";

  @Override
  public Decision<SubscribeGrant> onSubscribe(SubscribeAttempt attempt) {
    SubscribeGrant grant =
        new SubscribeGrant(Payload.json("\"seat 1\""), Payload.json(GREETING), null);
    return decide(attempt.channel(), grant);
  }

  @Override
  public Decision<Payload> onPublish(PublishAttempt attempt) {
    return decide(attempt.channel(), Payload.json(REPLACEMENT));
  }

  private static <G> Decision<G> decide(ChannelName channel, G grant) {
    return switch (channel.value()) {
      case OPEN -> Decision.later(CompletableFuture.supplyAsync(() -> Decision.accept(grant)));
      case REFUSING -> Decision.refuse(1001, "full");
      case DISCONNECTING -> Decision.disconnect(4501, "go away");
      case FAILING -> throw new IllegalStateException("made to fail");
      default -> Decision.defer();
    };
  }
}
