package io.heartwire.token;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.ExpiredJWTException;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenException.Flaw;
import io.heartwire.hub.TokenMark;
import io.heartwire.time.TimeSource;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds the claims of tokens against the configuration and the clock: whose, for whom, when.
 *
 * <p>Safe for use by any thread.
 */
final class ClaimsCheck {
  private static final String CHANNEL = "channel";

  /** Whatever lasts longer lasts for ever. */
  private static final long LONGEST_SECONDS = Duration.ofDays(36_500).toSeconds();

  private final TokenConfig config;
  private final TimeSource time;
  private final DefaultJWTClaimsVerifier<SecurityContext> ofConnections;
  private final DefaultJWTClaimsVerifier<SecurityContext> ofSubscriptions;

  ClaimsCheck(TokenConfig config, TimeSource time) {
    this.config = config;
    this.time = time;
    this.ofConnections = new Verifier(Set.of(), Set.of(CHANNEL));
    this.ofSubscriptions = new Verifier(Set.of(CHANNEL), Set.of());
  }

  /** A token with a channel is for a subscription, and must not open a connection. */
  Claims connection(String json) {
    return read(json, ofConnections);
  }

  Claims subscription(String json) {
    return read(json, ofSubscriptions);
  }

  private Claims read(String json, DefaultJWTClaimsVerifier<SecurityContext> verifier) {
    if (!json.stripLeading().startsWith("{")) {
      throw new TokenException(Flaw.INVALID, "its claims are no JSON object");
    }
    try {
      JWTClaimsSet registered = JWTClaimsSet.parse(json);
      verify(registered, verifier);
      OwnClaims own = OwnClaims.parse(json);
      String user = user(registered);
      return new Claims(
          user, tenant(registered), ttl(registered, own), mark(registered, user), own);
    } catch (ParseException | IOException | IllegalArgumentException malformed) {
      throw new TokenException(Flaw.INVALID, "a claim is not as it should be");
    }
  }

  private void verify(JWTClaimsSet claims, DefaultJWTClaimsVerifier<SecurityContext> verifier) {
    try {
      verifier.verify(claims, null);
    } catch (ExpiredJWTException over) {
      throw new TokenException(Flaw.EXPIRED, "its time is over");
    } catch (BadJWTException bad) {
      if (isEarly(claims)) { // as Centrifugo has it: the client is to get another one
        throw new TokenException(Flaw.EXPIRED, "its time has not come yet");
      }
      throw new TokenException(Flaw.INVALID, String.valueOf(bad.getMessage()));
    }
  }

  private boolean isEarly(JWTClaimsSet claims) {
    Date notBefore = claims.getNotBeforeTime();
    return notBefore != null
        && notBefore.toInstant().isAfter(time.wallClock().plus(config.clockSkew()));
  }

  private String user(JWTClaimsSet claims) throws ParseException {
    if (config.userClaim().isEmpty()) {
      String subject = claims.getSubject();
      return subject == null ? "" : subject;
    }
    Object value = claims.getClaim(config.userClaim());
    if (value == null || value instanceof String || value instanceof Long) {
      return value == null ? "" : value.toString();
    }
    throw new ParseException("the claim of the user is neither a string nor an integer", 0);
  }

  private String tenant(JWTClaimsSet claims) throws ParseException {
    String claim = config.tenantClaim();
    String value = claim.isEmpty() ? null : claims.getStringClaim(claim);
    return value == null ? "" : value;
  }

  private @Nullable Duration ttl(JWTClaimsSet registered, OwnClaims own) {
    Long expireAt = own.expireAt();
    Date expiration = registered.getExpirationTime();
    if (expireAt == null ? expiration == null : expireAt <= 0) {
      return null;
    }
    long end = expireAt == null ? expiration.toInstant().getEpochSecond() : expireAt;
    Instant now = time.wallClock();
    return end - now.getEpochSecond() > LONGEST_SECONDS
        ? null
        : Duration.between(now, Instant.ofEpochSecond(end)).plus(config.clockSkew());
  }

  private static TokenMark mark(JWTClaimsSet claims, String user) {
    String id = claims.getJWTID();
    Date issuedAt = claims.getIssueTime();
    return new TokenMark(
        id == null ? "" : id, user, issuedAt == null ? null : issuedAt.toInstant());
  }

  private final class Verifier extends DefaultJWTClaimsVerifier<SecurityContext> {
    private Verifier(Set<String> required, Set<String> prohibited) {
      super(
          config.audience().isEmpty() ? null : Set.copyOf(config.audience()),
          config.issuer().isEmpty()
              ? null
              : new JWTClaimsSet.Builder().issuer(config.issuer()).build(),
          required,
          prohibited);
      setMaxClockSkew((int) config.clockSkew().toSeconds());
    }

    @Override
    protected Date currentTime() {
      return Date.from(time.wallClock());
    }
  }
}
