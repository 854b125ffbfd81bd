package io.heartwire.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Signs tokens with a generated key or a given secret. It also signs with weak keys and wrong
 * algorithms, which a real issuer would not do.
 */
public final class Issuer {
  private static final int ED25519_BYTES = 32;

  /** Signs bytes. */
  private interface Hand {
    Base64URL sign(JWSHeader header, byte[] bytes) throws JOSEException, GeneralSecurityException;
  }

  private final JWSAlgorithm algorithm;
  private final @Nullable String keyId;
  private final @Nullable KeyPair pair;
  private final Hand hand;

  private Issuer(
      JWSAlgorithm algorithm, @Nullable String keyId, @Nullable KeyPair pair, Hand hand) {
    this.algorithm = algorithm;
    this.keyId = keyId;
    this.pair = pair;
    this.hand = hand;
  }

  /** An issuer with a secret, for {@code HS256}, {@code HS384} or {@code HS512}. */
  public static Issuer hmac(String algorithm, byte[] secret) {
    return new Issuer(JWSAlgorithm.parse(algorithm), null, null, mac(secret));
  }

  public static Issuer hmac(String secret) {
    return hmac("HS256", secret.getBytes(UTF_8));
  }

  /** An issuer with a generated key pair, for any algorithm with key pairs. */
  public static Issuer of(String name) {
    return quietly(
        () -> {
          JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
          if (JWSAlgorithm.Family.ED.contains(algorithm)) {
            KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            return new Issuer(algorithm, null, pair, ed25519(pair));
          } else if (JWSAlgorithm.Family.EC.contains(algorithm)) {
            KeyPair pair = ec(Curve.forJWSAlgorithm(algorithm).iterator().next());
            return new Issuer(
                algorithm, null, pair, signer(new ECDSASigner((ECPrivateKey) pair.getPrivate())));
          }
          KeyPair pair = rsa(2048);
          return new Issuer(algorithm, null, pair, signer(new RSASSASigner(pair.getPrivate())));
        });
  }

  /** An issuer with an RSA key that is too short. */
  public static Issuer ofShortKey() {
    return quietly(
        () -> {
          KeyPair pair = rsa(1024);
          return new Issuer(
              JWSAlgorithm.RS256, null, pair, signer(new RSASSASigner(pair.getPrivate(), true)));
        });
  }

  /** Returns an issuer with the same key and this key id in tokens and sets. */
  public Issuer named(String id) {
    return new Issuer(algorithm, id, pair, hand);
  }

  /** Returns an issuer with the same key and another algorithm. */
  public Issuer using(String name) {
    return new Issuer(JWSAlgorithm.parse(name), keyId, pair, hand);
  }

  /** Signs a token with these claims. */
  public String token(String claims) {
    return quietly(
        () -> {
          JWSHeader header = new JWSHeader.Builder(algorithm).keyID(keyId).build();
          Payload payload = new Payload(claims);
          byte[] signed = new JWSObject(header, payload).getSigningInput();
          return new String(signed, UTF_8) + "." + hand.sign(header, signed);
        });
  }

  /** The public key as OpenSSL would write it. */
  public String pem() {
    return pem("PUBLIC KEY", keys().getPublic().getEncoded());
  }

  /** The private key as OpenSSL would write it. */
  public String privatePem() {
    return pem("PRIVATE KEY", keys().getPrivate().getEncoded());
  }

  /** A key set of the public keys of these issuers. */
  public static String set(Issuer... issuers) {
    return set(Stream.of(issuers).map(Issuer::jwk).toList());
  }

  /** A key set of any keys. */
  public static String set(List<JWK> keys) {
    return new JWKSet(keys).toString(false);
  }

  /** The public key as a key of a set. */
  public JWK jwk() {
    KeyPair keys = keys();
    if (keys.getPublic() instanceof RSAPublicKey rsa) {
      return new RSAKey.Builder(rsa).keyID(keyId).build();
    } else if (keys.getPublic() instanceof ECPublicKey ec) {
      Curve curve = Curve.forECParameterSpec(ec.getParams());
      return new ECKey.Builder(curve, ec).keyID(keyId).build();
    }
    byte[] der = keys.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(der, der.length - ED25519_BYTES, der.length);
    return new OctetKeyPair.Builder(Curve.Ed25519, Base64URL.encode(point)).keyID(keyId).build();
  }

  /** A secret as a key of a set, which should contain public keys only. */
  public static JWK secret(String id, byte[] secret) {
    return new OctetSequenceKey.Builder(secret).keyID(id).build();
  }

  private KeyPair keys() {
    if (pair == null) {
      throw new IllegalStateException("an issuer with a secret has no key pair");
    }
    return pair;
  }

  private static String pem(String what, byte[] der) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %1$s-----\n".formatted(what, body);
  }

  private static KeyPair rsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(bits);
    return generator.generateKeyPair();
  }

  private static KeyPair ec(Curve curve) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve.getStdName()));
    return generator.generateKeyPair();
  }

  private static Hand signer(JWSSigner signer) {
    return signer::sign;
  }

  /** Signs with the JDK, since the library refuses weak secrets. */
  private static Hand mac(byte[] secret) {
    return (header, bytes) -> {
      Mac mac = Mac.getInstance(header.getAlgorithm().getName().replace("HS", "HmacSHA"));
      mac.init(new SecretKeySpec(secret, "RAW"));
      return Base64URL.encode(mac.doFinal(bytes));
    };
  }

  private static Hand ed25519(KeyPair pair) {
    return (header, bytes) -> {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(pair.getPrivate());
      signature.update(bytes);
      return Base64URL.encode(signature.sign());
    };
  }

  private interface Step<T> {
    T run() throws JOSEException, GeneralSecurityException;
  }

  private static <T> T quietly(Step<T> step) {
    try {
      return step.run();
    } catch (JOSEException | GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
