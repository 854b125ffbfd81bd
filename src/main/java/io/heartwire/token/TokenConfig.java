package io.heartwire.token;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The settings for verifying tokens.
 *
 * @param keys the keys that are configured directly
 * @param issuer the required issuer ({@code iss}); empty = any
 * @param audience the accepted audiences ({@code aud}), of which a token must have one; empty = any
 * @param clockSkew the tolerated difference of the issuer's clock
 * @param userClaim the claim that names the user; empty = {@code sub}
 * @param tenantClaim the claim that names the tenant; empty = none
 * @param neverExpires whether expired tokens are accepted, for development
 */
@Dependent
record TokenConfig(
    KeySet keys,
    String issuer,
    List<String> audience,
    Duration clockSkew,
    String userClaim,
    String tenantClaim,
    boolean neverExpires)
    implements ConfigGroup {
  private static final String HMAC = "heartwire.token.hmac-secret";
  private static final String PREVIOUS_HMAC = "heartwire.token.hmac-previous-secret";
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
        settings.text("heartwire.token.tenant-claim"),
        settings.flag("heartwire.client.insecure"));
  }

  private static KeySet keys(Settings settings) {
    List<TrustedKey> keys = new ArrayList<>();
    settings.secret(HMAC, TrustedKey::hmac).ifPresent(keys::add);
    settings.secret(PREVIOUS_HMAC, TrustedKey::hmac).ifPresent(keys::add);
    if (settings.has(PREVIOUS_HMAC) && !settings.has(HMAC)) {
      settings.refuseSecret(
          PREVIOUS_HMAC, "unset where " + HMAC + " is not set: it is its predecessor");
    }
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

  /**
   * Refuses a public key beside a key set, since it would not be clear which of them verifies a
   * token.
   */
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
