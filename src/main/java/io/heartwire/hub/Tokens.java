package io.heartwire.hub;

import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hook.Hooks;
import io.heartwire.time.LogThrottle;
import io.heartwire.time.TimeSource;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What tokens prove: by the application's {@link TokenVerifier} if it has one, otherwise by the
 * configured keys; and none that has been revoked proves anything.
 *
 * <p>Safe for use by any thread; nothing blocks. What is wrong with a token is counted, and logged
 * at most once a second; the token itself never is.
 */
@Internal
@Singleton
public class Tokens {
  private static final Logger LOG = Logger.getLogger(Tokens.class.getName());

  private final Optional<TokenVerifier> application;
  private final Optional<KeyedVerifier> keyed;
  private final RevokedTokens revoked;
  private final Hooks hooks;
  private final LongAdder accepted = new LongAdder();
  private final Map<TokenException.Flaw, LongAdder> flawed =
      new EnumMap<>(TokenException.Flaw.class);
  private final LogThrottle log;

  @Inject
  public Tokens(
      @Any Instance<TokenVerifier> verifiers,
      KeyedVerifier keyed,
      RevokedTokens revoked,
      Hooks hooks,
      TimeSource time) {
    this(
        only(verifiers),
        Optional.of(keyed).filter(KeyedVerifier::isConfigured),
        revoked,
        hooks,
        time);
  }

  /** For programs without a container. */
  public Tokens(
      Optional<TokenVerifier> application,
      Optional<KeyedVerifier> keyed,
      RevokedTokens revoked,
      Hooks hooks,
      TimeSource time) {
    this.application = application;
    this.keyed = keyed;
    this.revoked = revoked;
    this.hooks = hooks;
    this.log = new LogThrottle(time);
    for (TokenException.Flaw flaw : TokenException.Flaw.values()) {
      flawed.put(flaw, new LongAdder());
    }
  }

  /** A gateway that lets nobody in has forgotten its keys. */
  void check(@Observes Startup start, TokenPolicy policy) {
    if (policy.isRequired() && !areVerified()) {
      throw new IllegalStateException(
          "heartwire.token.required=true, but nothing here can verify a token: set"
              + " heartwire.token.hmac-secret, a public key, or heartwire.token.jwks-url, or add a"
              + " bean of type TokenVerifier");
    }
  }

  /** Whether any token can be good. */
  public boolean areVerified() {
    return application.isPresent() || keyed.isPresent();
  }

  /** Whether {@link #identify} may be asked: not where that is up to the application. */
  public boolean areVerifiedAtOnce() {
    return application.isEmpty() && keyed.isPresent();
  }

  /**
   * Who brings a token for a connection, by keys at hand.
   *
   * @throws TokenException if it proves nothing
   * @throws IllegalStateException if that is up to the application
   */
  public Identity identify(String token) {
    if (application.isPresent()) {
      throw new IllegalStateException("the application verifies tokens, and that takes time");
    }
    return counted(() -> valid(keyed().connection(token)));
  }

  /**
   * The roles of somebody whom {@link #identify} has found good.
   *
   * @throws TokenException if the token proves nothing
   */
  public Set<String> roles(String token) {
    return keyed().roles(token);
  }

  /** Who brings a token for a connection. */
  public CompletionStage<Identity> connection(String token) {
    if (application.isEmpty()) {
      return now(() -> valid(keyed().connection(token)));
    }
    TokenVerifier bean = application.get();
    return counted(hooks.call(bean, () -> bean.connection(token)).thenApply(this::valid));
  }

  /** What a token for a subscription grants. */
  public CompletionStage<SubscribeGrant> subscription(
      String token, String user, ChannelName channel) {
    if (application.isEmpty()) {
      return now(() -> valid(keyed().subscription(token, user, channel)));
    }
    TokenVerifier bean = application.get();
    return counted(hooks.call(bean, () -> bean.subscription(token, user, channel)));
  }

  /** Tokens that were good, since the start. */
  public long accepted() {
    return accepted.sum();
  }

  /** Tokens that were not, since the start. */
  public long flawed(TokenException.Flaw flaw) {
    return Objects.requireNonNull(flawed.get(flaw)).sum();
  }

  private Identity valid(Identity identity) {
    checkRevoked(identity.token());
    return identity;
  }

  private SubscribeGrant valid(KeyedVerifier.Granted granted) {
    checkRevoked(granted.mark());
    return granted.grant();
  }

  private void checkRevoked(@Nullable TokenMark mark) {
    if (mark != null && revoked.contain(mark)) {
      throw new TokenException(TokenException.Flaw.REVOKED, "the token has been revoked");
    }
  }

  private KeyedVerifier keyed() {
    return keyed.orElseThrow(
        () ->
            new TokenException(
                TokenException.Flaw.INVALID, "no key or verifier of tokens is configured"));
  }

  private <T> CompletionStage<T> now(Supplier<T> answer) {
    try {
      return CompletableFuture.completedStage(counted(answer));
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  private <T> T counted(Supplier<T> answer) {
    try {
      T good = answer.get();
      accepted.increment();
      return good;
    } catch (TokenException bad) {
      count(bad);
      throw bad;
    }
  }

  private <T> CompletionStage<T> counted(CompletionStage<T> answer) {
    return answer.whenComplete(
        (good, failure) -> {
          if (failure == null) {
            accepted.increment();
          } else if (Hooks.causeOf(failure) instanceof TokenException bad) {
            count(bad);
          }
        });
  }

  private void count(TokenException bad) {
    Objects.requireNonNull(flawed.get(bad.flaw())).increment();
    if (bad.flaw() == TokenException.Flaw.INVALID && log.permits()) {
      LOG.log(Level.INFO, "A token was refused: {0}", bad.getMessage());
    }
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
}
