package io.heartwire.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PayloadBufferTest {
  private static final int MASK = 0x12AB_34CD;

  @Test
  void bytesAreUnmaskedWhateverTheirNumberAndTheirMemory() {
    Random random = new Random(5);
    for (int size = 0; size < 70; size++) {
      byte[] plain = new byte[size];
      random.nextBytes(plain);
      byte[] masked = masked(plain);
      for (ByteBuffer from :
          new ByteBuffer[] {
            ByteBuffer.wrap(masked),
            ByteBuffer.allocateDirect(size).put(masked).flip(),
            ByteBuffer.wrap(masked).order(ByteOrder.LITTLE_ENDIAN)
          }) {
        PayloadBuffer buffer = new PayloadBuffer(100);
        buffer.append(from, MASK, size);

        assertThat(content(buffer)).isEqualTo(plain);
        assertThat(from.hasRemaining()).isFalse();
      }
    }
  }

  @Test
  void whatIsAppendedFollowsWhatIsThere() {
    byte[] plain = new byte[61];
    new Random(6).nextBytes(plain);
    byte[] masked = masked(plain);
    for (int cut = 0; cut <= plain.length; cut++) {
      PayloadBuffer buffer = new PayloadBuffer(61);
      buffer.append(ByteBuffer.wrap(masked, 0, cut), MASK, cut);
      int turned = Integer.rotateLeft(MASK, cut % Integer.BYTES * Byte.SIZE);
      buffer.append(ByteBuffer.wrap(masked, cut, plain.length - cut), turned, plain.length - cut);

      assertThat(content(buffer)).isEqualTo(plain);
    }
  }

  @Test
  void onlyAsManyBytesAreTakenAsAreAskedFor() {
    ByteBuffer from = ByteBuffer.wrap(new byte[20]);
    PayloadBuffer buffer = new PayloadBuffer(100);
    buffer.append(from, 0, 9);

    assertThat(from.remaining()).isEqualTo(11);
    assertThat(buffer.size()).isEqualTo(9);
  }

  @Test
  void itTellsWhetherWhatWasAppendedIsAscii() {
    for (int size = 1; size < 20; size++) {
      byte[] plain = new byte[size];
      Arrays.fill(plain, (byte) 0x7F);
      assertThat(new PayloadBuffer(100).append(ByteBuffer.wrap(masked(plain)), MASK, size))
          .isTrue();
      for (int i = 0; i < size; i++) {
        byte[] other = plain.clone();
        other[i] = (byte) 0x80;
        assertThat(new PayloadBuffer(100).append(ByteBuffer.wrap(masked(other)), MASK, size))
            .isFalse();
      }
    }
    assertThat(new PayloadBuffer(100).append(ByteBuffer.allocate(0), MASK, 0)).isTrue();
  }

  @Test
  void itGrowsWithWhatArrivesAndNotBeyondItsLimit() {
    int limit = 100_000;
    PayloadBuffer buffer = new PayloadBuffer(limit);
    assertThat(buffer.capacity()).isLessThanOrEqualTo(1024);
    while (buffer.size() < limit) {
      buffer.append(ByteBuffer.allocate(1000), MASK, 1000);
      assertThat(buffer.capacity())
          .isBetween(buffer.size(), Math.min(limit, Math.max(256, 2 * buffer.size())));
    }
    assertThat(buffer.capacity()).isEqualTo(limit);
  }

  @Test
  void itGrowsAtOnceToWhatArrivesAtOnce() {
    PayloadBuffer buffer = new PayloadBuffer(100_000);
    buffer.append(ByteBuffer.allocate(70_000), MASK, 70_000);

    assertThat(buffer.size()).isEqualTo(70_000);
    assertThat(buffer.capacity()).isEqualTo(70_000);
  }

  @Test
  void aSmallLimitMeansASmallBuffer() {
    PayloadBuffer buffer = new PayloadBuffer(3);
    buffer.append(ByteBuffer.allocate(3), MASK, 3);

    assertThat(buffer.capacity()).isEqualTo(3);
  }

  @Test
  void whatIsBeyondTheLimitIsRefusedAndNotRead() {
    ByteBuffer from = ByteBuffer.allocate(11);
    PayloadBuffer buffer = new PayloadBuffer(10);

    assertThatIllegalStateException().isThrownBy(() -> buffer.append(from, MASK, 11));

    assertThat(from.remaining()).isEqualTo(11);
    assertThat(buffer.capacity()).isEqualTo(10);
  }

  @Test
  void itCanBeUsedAgain() {
    PayloadBuffer buffer = new PayloadBuffer(10);
    buffer.append(ByteBuffer.wrap(new byte[] {1, 2}), 0, 2);
    buffer.clear();
    buffer.append(ByteBuffer.wrap(new byte[] {3}), 0, 1);

    assertThat(content(buffer)).containsExactly(3);
  }

  private static byte[] content(PayloadBuffer buffer) {
    ByteBuffer view = buffer.view();
    byte[] copy = new byte[view.remaining()];
    view.get(copy);
    assertThat(Arrays.copyOf(buffer.bytes(), buffer.size())).isEqualTo(copy);
    return copy;
  }

  private static byte[] masked(byte[] plain) {
    byte[] masked = plain.clone();
    for (int i = 0; i < masked.length; i++) {
      masked[i] ^= (byte) (MASK >>> Integer.SIZE - Byte.SIZE - i % Integer.BYTES * Byte.SIZE);
    }
    return masked;
  }
}
