package io.heartwire.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentTest {
  private final Sent sent = new Sent();

  @Test
  void mustKnowAMessageAgain() {
    sent.next(1000, 7);
    byte[] second = sent.next(2000, 8);
    assertThat(second).hasSize(Sent.LENGTH);
    assertThat(Sent.find(second, 0, second.length)).isZero();
    assertThat(sent.identify(second, 0, second.length)).isEqualTo(1);
    assertThat(sent.due(1)).isEqualTo(2000);
    assertThat(sent.order(1)).isEqualTo(8);
  }

  @Test
  void mustNoticeASingleWrongByte() {
    byte[] message = sent.next(1000, 0);
    for (int i = 0; i < message.length; i++) {
      byte[] damaged = message.clone();
      damaged[i] ^= 1;
      assertThat(sent.identify(damaged, 0, damaged.length)).isEqualTo(-1);
    }
    assertThat(sent.identify(message, 0, message.length - 1)).isEqualTo(-1);
  }
}
