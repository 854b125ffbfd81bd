package io.heartwire.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
  private final List<String> seen = new ArrayList<>();

  @Test
  void mustHandOverWholeFramesAndSayWhereTheRestBegins() {
    byte[] bytes = {(byte) 0x81, 2, 'h', 'i', 0x01, 1, '-', (byte) 0x81, 3, 'y', 'o'};
    assertThat(read(bytes, bytes.length)).isEqualTo(7);
    assertThat(seen).containsExactly("1 true hi", "1 false -");
  }

  @Test
  void mustWaitForEachPartOfALongHeader() {
    byte[] bytes = new byte[204];
    bytes[0] = (byte) 0x82;
    bytes[1] = 126;
    bytes[3] = (byte) 200;
    for (int to = 0; to < bytes.length; to++) {
      assertThat(read(bytes, to)).isZero();
    }
    assertThat(read(bytes, bytes.length)).isEqualTo(204);
    assertThat(seen).hasSize(1);
  }

  @Test
  void mustMaskWhatClientsSend() {
    byte[] frame = Frames.write(Frames.TEXT, "hello".getBytes(UTF_8), 0, 5).array();
    assertThat(frame[1] & 0xFF).isEqualTo(0x80 | 5);
    assertThat((char) (frame[6] ^ frame[2])).isEqualTo('h');
    assertThat((char) (frame[10] ^ frame[2])).isEqualTo('o');
  }

  private int read(byte[] bytes, int to) {
    return Frames.read(
        bytes,
        0,
        to,
        (opcode, last, content, from, end) ->
            seen.add(opcode + " " + last + " " + new String(content, from, end - from, UTF_8)));
  }
}
