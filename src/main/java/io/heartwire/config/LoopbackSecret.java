package io.heartwire.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A random secret of this process, by which the gateway knows the requests that it sends to itself.
 * It counts only if the client connects from the very address that it connects to, or within the
 * loopback's network. Immutable.
 */
public final class LoopbackSecret {
  private static final int BYTES = 32;
  private static final String LOOPBACK = "127.";

  private final String value;

  public LoopbackSecret() {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    value = HexFormat.of().formatHex(random);
  }

  /** What the header of a request has to say. */
  public String value() {
    return value;
  }

  /**
   * Whether the request is the gateway's own.
   *
   * @param presented what came in the header, or null
   * @param from the client's address
   * @param to the address that it connected to
   */
  public boolean admits(@Nullable String presented, String from, String to) {
    return presented != null
        && isHere(from, to)
        && MessageDigest.isEqual(
            presented.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isHere(String from, String to) {
    return from.equals(to) || (from.startsWith(LOOPBACK) && to.startsWith(LOOPBACK));
  }
}
