package io.heartwire.hub;

import io.heartwire.channel.ChannelRules;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Finds out who a client is: by the application's hooks, its token, or what the container says. */
@Internal
@Singleton
public class Authentication {
  /** The protocol's code for a client that does not say who it is. */
  private static final int UNAUTHORIZED = 101;

  private final List<ConnectHook> connectHooks;
  private final Hooks hooks;
  private final Tokens tokens;
  private final ChannelRules rules;
  private final Provider<TokenPolicy> policy;
  private final OperatorTokens operators;

  @Inject
  public Authentication(
      @Any Instance<ConnectHook> connectHooks,
      Hooks hooks,
      Tokens tokens,
      ChannelRules rules,
      Provider<TokenPolicy> policy,
      OperatorTokens operators) {
    this(Hooks.inOrder(connectHooks), hooks, tokens, rules, policy, operators);
  }

  /** For programs without a container. */
  public Authentication(
      List<ConnectHook> connectHooks,
      Hooks hooks,
      Tokens tokens,
      ChannelRules rules,
      Provider<TokenPolicy> policy,
      OperatorTokens operators) {
    this.connectHooks = connectHooks;
    this.hooks = hooks;
    this.tokens = tokens;
    this.rules = rules;
    this.policy = policy;
    this.operators = operators;
  }

  /**
   * Who wants to take part; without a token, and where no hook says so, the user of the container's
   * own authentication or an anonymous one. A token of the console makes nobody a client.
   *
   * @return fails if the client may not take part
   */
  public CompletionStage<Identity> identify(ConnectAttempt attempt) {
    return isOperator(attempt)
        ? CompletableFuture.failedStage(
            new TokenException(
                TokenException.Flaw.INVALID, "a token of the console opens the console's feed"))
        : hooks.ask(
            connectHooks,
            hook -> hook.onConnect(attempt),
            () ->
                attempt.token().isEmpty()
                    ? CompletableFuture.completedStage(withoutToken(attempt.peer().user()))
                    : tokens.connection(attempt.token()));
  }

  /**
   * The same of a client that may have shown already at its handshake what it has: hooks are asked
   * all the same. What the attempt itself brings counts first.
   *
   * @return fails if the client may not take part
   */
  public CompletionStage<Identity> identify(ConnectAttempt attempt, Credentials credentials) {
    return attempt.token().isEmpty() && credentials instanceof Credentials.Proven proven
        ? hooks.ask(
            connectHooks,
            hook -> hook.onConnect(attempt),
            () -> CompletableFuture.completedStage(proven.identity()))
        : identify(attempt);
  }

  /** Whether hooks may know a client that neither its token nor the container knows. */
  public boolean hasConnectHooks() {
    return !connectHooks.isEmpty();
  }

  /** Whether an attempt that is accepted opens the gateway's own channels, and no others. */
  public boolean isOperator(ConnectAttempt attempt) {
    return operators.isOne(attempt.token());
  }

  /**
   * Who wants to hear the gateway's own channels. Not the application's concern: its hooks are not
   * asked.
   *
   * @return fails if the token proves nothing
   */
  public CompletionStage<Identity> operator(ConnectAttempt attempt) {
    try {
      return CompletableFuture.completedStage(
          operators.identify(attempt.token(), attempt.peer().user()));
    } catch (TokenException bad) {
      return CompletableFuture.failedStage(bad);
    }
  }

  private Identity withoutToken(String user) {
    if (user.isEmpty() && policy.get().isRequired() && !rules.isInsecure()) {
      throw new RefusedException(UNAUTHORIZED, "unauthorized");
    }
    return Identity.user(user);
  }
}
