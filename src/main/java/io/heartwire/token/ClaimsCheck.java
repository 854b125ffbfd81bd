package io.heartwire.token;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenException.Flaw;
import io.heartwire.hub.TokenMark;
import io.heartwire.time.TimeSource;
import java.io.IOException;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies the claims of tokens by the configuration and the clock: issuer, audience and times.
 *
 * <p>Safe for use by any thread.
 */
final class ClaimsCheck {
  private static final String CHANNEL = "channel";

  /** Longer times are treated as no limit. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

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

  /** Those of the claims {@code roles} and {@code groups}: texts, alone or in an array. */
  Set<String> roles(String json) {
    try {
      Map<String, Object> claims = ClaimValues.parse(json);
      Set<String> roles = new LinkedHashSet<>();
      for (String claim : List.of("roles", "groups")) {
        Object value = claims.get(claim);
        for (Object each : value instanceof List<?> several ? several : Arrays.asList(value)) {
          if (each instanceof String role) {
            roles.add(role);
          }
        }
      }
      return roles;
    } catch (IOException | RuntimeException malformed) {
      throw new TokenException(Flaw.INVALID, "a claim is malformed");
    }
  }

  Claims subscription(String json) {
    return read(json, ofSubscriptions);
  }

  private Claims read(String json, DefaultJWTClaimsVerifier<SecurityContext> verifier) {
    if (!json.stripLeading().startsWith("{")) {
      throw new TokenException(Flaw.INVALID, "its claims are not a JSON object");
    }
    try {
      Map<String, Object> claims = ClaimValues.parse(json);
      requireForms(claims);
      TokenTimes times = TokenTimes.removeFrom(claims);
      JWTClaimsSet registered = JWTClaimsSet.parse(claims);
      verify(registered, times, verifier);
      String user = user(registered);
      String id = registered.getJWTID();
      TokenMark mark = new TokenMark(id == null ? "" : id, user, times.issuedAt());
      return new Claims(user, tenant(registered), ttl(times), mark, CentrifugoClaims.parse(json));
    } catch (TokenException flawed) {
      throw flawed;
    } catch (ParseException | IOException | RuntimeException malformed) {
      // Any exception of a parser is the token's fault, never the gateway's.
      throw new TokenException(Flaw.INVALID, "a claim is malformed");
    }
  }

  /**
   * The library accepts a number as the subject, which Centrifugo refuses, and null in an audience.
   */
  private static void requireForms(Map<String, Object> claims) throws ParseException {
    Object subject = claims.get("sub");
    if (subject != null && !(subject instanceof String)) {
      throw new ParseException("the subject is not a string", 0);
    }
    if (!claims.containsKey("aud")) {
      return;
    }
    Object audience = claims.get("aud");
    List<?> all = audience instanceof List<?> several ? several : Arrays.asList(audience);
    if (!all.stream().allMatch(String.class::isInstance)) {
      throw new ParseException("the audience is not a string, or an array of strings", 0);
    }
  }

  private void verify(
      JWTClaimsSet claims, TokenTimes times, DefaultJWTClaimsVerifier<SecurityContext> verifier) {
    Instant now = time.wallClock();
    Instant end = times.expiresAt();
    Instant begin = times.notBefore();
    try {
      verifier.verify(claims, null);
    } catch (BadJWTException bad) {
      throw new TokenException(Flaw.INVALID, String.valueOf(bad.getMessage()));
    }
    boolean isOver = end != null && !end.isAfter(now.minus(config.clockSkew()));
    if (isOver && !config.neverExpires()) {
      throw new TokenException(Flaw.EXPIRED, "it has expired");
    }
    if (begin != null && begin.isAfter(now.plus(config.clockSkew()))) {
      // as in Centrifugo: the client should get a new token
      throw new TokenException(Flaw.EXPIRED, "it is not valid yet");
    }
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

  private @Nullable Duration ttl(TokenTimes times) {
    Instant end = config.neverExpires() ? null : times.end();
    Duration left = end == null ? LONGEST : Duration.between(time.wallClock(), end);
    return left.compareTo(LONGEST) >= 0 ? null : left.plus(config.clockSkew());
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
    }
  }
}
