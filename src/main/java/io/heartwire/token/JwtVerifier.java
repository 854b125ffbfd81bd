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
import org.jspecify.annotations.Nullable;

/**
 * JSON Web Tokens (RFC 7519), signed (RFC 7515), as Centrifugo has them: <a
 * href="https://centrifugal.dev/docs/server/authentication">connection tokens</a> and <a
 * href="https://centrifugal.dev/docs/server/channel_token_auth">subscription tokens</a>.
 *
 * <p>Tokens with a secret are verified with the configured secret; those with a key pair by the set
 * of keys where one is configured, otherwise with the configured public keys.
 */
@Singleton
class JwtVerifier implements KeyedVerifier {
  private static final int LONGEST = 16_384;

  private final TokenConfig config;
  private final Jwks jwks;
  private final ClaimsCheck check;

  @Inject
  JwtVerifier(TokenConfig config, Jwks jwks, TimeSource time) {
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
  public Granted subscription(String token, String user, ChannelName channel) {
    Claims claims = check.subscription(verified(token));
    if (!claims.own().channel().equals(channel.value())) {
      throw new TokenException(Flaw.INVALID, "it is for another channel");
    }
    if (!claims.user().equals(user)) {
      throw new TokenException(Flaw.INVALID, "it is for another user");
    }
    OwnClaims.Options options = claims.own().options();
    SubscribeGrant grant =
        new SubscribeGrant(options.info(), options.data(), claims.ttl(), options.overrides());
    return new Granted(grant, claims.mark());
  }

  /** What the token says, in JSON, once its signature has been found good. */
  private String verified(String token) {
    if (token.length() > LONGEST) {
      throw new TokenException(Flaw.INVALID, "it is longer than " + LONGEST + " characters");
    }
    try {
      JWSObject signed = JWSObject.parse(token);
      TrustedKey key = key(signed.getHeader());
      if (signed.getHeader().getCriticalParams() == null && signed.verify(key.verifier())) {
        return signed.getPayload().toString();
      }
    } catch (ParseException | JOSEException | IllegalArgumentException unreadable) {
      throw new TokenException(Flaw.INVALID, "it is no signed JSON Web Token");
    }
    throw new TokenException(Flaw.INVALID, "its signature is not that of the key");
  }

  private TrustedKey key(JWSHeader header) {
    if (jwks.isConfigured() && isByKeyPair(header.getAlgorithm())) {
      return jwks.find(header);
    }
    return config
        .keys()
        .find(header)
        .orElseThrow(
            () ->
                new TokenException(
                    Flaw.INVALID,
                    "no key for its algorithm is configured, only for " + config.keys()));
  }

  private static boolean isByKeyPair(@Nullable JWSAlgorithm algorithm) {
    return JWSAlgorithm.Family.SIGNATURE.contains(algorithm)
        && !JWSAlgorithm.ES256K.equals(algorithm)
        && !JWSAlgorithm.Ed448.equals(algorithm);
  }
}
