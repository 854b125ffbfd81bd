package io.heartwire.hub;

import io.heartwire.channel.ChannelRules;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out who a client is: by the application's hooks, its token, or what the container says. */
@Singleton
public class Authentication {
  /** The protocol's code for a client that does not say who it is. */
  private static final int UNAUTHORIZED = 101;

  private final List<ConnectHook> connectHooks;
  private final Hooks hooks;
  private final Tokens tokens;
  private final ChannelRules rules;
  private final Provider<TokenPolicy> policy;

  @Inject
  public Authentication(
      @Any Instance<ConnectHook> connectHooks,
      Hooks hooks,
      Tokens tokens,
      ChannelRules rules,
      Provider<TokenPolicy> policy) {
    this(Hooks.inOrder(connectHooks), hooks, tokens, rules, policy);
  }

  /** For programs without a container. */
  public Authentication(
      List<ConnectHook> connectHooks,
      Hooks hooks,
      Tokens tokens,
      ChannelRules rules,
      Provider<TokenPolicy> policy) {
    this.connectHooks = connectHooks;
    this.hooks = hooks;
    this.tokens = tokens;
    this.rules = rules;
    this.policy = policy;
  }

  /**
   * Who wants to take part; without a token, and where no hook says so, the user of the container's
   * own authentication or an anonymous one.
   *
   * @return fails if the client may not take part
   */
  public CompletionStage<Identity> identify(ConnectAttempt attempt) {
    return hooks.ask(
        connectHooks,
        hook -> hook.onConnect(attempt),
        () ->
            attempt.token().isEmpty() || rules.isInsecure()
                ? CompletableFuture.completedStage(withoutToken(attempt.peer().user()))
                : tokens.connection(attempt.token()));
  }

  private Identity withoutToken(String user) {
    if (user.isEmpty() && policy.get().isRequired() && !rules.isInsecure()) {
      throw new RefusedException(UNAUTHORIZED, "unauthorized");
    }
    return Identity.user(user);
  }
}
