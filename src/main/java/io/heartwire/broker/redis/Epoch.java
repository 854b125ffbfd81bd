package io.heartwire.broker.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Draws names of streams' epochs, so many that a channel does not get one twice. */
final class Epoch {
  private static final SecureRandom RANDOM = new SecureRandom();

  private Epoch() {}

  static byte[] draw() {
    byte[] bytes = new byte[5];
    RANDOM.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes).getBytes(US_ASCII);
  }
}
