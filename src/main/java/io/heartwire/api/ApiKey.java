package io.heartwire.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The secret that opens the server API. It keeps a digest, so that it cannot end up in a log, and
 * comparing takes the same time whatever is wrong, its length included.
 */
final class ApiKey {
  static final String HEADER = "X-API-Key";
  static final String SCHEME = "apikey";

  private final byte @Nullable [] digest;

  /**
   * @param key empty = nothing opens the API
   */
  ApiKey(String key) {
    this.digest = key.isEmpty() ? null : digest(key);
  }

  /**
   * Whether a request may pass.
   *
   * @param header of the name {@value #HEADER}, or null
   * @param authorization the header of that name, or null
   */
  boolean opens(@Nullable String header, @Nullable String authorization) {
    String given = header != null ? header : credentials(authorization);
    byte[] wanted = digest;
    return wanted != null && given != null && MessageDigest.isEqual(wanted, digest(given));
  }

  private static @Nullable String credentials(@Nullable String authorization) {
    if (authorization == null) {
      return null;
    }
    String scheme = SCHEME + " ";
    return authorization.toLowerCase(Locale.ROOT).startsWith(scheme)
        ? authorization.substring(scheme.length()).strip()
        : null;
  }

  private static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }

  /** Whether there is one, and nothing of it. */
  @Override
  public String toString() {
    return digest == null ? "unset" : "set";
  }
}
