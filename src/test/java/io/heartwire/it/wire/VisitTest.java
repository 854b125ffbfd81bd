package io.heartwire.it.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What a stranger does must be found again by the seed that a failure tells. */
class VisitTest {
  private static final int VISITS = 2000;

  @Test
  void mustBeTheSameForTheSameSeed() {
    assertThat(visits(1)).isEqualTo(visits(1)).isNotEqualTo(visits(2));
  }

  @Test
  void mustBeOfEveryKind() {
    Random random = new Random(3);
    Set<FrameKind> frames = EnumSet.noneOf(FrameKind.class);
    Set<HandshakeKind> handshakes = EnumSet.noneOf(HandshakeKind.class);
    for (int i = 0; i < VISITS; i++) {
      Visit visit = Visit.draw(random, "host");
      frames.addAll(visit.frames());
      handshakes.add(visit.handshake());
    }
    assertThat(frames).containsExactly(FrameKind.values());
    assertThat(handshakes).containsExactly(HandshakeKind.values());
  }

  private static List<String> visits(long seed) {
    Random random = new Random(seed);
    return Stream.generate(() -> Visit.draw(random, "host"))
        .limit(VISITS / 10)
        .map(visit -> visit + " " + hash(visit.request()) + " " + hash(visit.words()))
        .toList();
  }

  private static int hash(List<byte[]> pieces) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    pieces.forEach(all::writeBytes);
    return Arrays.hashCode(all.toByteArray());
  }
}
