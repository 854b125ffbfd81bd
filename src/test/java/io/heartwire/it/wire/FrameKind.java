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
  A_TEXT((random, to) -> to.frame(TEXT, true, text(random, 1 + random.nextInt(300)))),
  A_BINARY_MESSAGE((random, to) -> to.frame(BINARY, true, noise(random, random.nextInt(2000)))),
  A_LONG_MESSAGE(
      (random, to) ->
          to.frame(message(random), true, text(random, 20_000 + random.nextInt(30_000)))),
  A_CONNECT_COMMAND(
      (random, to) -> {
        String[] tokens = {"", "x", "eyJhbGciOiJub25lIn0.e30.", "x".repeat(3000)};
        String token = random.nextInt(3) == 0 ? tokens[random.nextInt(tokens.length)] : "";
        to.text("{\"id\":1,\"connect\":{\"token\":\"" + token + "\",\"name\":\"stranger\"}}");
      }),
  MANY_SUBSCRIPTIONS(
      (random, to) -> {
        for (int i = 2 + random.nextInt(100); i > 1; i--) {
          to.text(
              subscribe(random, i, random.nextInt(), ",\"recoverable\":true,\"join_leave\":true"));
        }
      }),
  A_SUBSCRIPTION_WITH_A_BIG_FILTER(
      (random, to) -> {
        String leaf = "{\"key\":\"k\",\"cmp\":\"eq\",\"val\":\"" + "v".repeat(100) + "\"}";
        String nodes = (leaf + ",").repeat(random.nextInt(300)) + leaf;
        String filter = ",\"tf\":{\"op\":\"or\",\"nodes\":[" + nodes + "]}";
        to.text(subscribe(random, 2, random.nextInt(100), filter));
      }),
  A_BURST_OF_PUBLICATIONS(
      (random, to) -> {
        StringBuilder burst = new StringBuilder();
        for (int i = 2 + random.nextInt(100); i > 1; i--) {
          burst
              .append("{\"id\":" + i + ",\"publish\":{\"channel\":\"stranger")
              .append(random.nextInt(8))
              .append("\",\"data\":{\"n\":1}}}\n");
        }
        to.text(burst.toString());
      }),
  COMMANDS_THAT_ARE_NONE(
      (random, to) -> {
        String[] odd = {
          "{\"id\":-1,\"rpc\":{}}",
          "{\"id\":3,\"history\":{\"channel\":\"stranger1\",\"limit\":99999999}}",
          "{\"id\":4,\"publish\":{\"channel\":\"stranger1\",\"data\":" + "[".repeat(400) + "}}",
          "{\"id\":5,\"sub_refresh\":{\"channel\":\"\"}}",
          "{\"id\":99999999999999999999,\"ping\":{}}",
          "\n\n\n",
          "null"
        };
        to.text(odd[random.nextInt(odd.length)]);
      }),
  AN_EMPTY_MESSAGE((random, to) -> to.frame(message(random), true)),
  TEXT_SPLIT_WITHIN_CHARACTERS(
      (random, to) -> {
        byte[] text = text(random, 4 + random.nextInt(40));
        to.frame(TEXT, false, text[0]);
        for (int i = 1; i < text.length; i++) {
          if (random.nextInt(8) == 0) {
            to.frame(PING, true, noise(random, random.nextInt(8)));
          }
          to.frame(CONTINUATION, i == text.length - 1, text[i]);
        }
      }),
  A_MESSAGE_WITHOUT_END(
      (random, to) -> {
        to.frame(message(random), false);
        for (int i = random.nextInt(400); i > 0; i--) {
          to.frame(CONTINUATION, false, text(random, random.nextInt(3)));
        }
      }),
  PINGS(
      (random, to) -> {
        for (int i = 1 + random.nextInt(90); i > 0; i--) {
          to.frame(PING, true, noise(random, random.nextInt(126)));
        }
      }),
  TOO_MANY_PINGS(
      (random, to) -> {
        for (int i = 300; i > 0; i--) {
          to.frame(PING, true, noise(random, 125));
        }
      }),
  PONGS(
      (random, to) -> {
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
          to.frame(PONG, true, noise(random, random.nextInt(126)));
        }
      }),
  A_MESSAGE_THAT_IS_TOO_BIG(
      (random, to) ->
          to.frame(message(random), true, text(random, 70_000 + random.nextInt(200_000)))),
  FRAGMENTS_THAT_ARE_TOO_BIG_TOGETHER(
      (random, to) -> {
        to.frame(message(random), false, text(random, 40_000));
        to.frame(CONTINUATION, random.nextBoolean(), text(random, 40_000));
      }),
  ANY_LENGTH(
      (random, to) ->
          to.header(first(random), random.nextLong() >>> (1 + random.nextInt(63))).raw('h', 'i')),
  A_LENGTH_AT_AN_EDGE(
      (random, to) -> {
        long edge = edge(random);
        to.header(first(random), edge - random.nextInt(8)).raw('h', 'i');
      }),
  A_LENGTH_WITH_THE_TOP_BIT_SET(
      (random, to) -> to.header(first(random), random.nextLong() | Long.MIN_VALUE).raw('h', 'i')),
  A_LENGTH_IN_TOO_MANY_BYTES(
      (random, to) -> {
        int length = random.nextInt(126);
        to.header(first(random), random.nextBoolean() ? 2 : 8, length).raw(new int[length]);
      }),
  NO_MASK(
      (random, to) -> {
        int length = random.nextInt(126);
        to.raw(first(random), length).raw(new int[length]);
      }),
  RESERVED_BITS(
      (random, to) -> to.header(first(random) | (0x10 << random.nextInt(3)), 2).raw('h', 'i')),
  A_RESERVED_OPCODE(
      (random, to) -> {
        int opcode = 3 + random.nextInt(5) + (random.nextBoolean() ? 8 : 0);
        to.frame(opcode, random.nextBoolean(), noise(random, random.nextInt(126)));
      }),
  A_FRAGMENTED_CONTROL_FRAME(
      (random, to) -> to.frame(control(random), false, noise(random, random.nextInt(126)))),
  A_LONG_CONTROL_FRAME(
      (random, to) -> to.frame(control(random), true, noise(random, 126 + random.nextInt(70_000)))),
  A_CONTINUATION_OF_NOTHING(
      (random, to) ->
          to.frame(CONTINUATION, random.nextBoolean(), noise(random, random.nextInt(50)))),
  A_MESSAGE_WITHIN_A_MESSAGE(
      (random, to) ->
          to.frame(message(random), false, text(random, 5)).frame(message(random), true)),
  TEXT_THAT_IS_NO_UTF8(
      (random, to) -> {
        byte[] text = noise(random, 1 + random.nextInt(300));
        text[random.nextInt(text.length)] = (byte) 0xff;
        to.frame(TEXT, random.nextBoolean(), text);
      }),
  TEXT_WITHOUT_ITS_LAST_BYTE(
      (random, to) -> to.frame(TEXT, true, (byte) 'a', (byte) 0xf0, (byte) 0x9f, (byte) 0x98)),
  A_GOODBYE_OF_ANY_CODE(
      (random, to) -> {
        int code = random.nextInt(random.nextBoolean() ? 5000 : 65_536);
        to.frame(CLOSE, true, (byte) (code >> 8), (byte) code);
      }),
  A_GOODBYE_OF_ANYTHING((random, to) -> to.frame(CLOSE, true, noise(random, random.nextInt(126)))),
  HALF_A_CODE((random, to) -> to.frame(CLOSE, true, (byte) 3)),
  WORDS_AFTER_A_GOODBYE(
      (random, to) -> {
        to.frame(CLOSE, true, (byte) 3, (byte) 232);
        to.frame(TEXT, true, text(random, 10)).frame(PING, true).frame(CLOSE, true);
      }),
  NOISE(
      (random, to) -> {
        for (byte each : noise(random, random.nextInt(3000))) {
          to.raw(each);
        }
      });

  /** Where something may overflow: two bytes, four, all eight, each with and without a header. */
  private static final long[] EDGES = {
    (1L << 16) + 4, (1L << 31) + 4, (1L << 32) + 4, Long.MAX_VALUE
  };

  private static final String CHARACTERS = "aé€😀";
  private static final int FIN = 0x80;

  private interface Writer {
    void write(Random random, ClientFrames to);
  }

  private final Writer writer;

  FrameKind(Writer writer) {
    this.writer = writer;
  }

  /** Writes one or a few of this kind, decided by the random numbers alone. */
  void write(Random random, ClientFrames to) {
    writer.write(random, to);
  }

  static FrameKind any(Random random) {
    return values()[random.nextInt(values().length)];
  }

  private static String subscribe(Random random, int id, int channel, String more) {
    String name = random.nextInt(3) == 0 ? "stranger1" : "unique" + channel;
    return "{\"id\":" + id + ",\"subscribe\":{\"channel\":\"" + name + "\"" + more + "}}";
  }

  /** The first byte of a frame of any known opcode. */
  private static int first(Random random) {
    int opcode = random.nextInt(6);
    return (opcode < 3 ? opcode : opcode + 5) | (random.nextInt(4) == 0 ? 0 : FIN);
  }

  private static long edge(Random random) {
    return EDGES[random.nextInt(EDGES.length)];
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
