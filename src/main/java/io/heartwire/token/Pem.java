package io.heartwire.token;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads public keys as OpenSSL writes them: X.509 in PEM (RFC 7468, section 13). Line breaks may be
 * written as {@code \n}, since not every source of configuration permits real ones.
 */
final class Pem {
  private static final Pattern PUBLIC_KEY =
      Pattern.compile("-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\\s]+)-----END PUBLIC KEY-----");

  private Pem() {}

  /**
   * @param algorithm as {@link KeyFactory} names it
   * @throws IllegalArgumentException whose message says what the key must be, without any of the
   *     text
   */
  static PublicKey publicKey(String text, String algorithm) {
    String lines = text.replace("\\n", "\n");
    if (lines.contains("PRIVATE KEY")) {
      throw new IllegalArgumentException(
          "the public key; this is a private one, which only the issuer of tokens may have");
    }
    Matcher matcher = PUBLIC_KEY.matcher(lines);
    if (!matcher.find()) {
      throw new IllegalArgumentException(
          "a public key in PEM, from '-----BEGIN PUBLIC KEY-----' on (openssl pkey -pubout)");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(1));
      return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException unusable) {
      throw new IllegalArgumentException("a public key for " + algorithm + " in PEM", unusable);
    }
  }
}
