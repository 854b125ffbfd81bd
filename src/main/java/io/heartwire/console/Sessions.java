package io.heartwire.console;

import io.heartwire.admission.AccessKey;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelRules;
import io.heartwire.hub.Identity;
import io.heartwire.hub.OperatorTokens;
import io.heartwire.hub.RevokedTokens;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenMark;
import io.heartwire.time.TimeSource;
import io.heartwire.token.SessionTokens;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who has signed in: nothing is kept of it here, the token says all. A session ends with its time,
 * with a change of the server API's key, and when the token is revoked that opened it.
 *
 * <p>Safe for use by any thread; nothing blocks.
 */
@Singleton
class Sessions implements OperatorTokens {
  /** Who is called so, and has no token, came in without a key. */
  static final String DEVELOPMENT = "development";

  private final Provider<ConsoleConfig> config;
  private final ChannelRules rules;
  private final RevokedTokens revoked;
  private final TimeSource time;
  private final SessionTokens ofThisNode = SessionTokens.random();

  /** What the key of the server API makes; replaced when that is another one. */
  private volatile @Nullable Keyed keyed;

  /** Tokens, and by which key. */
  private record Keyed(AccessKey key, SessionTokens tokens) {}

  @Inject
  Sessions(
      Provider<ConsoleConfig> config, ChannelRules rules, RevokedTokens revoked, TimeSource time) {
    this.config = config;
    this.rules = rules;
    this.revoked = revoked;
    this.time = time;
  }

  String begin(SessionTokens.Session session) {
    return tokens(config.get()).sign(session, time.wallClock());
  }

  /**
   * @throws TokenException if the token is none, or its time is over
   */
  SessionTokens.Session of(String token) {
    ConsoleConfig now = config.get();
    if (!now.enabled()) {
      throw new TokenException(TokenException.Flaw.INVALID, "heartwire.console.enabled=false");
    }
    SessionTokens.Session session = tokens(now).verify(token, time.wallClock());
    TokenMark origin = session.origin();
    if (origin == null && session.name().equals(DEVELOPMENT) && !rules.isInsecure()) {
      throw new TokenException(TokenException.Flaw.INVALID, "heartwire.client.insecure=false");
    }
    if (origin != null && revoked.contain(origin)) {
      throw new TokenException(TokenException.Flaw.REVOKED, "the token has been revoked");
    }
    return session;
  }

  @Override
  public boolean isOne(String token) {
    return SessionTokens.isOne(token);
  }

  @Override
  public Identity identify(String token, String user) {
    SessionTokens.Session session = of(token);
    Instant now = time.wallClock();
    return new Identity(
        user,
        Payload.EMPTY,
        Duration.between(now, session.expiresAt()),
        Map.of(),
        Payload.EMPTY,
        Payload.EMPTY,
        session.origin(),
        "");
  }

  private SessionTokens tokens(ConsoleConfig now) {
    AccessKey key = now.key();
    if (!key.isSet()) {
      return ofThisNode;
    }
    Keyed known = keyed;
    if (known == null || !known.key().isSame(key)) {
      known = new Keyed(key, SessionTokens.of(key.digest()));
      keyed = known;
    }
    return known.tokens();
  }
}
