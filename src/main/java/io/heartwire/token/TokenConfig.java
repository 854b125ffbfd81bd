package io.heartwire.token;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes a token good.
 *
 * @param keys those that are configured themselves
 * @param issuer the only one whose tokens are good ({@code iss}); empty = anyone with the key
 * @param audience tokens must be for one of these ({@code aud}); empty = for anyone
 * @param clockSkew how far the issuer's clock may be off
 * @param userClaim the claim that names the user; empty = {@code sub}
 * @param tenantClaim the claim that names the tenant's class; empty = none does
 */
@Dependent
record TokenConfig(
    KeySet keys,
    String issuer,
    List<String> audience,
    Duration clockSkew,
    String userClaim,
    String tenantClaim)
    implements ConfigGroup {
  private static final String RSA = "heartwire.token.rsa-public-key";
  private static final String ECDSA = "heartwire.token.ecdsa-public-key";
  private static final String EDDSA = "heartwire.token.eddsa-public-key";

  @Inject
  TokenConfig(Settings settings) {
    this(
        keys(settings),
        settings.text("heartwire.token.issuer"),
        settings.list("heartwire.token.audience"),
        settings.duration("heartwire.token.clock-skew", Duration.ZERO, Duration.ofHours(1)),
        settings.text("heartwire.token.user-claim"),
        settings.text("heartwire.token.tenant-claim"));
  }

  private static KeySet keys(Settings settings) {
    List<TrustedKey> keys = new ArrayList<>();
    settings.secret("heartwire.token.hmac-secret", TrustedKey::hmac).ifPresent(keys::add);
    settings
        .secret(RSA, pem -> TrustedKey.rsa(null, Pem.publicKey(pem, "RSA")))
        .ifPresent(keys::add);
    settings
        .secret(ECDSA, pem -> TrustedKey.ecdsa(null, Pem.publicKey(pem, "EC")))
        .ifPresent(keys::add);
    settings
        .secret(
            EDDSA, pem -> TrustedKey.ed25519(null, Pem.publicKey(pem, Ed25519Verifier.ALGORITHM)))
        .ifPresent(keys::add);
    refuseBesideSet(settings);
    return new KeySet(keys);
  }

  /** It would not be clear which of both decides about a token. */
  private static void refuseBesideSet(Settings settings) {
    if (settings.has(JwksConfig.URL)) {
      for (String key : List.of(RSA, ECDSA, EDDSA)) {
        if (settings.has(key)) {
          settings.refuseSecret(
              key, "unset where " + JwksConfig.URL + " is set, or the other way round");
        }
      }
    }
  }
}
