package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class FragmentsTest {
  private final Fragments fragments = new Fragments(10);

  @Test
  void aMessageInOnePieceIsPassedOnAsItIs() {
    String text = new String("hello");
    ByteBuffer binary = ByteBuffer.allocate(3);

    assertThat(fragments.join(text, true)).isSameAs(text);
    assertThat(fragments.join(binary, true)).isSameAs(binary);
  }

  @Test
  void fragmentsOfATextAreJoinedInOrder() {
    assertThat(fragments.join("a", false)).isNull();
    assertThat(fragments.join("", false)).isNull();
    assertThat(fragments.join("b", false)).isNull();
    assertThat(fragments.join("c", true)).isEqualTo("abc");
    assertThat(fragments.join("d", true)).as("nothing is left of it").isEqualTo("d");
  }

  @Test
  void fragmentsOfABinaryMessageAreJoinedThoughTheirBufferIsReused() {
    ByteBuffer buffer = ByteBuffer.wrap(new byte[] {1, 2});
    assertThat(fragments.join(buffer, false)).isNull();
    buffer.clear().put((byte) 3).flip();

    assertThat(fragments.join(buffer, true)).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    buffer.clear();
    assertThat(fragments.join(buffer, true)).as("nothing is left of it").isSameAs(buffer);
  }

  @Test
  void anEmptyLastFragmentEndsTheMessage() {
    assertThat(fragments.join("ab", false)).isNull();
    assertThat(fragments.join("", true)).isEqualTo("ab");
  }

  @Test
  void aMessageAtTheLimitIsAllowed() {
    assertThat(fragments.exceeds(10)).isFalse();
  }

  @Test
  void aByteMoreIsNot() {
    assertThat(fragments.exceeds(11)).isTrue();
  }

  @Test
  void fragmentsAreAddedUp() {
    assertThat(fragments.exceeds(6)).isFalse();
    fragments.join("......", false);
    assertThat(fragments.exceeds(4)).isFalse();
    fragments.join("....", false);
    assertThat(fragments.exceeds(1)).isTrue();
  }

  @Test
  void eachMessageHasTheWholeLimitToItself() {
    for (int i = 0; i < 3; i++) {
      assertThat(fragments.exceeds(10)).isFalse();
      fragments.join("x", true);
      assertThat(fragments.exceeds(5)).isFalse();
      fragments.join("x", false);
      assertThat(fragments.exceeds(5)).isFalse();
      fragments.join("x", true);
      assertThat(fragments.exceeds(10)).isFalse();
      fragments.join(ByteBuffer.allocate(1), true);
      assertThat(fragments.exceeds(9)).isFalse();
      fragments.join(ByteBuffer.allocate(1), false);
      assertThat(fragments.exceeds(1)).isFalse();
      fragments.join(ByteBuffer.allocate(1), true);
    }
  }

  @Test
  void sizesBeyondTheRangeOfAnIntAreStillTooBig() {
    assertThat(fragments.exceeds(Integer.MAX_VALUE)).isTrue();
    assertThat(fragments.exceeds(Integer.MAX_VALUE)).isTrue();
    assertThat(fragments.exceeds(Integer.MAX_VALUE)).isTrue();
  }

  @Test
  void aTextIsMeasuredAsOnTheWire() {
    assertThat(Fragments.sizeOf("grün")).isEqualTo(5);
  }
}
