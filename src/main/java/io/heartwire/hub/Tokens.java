package io.heartwire.hub;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hook.Hooks;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** What tokens prove, by the application's {@link TokenVerifier} if it has one. */
@Singleton
public class Tokens {
  private final Optional<TokenVerifier> verifier;
  private final Hooks hooks;

  @Inject
  public Tokens(@Any Instance<TokenVerifier> verifiers, Hooks hooks) {
    this(only(verifiers), hooks);
  }

  /** For programs without a container. */
  public Tokens(Optional<TokenVerifier> verifier, Hooks hooks) {
    this.verifier = verifier;
    this.hooks = hooks;
  }

  public CompletionStage<Identity> connection(String token) {
    return ask(bean -> bean.connection(token));
  }

  public CompletionStage<SubscribeGrant> subscription(
      String token, String user, ChannelName channel) {
    return ask(bean -> bean.subscription(token, user, channel));
  }

  /** Whatever goes wrong in the bean, or takes too long, is in the stage. */
  private <T> CompletionStage<T> ask(Function<TokenVerifier, CompletionStage<T>> question) {
    return verifier
        .map(bean -> hooks.call(bean, () -> question.apply(bean)))
        .orElseGet(Tokens::nobodyKnows);
  }

  private static Optional<TokenVerifier> only(Instance<TokenVerifier> verifiers) {
    List<TokenVerifier> all = Hooks.inOrder(verifiers);
    if (all.size() > 1) {
      throw new IllegalStateException(
          "there may be one TokenVerifier, and these are several: "
              + all.stream().map(bean -> bean.getClass().getName()).toList());
    }
    return all.stream().findFirst();
  }

  private static <T> CompletionStage<T> nobodyKnows() {
    return CompletableFuture.failedStage(
        new TokenException(TokenException.Flaw.INVALID, "no verifier of tokens is configured"));
  }
}
