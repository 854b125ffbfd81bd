package io.heartwire.admission;

import io.heartwire.channel.ChannelRules;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Identity;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenPolicy;
import io.heartwire.hub.Tokens;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Only raw clients whose token is good, or that need none; who brings one is its user from here on.
 * Clients of other protocols bring their token later, in a protocol that can say what is wrong.
 *
 * <p>Where the application verifies tokens, that takes time: then its answer comes over the open
 * connection.
 */
@Singleton
class TokenRule implements AdmissionRule {
  private final Tokens tokens;
  private final ChannelRules rules;
  private final CurrentConfig config;

  @Inject
  TokenRule(Tokens tokens, ChannelRules rules, CurrentConfig config) {
    this.tokens = tokens;
    this.rules = rules;
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(Arrival arrival) {
    if (arrival.entrance() != Entrance.RAW || rules.isInsecure()) {
      return null;
    }
    TokenPolicy policy = config.get().tokens();
    List<String> brought = arrival.tokens().find(policy.queryParameter());
    boolean isKnown = !arrival.peer().user().isEmpty();
    if (brought.isEmpty()) {
      return policy.isRequired() && !isKnown ? Refusal.noToken() : null;
    } else if (brought.size() > 1) {
      return Refusal.severalTokens();
    } else if (!tokens.areVerified() && isKnown) {
      return null; // it was the container's, which knows the user by it
    } else if (tokens.areVerified() && !tokens.areVerifiedAtOnce()) {
      arrival.present(new Credentials.Pending(brought.get(0)));
      return null;
    }
    return verify(brought.get(0), arrival);
  }

  private @Nullable Refusal verify(String token, Arrival arrival) {
    Identity identity;
    try {
      identity = tokens.identify(token);
    } catch (TokenException bad) {
      return bad.flaw() == TokenException.Flaw.UNDECIDED
          ? Refusal.noKeys(config.get().retryAfter())
          : Refusal.badToken(bad);
    }
    String known = arrival.peer().user();
    if (identity.isOver()) {
      return Refusal.badToken("its connection's time is over");
    } else if (!known.isEmpty() && !known.equals(identity.user())) {
      return Refusal.badToken("it is another user's");
    }
    arrival.present(new Credentials.Proven(identity));
    return null;
  }
}
