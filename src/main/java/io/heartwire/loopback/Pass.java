package io.heartwire.loopback;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * By what the gateway knows its own clients among all others: a secret that no other process has,
 * and that counts only where a client connects from the very address that it connects to, or from
 * the loopback's network to the same. Immutable.
 */
public final class Pass {
  private static final int BYTES = 32;
  private static final String LOOPBACK = "127.";
  private final String secret;

  public Pass() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    secret = HexFormat.of().formatHex(random);
  }

  public String secret() {
    return secret;
  }

  /**
   * @param presented what came in the header, or null
   * @param from the client's address
   * @param to the address that it connected to
   */
  public boolean admits(@Nullable String presented, String from, String to) {
    return presented != null
        && isHere(from, to)
        && MessageDigest.isEqual(
            presented.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isHere(String from, String to) {
    return from.equals(to) || (from.startsWith(LOOPBACK) && to.startsWith(LOOPBACK));
  }
}
