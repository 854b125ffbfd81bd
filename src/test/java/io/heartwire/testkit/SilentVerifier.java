package io.heartwire.testkit;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hub.Identity;
import io.heartwire.hub.TokenVerifier;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An application's verifier of tokens that never answers. */
public final class SilentVerifier implements TokenVerifier {

  @Override
  public CompletionStage<Identity> connection(String token) {
    return new CompletableFuture<>();
  }

  @Override
  public CompletionStage<SubscribeGrant> subscription(
      String token, String user, ChannelName channel) {
    return new CompletableFuture<>();
  }
}
