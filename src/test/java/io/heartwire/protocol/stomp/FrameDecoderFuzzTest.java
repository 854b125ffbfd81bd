package io.heartwire.protocol.stomp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestSettings;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A million streams of bytes, the same ones each time. */
class FrameDecoderFuzzTest {
  private static final long SEED = 20260112;
  private static final int STREAMS = 50_000;
  private static final int SPLITS = 20;
  private static final String CHARS = "ab:\\\n\r é€😀\u0001";

  private final Random random = new Random(SEED);
  private final StompConfig config =
      new StompConfig(
          TestSettings.with(
              Map.of(
                  "heartwire.message.max-bytes", "64",
                  "heartwire.stomp.max-headers", "8",
                  "heartwire.stomp.max-header-bytes", "1024")));

  /** What came of a stream: frames as text, and how it ended. */
  private record Result(List<String> frames, String end) {}

  @Test
  void howAStreamIsSplitChangesNothing() {
    int inputs = 0;
    int failures = 0;
    int frames = 0;
    for (int i = 0; i < STREAMS; i++) {
      List<String> sent = new ArrayList<>();
      byte[] stream = stream(sent);
      boolean isDamaged = i % 2 == 1;
      if (isDamaged) {
        damage(stream);
      }
      Result whole = read(stream, stream.length);
      if (!isDamaged) {
        assertThat(whole).isEqualTo(new Result(sent, ""));
      }
      for (int split = 0; split < SPLITS; split++) {
        Result parts = read(stream, 1 + random.nextInt(split == 0 ? 1 : stream.length));
        if (!parts.equals(whole)) { // assertThat for each of a million would take longer
          assertThat(parts).as("stream %d: %s", i, Arrays.toString(stream)).isEqualTo(whole);
        }
        inputs++;
      }
      failures += whole.end.isEmpty() ? 0 : 1;
      frames += whole.frames.size();
    }
    assertThat(inputs).isEqualTo(1_000_000);
    assertThat(failures).as("streams that were damaged beyond sense").isGreaterThan(5_000);
    assertThat(frames).isGreaterThan(STREAMS);
  }

  /** Reads it in parts of up to so many bytes; anything but a {@link StompException} fails. */
  private Result read(byte[] stream, int most) {
    FrameDecoder decoder = new FrameDecoder(config);
    List<String> frames = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(stream);
    try {
      while (rest.hasRemaining()) {
        int size = Math.min(rest.remaining(), most == 1 ? 1 : 1 + random.nextInt(most));
        ByteBuffer part = rest.slice(rest.position(), size);
        rest.position(rest.position() + size);
        decoder.decode(part, false, frame -> frames.add(shown(frame)));
      }
    } catch (StompException malformed) {
      return new Result(frames, malformed.detail());
    }
    return new Result(frames, "");
  }

  private byte[] stream(List<String> sent) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      write(out, "\n".repeat(random.nextInt(3)));
      frame(out, sent);
    }
    return out.toByteArray();
  }

  private void frame(ByteArrayOutputStream out, List<String> sent) {
    StompCommand command = StompCommand.values()[random.nextInt(StompCommand.values().length)];
    byte[] body = new byte[command == StompCommand.SEND ? random.nextInt(20) : 0];
    random.nextBytes(body);
    boolean hasNul = new String(body, ISO_8859_1).indexOf(0) >= 0;
    String end = random.nextBoolean() ? "\n" : "\r\n";
    write(out, command + end);
    Map<String, String> headers = new LinkedHashMap<>();
    if (hasNul || random.nextBoolean()) {
      headers.put("content-length", String.valueOf(body.length));
      write(out, "content-length:" + body.length + end);
    }
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      boolean escapes = command != StompCommand.CONNECT;
      String name = "h" + random.nextInt(3);
      String value = escapes ? text() : "plain:\\n";
      headers.putIfAbsent(name, value);
      StringBuilder line = new StringBuilder(name).append(':');
      if (escapes) {
        HeaderText.append(line, value, true);
      } else {
        line.append(value);
      }
      write(out, line + end);
    }
    write(out, end);
    out.writeBytes(body);
    out.write(0);
    sent.add(command + " " + headers + " " + Arrays.toString(body));
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int length = random.nextInt(6);
    for (int i = 0; i < length; i++) {
      int at = CHARS.offsetByCodePoints(0, random.nextInt(CHARS.codePointCount(0, CHARS.length())));
      text.appendCodePoint(CHARS.codePointAt(at));
    }
    return text.toString();
  }

  private void damage(byte[] stream) {
    int count = 1 + random.nextInt(3);
    for (int i = 0; i < count; i++) {
      stream[random.nextInt(stream.length)] =
          random.nextBoolean()
              ? (byte) random.nextInt()
              : (byte) "\n\0:\\".charAt(random.nextInt(4));
    }
  }

  private static void write(ByteArrayOutputStream out, String text) {
    out.writeBytes(text.getBytes(UTF_8));
  }

  private static String shown(ClientFrame frame) {
    return frame.command() + " " + frame.headers() + " " + Arrays.toString(frame.body());
  }
}
