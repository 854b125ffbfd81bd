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
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A trusted key with the algorithms that it may verify. The key decides the algorithms, never the
 * token (RFC 8725, section 3.1).
 *
 * @param id the key id that tokens refer to, or null
 */
record TrustedKey(@Nullable String id, Set<JWSAlgorithm> algorithms, JWSVerifier verifier) {
  private static final int LEAST_SECRET_BYTES = 32;
  private static final int LEAST_RSA_BITS = 2048;
  private static final int MOST_SHOWN = 100;
  private static final Set<JWSAlgorithm> EDDSA = Set.of(JWSAlgorithm.EdDSA, JWSAlgorithm.Ed25519);

  /** The X.509 header before the 32 bytes of an Ed25519 key (RFC 8410, section 4). */
  private static final byte[] ED25519_PREFIX = {
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00
  };

  /**
   * A secret that the issuer and the gateway share; a longer one is valid for more algorithms (RFC
   * 7518, section 3.2).
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
   * @throws IllegalArgumentException if it is not an RSA key, or is too short
   */
  static TrustedKey rsa(@Nullable String id, PublicKey key) {
    if (!(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() < LEAST_RSA_BITS) {
      throw new IllegalArgumentException("an RSA key of at least 2048 bits");
    }
    RSASSAVerifier verifier = new RSASSAVerifier(rsa);
    return new TrustedKey(id, verifier.supportedJWSAlgorithms(), verifier);
  }

  /**
   * @throws IllegalArgumentException if it is not a key on one of the curves P-256, P-384 and P-521
   */
  static TrustedKey ecdsa(@Nullable String id, PublicKey key) {
    try {
      if (key instanceof ECPublicKey ec && isOnKnownCurve(ec)) {
        ECDSAVerifier verifier = new ECDSAVerifier(ec);
        return new TrustedKey(id, verifier.supportedJWSAlgorithms(), verifier);
      }
    } catch (JOSEException unusable) {
      // handled like a key on another curve
    }
    throw new IllegalArgumentException("a key on one of the curves P-256, P-384 and P-521");
  }

  /**
   * An Ed25519 key.
   *
   * @throws IllegalArgumentException if it is not an Ed25519 key
   */
  static TrustedKey ed25519(@Nullable String id, PublicKey key) {
    try { // only a use of the key shows whether its point is on the curve
      Signature.getInstance(Ed25519Verifier.ALGORITHM).initVerify(key);
    } catch (GeneralSecurityException unusable) {
      throw new IllegalArgumentException("a key for Ed25519", unusable);
    }
    return new TrustedKey(id, EDDSA, new Ed25519Verifier(key));
  }

  /**
   * Parses a public key of a set (RFC 7517, section 4); empty if it is for encryption, as some keys
   * of many issuers are.
   *
   * @throws IllegalArgumentException if it cannot be used; the message says why
   */
  static Optional<TrustedKey> of(String json) {
    JWK jwk = parse(json);
    if (KeyUse.ENCRYPTION.equals(jwk.getKeyUse())) {
      return Optional.empty();
    }
    try {
      return Optional.of(of(jwk));
    } catch (JOSEException | GeneralSecurityException | RuntimeException unusable) {
      throw new IllegalArgumentException(
          "the key %s: %s".formatted(shown(jwk.getKeyID()), shown(unusable.getMessage())),
          unusable);
    }
  }

  private static JWK parse(String json) {
    if (!json.startsWith("{")) {
      throw new IllegalArgumentException("it is not an object");
    }
    try {
      return JWK.parse(json);
    } catch (ParseException
        | RuntimeException malformed) { // it throws various exceptions on malformed members
      throw new IllegalArgumentException(shown(malformed.getMessage()), malformed);
    }
  }

  private static TrustedKey of(JWK jwk) throws JOSEException, GeneralSecurityException {
    if (jwk.getKeyUse() != null && !jwk.getKeyUse().equals(KeyUse.SIGNATURE)) {
      throw new IllegalArgumentException("its use is not 'sig' but " + jwk.getKeyUse());
    }
    if (jwk.getKeyOperations() != null && !jwk.getKeyOperations().contains(KeyOperation.VERIFY)) {
      throw new IllegalArgumentException("its key_ops do not include 'verify'");
    }
    if (jwk instanceof RSAKey rsa) {
      return narrowed(rsa(jwk.getKeyID(), rsa.toPublicKey()), jwk);
    } else if (jwk instanceof ECKey ec) {
      return narrowed(ecdsa(jwk.getKeyID(), ec.toPublicKey()), jwk);
    } else if (jwk instanceof OctetKeyPair pair && pair.getCurve().equals(Curve.Ed25519)) {
      return narrowed(ed25519(jwk.getKeyID(), publicKey(pair)), jwk);
    }
    throw new IllegalArgumentException("its kty and crv are not supported for signatures");
  }

  /** Restricts a key to the one algorithm that its {@code alg} names, if it has one. */
  private static TrustedKey narrowed(TrustedKey key, JWK jwk) {
    if (jwk.getAlgorithm() == null) {
      return key;
    }
    JWSAlgorithm only = JWSAlgorithm.parse(jwk.getAlgorithm().getName());
    if (!key.algorithms().contains(only)) {
      throw new IllegalArgumentException("its alg is not supported for such a key: " + only);
    }
    return new TrustedKey(key.id(), Set.of(only), key.verifier());
  }

  /** Makes foreign text safe for a line of the log. */
  private static String shown(@Nullable String text) {
    String line = String.valueOf(text).replaceAll("[^\\x20-\\x7e]", "?");
    return line.length() <= MOST_SHOWN ? line : line.substring(0, MOST_SHOWN) + "…";
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
