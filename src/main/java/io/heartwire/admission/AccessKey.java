package io.heartwire.admission;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * A secret that callers must send. It keeps only a digest, so that no log can show the secret.
 * Comparing takes the same time whatever is wrong, the length included. Immutable.
 */
public final class AccessKey {
  private final byte @Nullable [] digest;

  /**
   * @param key the secret; empty = none is set
   */
  public AccessKey(String key) {
    this.digest = key.isEmpty() ? null : digest(key);
  }

  /** Returns whether a secret is set. */
  public boolean isSet() {
    return digest != null;
  }

  /** Returns whether this is the secret. Without a secret nothing matches. */
  public boolean matches(@Nullable String given) {
    byte[] wanted = digest;
    return wanted != null && given != null && MessageDigest.isEqual(wanted, digest(given));
  }

  /**
   * Returns what other secrets can be made of: the same for the same secret, and as secret. Empty
   * without one.
   */
  public byte[] digest() {
    return digest == null ? new byte[0] : digest.clone();
  }

  /** Returns whether both are the same secret, or both none. */
  public boolean isSame(AccessKey other) {
    return MessageDigest.isEqual(digest(), other.digest());
  }

  /**
   * Returns what follows the scheme in a header {@code Authorization} (RFC 9110, section 11.4), or
   * null if the header is missing or has another scheme.
   */
  public static @Nullable String credentials(@Nullable String authorization, String scheme) {
    int end = scheme.length();
    if (authorization == null
        || !authorization.regionMatches(true, 0, scheme, 0, end)
        || !authorization.startsWith(" ", end)) {
      return null;
    }
    return authorization.substring(end).strip();
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Says whether a secret is set, and nothing else about it. */
  @Override
  public String toString() {
    return digest == null ? "unset" : "set";
  }
}
