package io.heartwire.it.wire;

import static io.heartwire.testkit.ClientFrames.BINARY;
import static io.heartwire.testkit.ClientFrames.CLOSE;
import static io.heartwire.testkit.ClientFrames.CONTINUATION;
import static io.heartwire.testkit.ClientFrames.PING;
import static io.heartwire.testkit.ClientFrames.PONG;
import static io.heartwire.testkit.ClientFrames.TEXT;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.testkit.ClientFrames;
import java.util.Random;

/** What a stranger may say: one sort of bytes each, good ones among them. */
enum FrameKind {
  A_TEXT {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(TEXT, true, text(random, 1 + random.nextInt(300)));
    }
  },
  A_BINARY_MESSAGE {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(BINARY, true, noise(random, random.nextInt(2000)));
    }
  },
  A_LONG_MESSAGE {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(message(random), true, text(random, 20_000 + random.nextInt(30_000)));
    }
  },
  AN_EMPTY_MESSAGE {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(message(random), true);
    }
  },
  TEXT_SPLIT_WITHIN_CHARACTERS {
    @Override
    void write(Random random, ClientFrames to) {
      byte[] text = text(random, 4 + random.nextInt(40));
      to.frame(TEXT, false, text[0]);
      for (int i = 1; i < text.length; i++) {
        if (random.nextInt(8) == 0) {
          to.frame(PING, true, noise(random, random.nextInt(8)));
        }
        to.frame(CONTINUATION, i == text.length - 1, text[i]);
      }
    }
  },
  A_MESSAGE_WITHOUT_END {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(message(random), false);
      for (int i = random.nextInt(400); i > 0; i--) {
        to.frame(CONTINUATION, false, text(random, random.nextInt(3)));
      }
    }
  },
  PINGS {
    @Override
    void write(Random random, ClientFrames to) {
      for (int i = 1 + random.nextInt(90); i > 0; i--) {
        to.frame(PING, true, noise(random, random.nextInt(126)));
      }
    }
  },
  TOO_MANY_PINGS {
    @Override
    void write(Random random, ClientFrames to) {
      for (int i = 300; i > 0; i--) {
        to.frame(PING, true, noise(random, 125));
      }
    }
  },
  PONGS {
    @Override
    void write(Random random, ClientFrames to) {
      for (int i = 1 + random.nextInt(5); i > 0; i--) {
        to.frame(PONG, true, noise(random, random.nextInt(126)));
      }
    }
  },
  A_MESSAGE_THAT_IS_TOO_BIG {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(message(random), true, text(random, 70_000 + random.nextInt(200_000)));
    }
  },
  FRAGMENTS_THAT_ARE_TOO_BIG_TOGETHER {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(message(random), false, text(random, 40_000));
      to.frame(CONTINUATION, random.nextBoolean(), text(random, 40_000));
    }
  },
  ANY_LENGTH {
    @Override
    void write(Random random, ClientFrames to) {
      to.header(first(random), random.nextLong() >>> (1 + random.nextInt(63))).raw('h', 'i');
    }
  },
  A_LENGTH_AT_AN_EDGE {
    @Override
    void write(Random random, ClientFrames to) {
      long edge = EDGES[random.nextInt(EDGES.length)];
      to.header(first(random), edge - random.nextInt(8)).raw('h', 'i');
    }
  },
  A_LENGTH_WITH_THE_TOP_BIT_SET {
    @Override
    void write(Random random, ClientFrames to) {
      to.header(first(random), random.nextLong() | Long.MIN_VALUE).raw('h', 'i');
    }
  },
  A_LENGTH_IN_TOO_MANY_BYTES {
    @Override
    void write(Random random, ClientFrames to) {
      int length = random.nextInt(126);
      to.header(first(random), random.nextBoolean() ? 2 : 8, length).raw(new int[length]);
    }
  },
  NO_MASK {
    @Override
    void write(Random random, ClientFrames to) {
      int length = random.nextInt(126);
      to.raw(first(random), length).raw(new int[length]);
    }
  },
  RESERVED_BITS {
    @Override
    void write(Random random, ClientFrames to) {
      to.header(first(random) | (0x10 << random.nextInt(3)), 2).raw('h', 'i');
    }
  },
  A_RESERVED_OPCODE {
    @Override
    void write(Random random, ClientFrames to) {
      int opcode = 3 + random.nextInt(5) + (random.nextBoolean() ? 8 : 0);
      to.frame(opcode, random.nextBoolean(), noise(random, random.nextInt(126)));
    }
  },
  A_FRAGMENTED_CONTROL_FRAME {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(control(random), false, noise(random, random.nextInt(126)));
    }
  },
  A_LONG_CONTROL_FRAME {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(control(random), true, noise(random, 126 + random.nextInt(70_000)));
    }
  },
  A_CONTINUATION_OF_NOTHING {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(CONTINUATION, random.nextBoolean(), noise(random, random.nextInt(50)));
    }
  },
  A_MESSAGE_WITHIN_A_MESSAGE {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(message(random), false, text(random, 5)).frame(message(random), true);
    }
  },
  TEXT_THAT_IS_NO_UTF8 {
    @Override
    void write(Random random, ClientFrames to) {
      byte[] text = noise(random, 1 + random.nextInt(300));
      text[random.nextInt(text.length)] = (byte) 0xff;
      to.frame(TEXT, random.nextBoolean(), text);
    }
  },
  TEXT_WITHOUT_ITS_LAST_BYTE {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(TEXT, true, (byte) 'a', (byte) 0xf0, (byte) 0x9f, (byte) 0x98);
    }
  },
  A_GOODBYE_OF_ANY_CODE {
    @Override
    void write(Random random, ClientFrames to) {
      int code = random.nextInt(random.nextBoolean() ? 5000 : 65_536);
      to.frame(CLOSE, true, (byte) (code >> 8), (byte) code);
    }
  },
  A_GOODBYE_OF_ANYTHING {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(CLOSE, true, noise(random, random.nextInt(126)));
    }
  },
  HALF_A_CODE {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(CLOSE, true, (byte) 3);
    }
  },
  WORDS_AFTER_A_GOODBYE {
    @Override
    void write(Random random, ClientFrames to) {
      to.frame(CLOSE, true, (byte) 3, (byte) 232);
      to.frame(TEXT, true, text(random, 10)).frame(PING, true).frame(CLOSE, true);
    }
  },
  NOISE {
    @Override
    void write(Random random, ClientFrames to) {
      for (byte each : noise(random, random.nextInt(3000))) {
        to.raw(each);
      }
    }
  };

  /** Where something may overflow: two bytes, four, all eight, each with and without a header. */
  private static final long[] EDGES = {
    (1L << 16) + 4, (1L << 31) + 4, (1L << 32) + 4, Long.MAX_VALUE
  };

  private static final String CHARACTERS = "aé€😀";
  private static final int FIN = 0x80;

  /** Writes one or a few of this kind, decided by the random numbers alone. */
  abstract void write(Random random, ClientFrames to);

  static FrameKind any(Random random) {
    return values()[random.nextInt(values().length)];
  }

  /** The first byte of a frame of any known opcode. */
  private static int first(Random random) {
    int opcode = random.nextInt(6);
    return (opcode < 3 ? opcode : opcode + 5) | (random.nextInt(4) == 0 ? 0 : FIN);
  }

  private static int message(Random random) {
    return random.nextBoolean() ? TEXT : BINARY;
  }

  private static int control(Random random) {
    return CLOSE + random.nextInt(3);
  }

  /** Good text of about so many bytes. */
  private static byte[] text(Random random, int size) {
    int[] kinds = CHARACTERS.codePoints().toArray();
    StringBuilder text = new StringBuilder();
    for (int left = size; left > 0; ) {
      int character = random.nextInt(Math.min(left, kinds.length));
      text.appendCodePoint(kinds[character]);
      left -= character + 1;
    }
    return text.toString().getBytes(UTF_8);
  }

  private static byte[] noise(Random random, int size) {
    byte[] noise = new byte[size];
    random.nextBytes(noise);
    return noise;
  }
}
