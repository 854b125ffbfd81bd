package io.heartwire.broker.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WaitingBytesTest {
  private final WaitingBytes room = new WaitingBytes(10);

  @Test
  void thereIsRoomForSoManyBytes() {
    assertThat(room.take(new byte[6])).isTrue();
    assertThat(room.take(new byte[5])).isFalse();
    assertThat(room.take(new byte[4])).isTrue();
    assertThat(room.waiting()).isEqualTo(10);
    room.give(new byte[6]);
    assertThat(room.take(new byte[5])).isTrue();
  }

  @Test
  void aMessageThatIsLargerThanAllMayWaitAlone() {
    assertThat(room.take(new byte[11])).isTrue();
    assertThat(room.take(new byte[1])).isFalse();
    room.give(new byte[11]);
    assertThat(room.waiting()).isZero();
  }
}
