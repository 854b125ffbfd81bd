package io.heartwire.token;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A key, and what it may verify: the key decides which algorithms it is good for, never the token
 * (RFC 8725, section 3.1).
 *
 * @param id by which tokens name it, or null
 */
record TrustedKey(@Nullable String id, Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {
  private static final int LEAST_SECRET_BYTES = 32;
  private static final int LEAST_RSA_BITS = 2048;
  private static final Set<JWSAlgorithm> EDDSA = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  /** What comes before the 32 bytes of an Ed25519 key in X.509 (RFC 8410, section 4). */
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  /**
   * A secret that issuer and gateway share; a longer one is good for more algorithms (RFC 7518,
   * section 3.2).
   *
   * @throws IllegalArgumentException if it is too short
   */
  static TrustedKey hmac(String secret) {
    byte[] bytes = secret.getBytes(UTF_8);
    if (bytes.length < LEAST_SECRET_BYTES) {
      throw new IllegalArgumentException(
          "at least 32 bytes long for HS256, 48 for HS384, 64 for HS512, and random");
    }
    try {
      return new TrustedKey(
          null, MACSigner.getCompatibleAlgorithms(bytes.length * 8), new MACVerifier(bytes));
    } catch (JOSEException unusable) {
      throw new IllegalArgumentException("a secret for HMAC", unusable);
    }
  }

  /**
   * @throws IllegalArgumentException if it is no key for RSA, or too short a one
   */
  static TrustedKey rsa(@Nullable String id, PublicKey key) {
    if (!(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw new IllegalArgumentException("an RSA key of at least 2048 bits");
    }
    RSASSAVerifier verifier = new RSASSAVerifier(rsa);
    return new TrustedKey(id, verifier.supportedJWSAlgorithms(), verifier);
  }

  /**
   * @throws IllegalArgumentException if it is no key on one of the curves P-256, P-384 and P-521
   */
  static TrustedKey ecdsa(@Nullable String id, PublicKey key) {
    try {
      if (key instanceof ECPublicKey ec && isOnKnownCurve(ec)) {
        ECDSAVerifier verifier = new ECDSAVerifier(ec);
        return new TrustedKey(id, verifier.supportedJWSAlgorithms(), verifier);
      }
    } catch (JOSEException unusable) {
      // the same as another curve
    }
    throw new IllegalArgumentException("a key on one of the curves P-256, P-384 and P-521");
  }

  /** A key for Ed25519. */
  static TrustedKey ed25519(@Nullable String id, PublicKey key) {
    return new TrustedKey(id, EDDSA, new Ed25519Verifier(key));
  }

  /** A public key of a set; empty if it is none that can verify signatures here. */
  static Optional<TrustedKey> of(JWK jwk) {
    if (jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
      return Optional.empty();
    }
    try {
      if (jwk instanceof RSAKey rsa) {
        return narrowed(rsa(jwk.getKeyID(), rsa.toPublicKey()), jwk);
      } else if (jwk instanceof ECKey ec) {
        return narrowed(ecdsa(jwk.getKeyID(), ec.toPublicKey()), jwk);
      } else if (jwk instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
        return narrowed(ed25519(jwk.getKeyID(), publicKey(pair)), jwk);
      }
      return Optional.empty();
    } catch (JOSEException | GeneralSecurityException | IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  /** To the one algorithm that a key of a set is for, if it says so. */
  private static Optional<TrustedKey> narrowed(TrustedKey key, JWK jwk) {
    if (jwk.getAlgorithm() == null) {
      return Optional.of(key);
    }
    JWSAlgorithm only = JWSAlgorithm.parse(jwk.getAlgorithm().getName());
    return key.algorithms().contains(only)
        ? Optional.of(new TrustedKey(key.id(), Set.of(only), key.verifier()))
        : Optional.empty();
  }

  private static boolean isOnKnownCurve(ECPublicKey key) {
    Curve curve = Curve.forECParameterSpec(key.getParams());
    return Curve.P_256.equals(curve) || Curve.P_384.equals(curve) || Curve.P_521.equals(curve);
  }

  private static PublicKey publicKey(OctetKeyPair pair) throws GeneralSecurityException {
    byte[] point = pair.getDecodedX();
    byte[] der = new byte[ED25519_PREFIX.length + point.length];
    System.arraycopy(ED25519_PREFIX, 0, der, 0, ED25519_PREFIX.length);
    System.arraycopy(point, 0, der, ED25519_PREFIX.length, point.length);
    return KeyFactory.getInstance(Ed25519Verifier.ALGORITHM)
        .generatePublic(new X509EncodedKeySpec(der));
  }
}
