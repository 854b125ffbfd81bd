package io.heartwire.console;

import io.heartwire.admission.ProtectedEndpoint;
import io.heartwire.admission.WrongKeys;
import io.heartwire.channel.ChannelRules;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.Identity;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.Tokens;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import io.heartwire.limit.AddressBuckets;
import io.heartwire.limit.AddressPrefix;
import io.heartwire.time.TimeSource;
import io.heartwire.token.SessionTokens;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Lets people in, by the key of the server API, or by a token of the application that has a role.
 * Safe for use by any thread; nothing blocks.
 */
@Singleton
class SignIn {
  /** For each address; beyond that those used least often are forgotten. */
  private static final int MOST_ADDRESSES = 10_000;

  private static final int IPV6_PREFIX = 64;
  private static final JsonField<String> KEY = JsonField.text("key");
  private static final JsonField<String> TOKEN = JsonField.text("token");
  static final JsonShape SHAPE = JsonShape.of(KEY, TOKEN);

  private final Provider<ConsoleConfig> config;
  private final Tokens tokens;
  private final ChannelRules rules;
  private final Sessions sessions;
  private final WrongKeys wrongKeys;
  private final AuditLog audit;
  private final TimeSource time;
  private final Optional<AddressBuckets> attempts;

  @Inject
  SignIn(
      Provider<ConsoleConfig> config,
      Tokens tokens,
      ChannelRules rules,
      Sessions sessions,
      WrongKeys wrongKeys,
      AuditLog audit,
      TimeSource time) {
    this.config = config;
    this.tokens = tokens;
    this.rules = rules;
    this.sessions = sessions;
    this.wrongKeys = wrongKeys;
    this.audit = audit;
    this.time = time;
    this.attempts =
        Optional.of(config.get().signIns())
            .filter(limit -> !limit.isUnlimited())
            .map(limit -> new AddressBuckets(limit, MOST_ADDRESSES, time));
  }

  /** Says to anybody how to get in, and nothing else. */
  byte[] access() {
    boolean byKey = config.get().key().isSet();
    boolean byToken = tokens.areVerifiedAtOnce();
    String mode = rules.isInsecure() ? "open" : byKey || byToken ? "sign-in" : "closed";
    return JsonText.object(
        out -> {
          out.writeStringField("mode", mode);
          out.writeBooleanField("development", rules.isInsecure());
          out.writeArrayFieldStart("how");
          if (byKey) {
            out.writeString("key");
          }
          if (byToken) {
            out.writeString("token");
          }
          out.writeEndArray();
        });
  }

  /**
   * @throws RefusedException if nobody is let in
   */
  byte[] signIn(FieldValues in, String address) {
    if (attempts.isPresent() && !attempts.get().take(AddressPrefix.of(address, IPV6_PREFIX))) {
      throw ConsoleErrors.limitExceeded(
          "too many sign-ins from this address (heartwire.console.sign-ins-per-second)");
    }
    try {
      SessionTokens.Session session = session(in, time.wallClock());
      String token = sessions.begin(session);
      audit.write(
          new AuditLog.Actor(session.name(), session.role(), address), "sign-in", "", "done");
      return JsonText.object(
          out -> {
            out.writeStringField("token", token);
            out.writeStringField("role", session.role());
            out.writeStringField("name", session.name());
            out.writeNumberField("expires_at", session.expiresAt().getEpochSecond());
          });
    } catch (RefusedException refused) {
      wrongKeys.report(ProtectedEndpoint.CONSOLE);
      audit.write(new AuditLog.Actor("", "", address), "sign-in", "", refused.message());
      throw refused;
    }
  }

  private SessionTokens.Session session(FieldValues in, Instant now) {
    Duration ttl = config.get().sessionTtl();
    if (!in.get(KEY).isEmpty()) {
      if (!config.get().key().matches(in.get(KEY))) {
        throw ConsoleErrors.unauthorized("this is not the key of heartwire.api.key");
      }
      return session("api key", Role.OPERATOR, now.plus(ttl));
    }
    if (!in.get(TOKEN).isEmpty()) {
      return byToken(in.get(TOKEN), now, ttl);
    }
    if (rules.isInsecure()) {
      return session(Sessions.DEVELOPMENT, Role.OPERATOR, now.plus(ttl));
    }
    throw config.get().key().isSet() || tokens.areVerifiedAtOnce()
        ? ConsoleErrors.unauthorized("key or token is missing")
        : ConsoleErrors.permissionDenied(
            "the console is closed: set heartwire.api.key, or keys that verify tokens");
  }

  private SessionTokens.Session byToken(String token, Instant now, Duration most) {
    if (!tokens.areVerifiedAtOnce()) {
      throw ConsoleErrors.unauthorized("no key that verifies tokens is configured");
    }
    Identity who;
    Optional<Role> role;
    try {
      who = tokens.identify(token);
      role = Role.of(tokens.roles(token));
    } catch (TokenException bad) {
      throw bad.flaw() == TokenException.Flaw.UNDECIDED
          ? ConsoleErrors.temporary("the keys that verify tokens are not there yet")
          : ConsoleErrors.unauthorized("the token is no good: " + bad.getMessage());
    }
    if (role.isEmpty()) {
      throw ConsoleErrors.permissionDenied(
          "the token has neither heartwire-viewer nor heartwire-operator in roles or groups");
    }
    Duration ttl = who.ttl() == null || who.ttl().compareTo(most) > 0 ? most : who.ttl();
    if (ttl.isNegative() || ttl.isZero()) {
      throw ConsoleErrors.unauthorized("the token has expired");
    }
    return new SessionTokens.Session(who.user(), role.get().label(), who.token(), now.plus(ttl));
  }

  private static SessionTokens.Session session(String name, Role role, Instant end) {
    return new SessionTokens.Session(name, role.label(), null, end);
  }
}
