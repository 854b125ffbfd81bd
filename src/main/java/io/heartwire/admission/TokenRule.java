package io.heartwire.admission;

import io.heartwire.channel.ChannelRules;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.EntryException;
import io.heartwire.hub.Identity;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenPolicy;
import io.heartwire.hub.Tokens;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the token of raw clients, and refuses those that need one and have none, unless a hook
 * may know them. The token's user becomes the client's user. Clients of other protocols send their
 * token after the upgrade, in a protocol that can report errors; those of STOMP may bring it here
 * instead.
 *
 * <p>Where the application verifies tokens, that takes time: the token is verified after the
 * upgrade then.
 */
@Singleton
class TokenRule implements AdmissionRule {
  private final Tokens tokens;
  private final ChannelRules rules;
  private final Authentication authentication;
  private final CurrentConfig config;

  @Inject
  TokenRule(
      Tokens tokens, ChannelRules rules, Authentication authentication, CurrentConfig config) {
    this.tokens = tokens;
    this.authentication = authentication;
    this.rules = rules;
    this.config = config;
  }

  @Override
  public @Nullable Refusal check(AdmissionRequest request) {
    if (request.protocolPath() == ProtocolPath.CENTRIFUGE) {
      return null;
    }
    TokenPolicy policy = config.get().tokens();
    List<String> brought = request.tokens().find(policy.queryParameter());
    boolean isKnown = !request.peer().user().isEmpty();
    if (brought.isEmpty()) {
      boolean isLastChance =
          request.protocolPath() == ProtocolPath.RAW && !authentication.hasConnectHooks();
      boolean isNeeded = isLastChance && policy.isRequired() && !isKnown && !rules.isInsecure();
      return isNeeded ? Refusal.noToken() : null;
    } else if (brought.size() > 1) {
      return Refusal.severalTokens();
    } else if (!tokens.areVerified() && isKnown) {
      return null; // the container has authenticated the user by this token
    } else if (tokens.areVerified() && !tokens.areVerifiedAtOnce()) {
      request.identify(new Credentials.Pending(brought.get(0)));
      return null;
    }
    return verify(brought.get(0), request);
  }

  private @Nullable Refusal verify(String token, AdmissionRequest request) {
    try {
      Identity identity = tokens.identify(token);
      identity.check(request.peer());
      request.identify(new Credentials.Proven(identity));
      return null;
    } catch (TokenException bad) {
      return bad.flaw() == TokenException.Flaw.UNDECIDED
          ? Refusal.noKeys(config.get().retryAfter())
          : Refusal.badToken(bad);
    } catch (EntryException another) {
      return Refusal.badToken(String.valueOf(another.getMessage()));
    }
  }
}
