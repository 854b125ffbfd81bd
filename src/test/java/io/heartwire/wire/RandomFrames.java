package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.testkit.ClientFrames;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.SplittableRandom;

/** What clients send: mostly frames as they should be, and some that are broken. */
final class RandomFrames {
  private static final int MOST_FRAMES = 6;
  private static final int[] CLOSE_CODES = {
    0, 999, 1000, 1003, 1004, 1006, 1007, 1014, 1015, 2999, 3000, 4999, 5000, 65_535
  };

  private final SplittableRandom random;
  private final int maxBytes;
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
  private int kind; // of the message under way: 0 = none
  private int used; // bytes of that message
  private byte[] rest = {}; // of a character that was cut

  private RandomFrames(SplittableRandom random, int maxBytes) {
    this.random = random;
    this.maxBytes = maxBytes;
  }

  static byte[] bytes(SplittableRandom random, int maxBytes) {
    RandomFrames client = new RandomFrames(random, maxBytes);
    int count = random.nextInt(1, MOST_FRAMES + 1);
    for (int i = 0; i < count; i++) {
      client.send();
    }
    byte[] bytes = client.sent.toByteArray();
    return client.oneIn(4) ? client.broken(bytes) : bytes;
  }

  private void send() {
    if (oneIn(4)) {
      sendControl();
      return;
    }
    int opcode = kind == 0 ? random.nextInt(1, 3) : 0;
    if (kind == 0) {
      kind = opcode;
    }
    boolean isFinal = random.nextBoolean();
    byte[] payload = kind == 1 ? text(isFinal) : random(length());
    used += payload.length;
    write((isFinal ? 0x80 : 0) | opcode, payload);
    if (isFinal) {
      kind = 0;
      used = 0;
    }
  }

  private void sendControl() {
    int kind = random.nextInt(16);
    if (kind == 0) {
      int code = CLOSE_CODES[random.nextInt(CLOSE_CODES.length)];
      byte[] whole = ClientFrames.closing(code, oneIn(2) ? "" : "é why 😀");
      write(0x88, Arrays.copyOf(whole, oneIn(4) ? random.nextInt(whole.length) : whole.length));
    } else {
      write(oneIn(2) ? 0x89 : 0x8A, random(oneIn(8) ? 125 : random.nextInt(10)));
    }
  }

  /** Mostly what is left, or less; sometimes a length at which something changes. */
  private int length() {
    int left = Math.max(0, maxBytes - used);
    return switch (random.nextInt(12)) {
      case 0 -> left;
      case 1 -> left + 1;
      case 2 -> Math.min(left, 125);
      case 3 -> Math.min(left, 126);
      case 4 -> 0;
      default -> random.nextInt(Math.min(left, 40) + 1);
    };
  }

  /** Goes on with the character that was cut, and cuts another. */
  private byte[] text(boolean isFinal) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes(rest);
    int length = length();
    while (text.size() < length) {
      int codePoint =
          switch (random.nextInt(6)) {
            case 0 -> random.nextInt(0x80, 0x800);
            case 1 -> random.nextInt(0x800, Character.MIN_SURROGATE);
            case 2 -> random.nextInt(0x1_0000, Character.MAX_CODE_POINT + 1);
            default -> random.nextInt(0x80);
          };
      text.writeBytes(Character.toString(codePoint).getBytes(UTF_8));
    }
    byte[] all = text.toByteArray();
    int size = isFinal ? all.length : Math.min(all.length, length);
    rest = Arrays.copyOfRange(all, size, all.length);
    return Arrays.copyOf(all, size);
  }

  private void write(int first, byte[] payload) {
    int length = payload.length;
    int sizeOfLength = length < 126 ? 0 : length <= 0xFFFF ? 2 : 8;
    if (oneIn(60)) {
      sizeOfLength = random.nextInt(5) * 2; // more than it needs, or none that there is
    }
    long announced = oneIn(100) ? random.nextLong() >>> random.nextInt(64) : length;
    sent.write(oneIn(100) ? random.nextInt(256) : first);
    int masked = oneIn(150) ? 0 : 0x80;
    int shown = sizeOfLength == 0 ? (int) announced & 0x7F : sizeOfLength == 2 ? 126 : 127;
    sent.write(masked | shown);
    byte[] number = ByteBuffer.allocate(Long.BYTES).putLong(announced).array();
    sent.write(number, Long.BYTES - sizeOfLength, sizeOfLength);
    byte[] key = random(4);
    sent.writeBytes(key);
    for (int i = 0; i < length; i++) {
      sent.write(payload[i] ^ key[i % 4]);
    }
  }

  private byte[] broken(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(5)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 3 -> {
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        System.arraycopy(bytes, at, longer, at + 1, bytes.length - at);
        return longer;
      }
      default -> System.arraycopy(random(bytes.length - at), 0, bytes, at, bytes.length - at);
    }
    return bytes;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private boolean oneIn(int count) {
    return random.nextInt(count) == 0;
  }
}
