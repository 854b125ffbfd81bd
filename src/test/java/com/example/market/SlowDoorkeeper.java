package com.example.market;

import io.heartwire.channel.SubscribeAttempt;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeHook;
import io.heartwire.hook.Decision;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Lets in whom the rules let in; to one channel after a while: handshakes have to wait for it. */
@ApplicationScoped
public class SlowDoorkeeper implements SubscribeHook {
  public static final String SLOW = "slow";

  @Override
  public Decision<SubscribeGrant> onSubscribe(SubscribeAttempt attempt) {
    if (!attempt.channel().toString().equals(SLOW)) {
      return Decision.defer();
    }
    return Decision.later(
        CompletableFuture.supplyAsync(
            Decision::defer, CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS)));
  }
}
