package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;

/** The times that clients are told. */
class SubscribeRepliesTest {

  @Test
  void secondsAreWholeAndNeverNoughtWhichWouldMeanForEver() {
    assertThat(SubscribeReplies.seconds(null)).isZero();
    assertThat(SubscribeReplies.seconds(Duration.ZERO)).isEqualTo(1);
    assertThat(SubscribeReplies.seconds(Duration.ofNanos(1))).isEqualTo(1);
    assertThat(SubscribeReplies.seconds(Duration.ofSeconds(7))).isEqualTo(7);
    assertThat(SubscribeReplies.seconds(Duration.ofSeconds(7, 1))).isEqualTo(8);
  }

  @Test
  void aTimeThatIsTooLongForTheFieldIsTheLongestThatFits() {
    assertThat(SubscribeReplies.seconds(Duration.ofSeconds(Integer.MAX_VALUE)))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(SubscribeReplies.seconds(Duration.ofSeconds(253_402_300_799L)))
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(SubscribeReplies.seconds(ChronoUnit.FOREVER.getDuration()))
        .isEqualTo(Integer.MAX_VALUE);
  }
}
