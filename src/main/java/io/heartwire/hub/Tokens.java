package io.heartwire.hub;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What tokens prove, by the application's {@link TokenVerifier} if it has one. */
@Singleton
public class Tokens {
  private final Optional<TokenVerifier> verifier;

  @Inject
  public Tokens(@Any Instance<TokenVerifier> verifiers) {
    this(verifiers.stream().findFirst());
  }

  /** For programs without a container. */
  public Tokens(Optional<TokenVerifier> verifier) {
    this.verifier = verifier;
  }

  public CompletionStage<Identity> connection(String token) {
    return ask(bean -> bean.connection(token));
  }

  public CompletionStage<SubscribeGrant> subscription(
      String token, String user, ChannelName channel) {
    return ask(bean -> bean.subscription(token, user, channel));
  }

  /** Whatever goes wrong in the bean is in the stage. */
  private <T> CompletionStage<T> ask(Function<TokenVerifier, CompletionStage<T>> question) {
    return verifier
        .map(bean -> CompletableFuture.completedStage(bean).thenCompose(question))
        .orElseGet(Tokens::nobodyKnows);
  }

  private static <T> CompletionStage<T> nobodyKnows() {
    return CompletableFuture.failedStage(
        new TokenException(TokenException.Flaw.INVALID, "no verifier of tokens is configured"));
  }
}
