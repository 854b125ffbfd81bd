package io.heartwire.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hub.Identity;
import io.heartwire.hub.KeyedVerifier;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenException.Flaw;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Verifies signed JSON Web Tokens (RFC 7519, RFC 7515) as Centrifugo defines them: <a
 * href="https://centrifugal.dev/docs/server/authentication">connection tokens</a> and <a
 * href="https://centrifugal.dev/docs/server/channel_token_auth">subscription tokens</a>.
 *
 * <p>HMAC tokens are verified with the configured secret or the previous one. Tokens signed with a
 * private key are verified with the key set if one is configured, otherwise with the configured
 * public keys.
 */
@Singleton
class JwtVerifier implements KeyedVerifier {
  private static final int LONGEST = 16_384;

  private final TokenConfig config;
  private final JwksKeys jwks;
  private final ClaimsCheck check;

  @Inject
  JwtVerifier(TokenConfig config, JwksKeys jwks, TimeSource time) {
    this.config = config;
    this.jwks = jwks;
    this.check = new ClaimsCheck(config, time);
  }

  @Override
  public boolean isConfigured() {
    return !config.keys().isEmpty() || jwks.isConfigured();
  }

  @Override
  public Identity connection(String token) {
    Claims claims = check.connection(verified(token));
    return new Identity(
        claims.user(),
        claims.own().options().info(),
        claims.ttl(),
        claims.own().subscriptions(),
        Payload.EMPTY,
        claims.own().meta(),
        claims.mark(),
        claims.tenant());
  }

  @Override
  public Set<String> roles(String token) {
    return check.roles(verified(token));
  }

  @Override
  public Granted subscription(String token, String user, ChannelName channel) {
    Claims claims = check.subscription(verified(token));
    if (!claims.own().channel().equals(channel.value())) {
      throw new TokenException(Flaw.INVALID, "it is for another channel");
    }
    if (!claims.user().equals(user)) {
      throw new TokenException(Flaw.INVALID, "it is for another user");
    }
    CentrifugoClaims.Options options = claims.own().options();
    SubscribeGrant grant =
        new SubscribeGrant(options.info(), options.data(), claims.ttl(), options.overrides());
    return new Granted(grant, claims.mark());
  }

  /** Verifies the token's signature, and returns its payload, JSON. */
  private String verified(String token) {
    if (token.length() > LONGEST) {
      throw new TokenException(Flaw.INVALID, "it is longer than " + LONGEST + " characters");
    }
    try {
      JWSObject signed = JWSObject.parse(token);
      for (TrustedKey key : keys(signed.getHeader())) {
        if (signed.getHeader().getCriticalParams() == null && signed.verify(key.verifier())) {
          return signed.getPayload().toString();
        }
      }
    } catch (TokenException noKey) {
      throw noKey;
    } catch (ParseException | JOSEException | RuntimeException unreadable) {
      // Any exception of the library is the token's fault, never the gateway's.
      throw new TokenException(Flaw.INVALID, "it is not a signed JSON Web Token");
    }
    throw new TokenException(Flaw.INVALID, "its signature does not match the key");
  }

  /** Returns one key, or two while a secret is being replaced. */
  private List<TrustedKey> keys(JWSHeader header) {
    if (jwks.isConfigured() && isByKeyPair(header.getAlgorithm())) {
      return List.of(jwks.find(header));
    }
    List<TrustedKey> fitting = config.keys().fitting(header);
    if (fitting.isEmpty()) {
      throw new TokenException(
          Flaw.INVALID, "no key for its algorithm is configured, only for " + config.keys());
    }
    return fitting;
  }

  private static boolean isByKeyPair(@Nullable JWSAlgorithm algorithm) {
    return JWSAlgorithm.Family.SIGNATURE.contains(algorithm)
        && !JWSAlgorithm.ES256K.equals(algorithm)
        && !JWSAlgorithm.Ed448.equals(algorithm);
  }
}
