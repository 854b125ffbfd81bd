package io.heartwire.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.endpoint.AsyncSend.Ending;
import org.junit.jupiter.api.Test;

class AsyncSendTest {
  private final AsyncSend send = new AsyncSend();

  @Test
  void framesFollowEachOtherUntilTheEnd() {
    assertThat(send.begin()).isTrue();
    assertThat(send.ended(true)).isNull();
    assertThat(send.begin()).isTrue();
    assertThat(send.ended(true)).isNull();

    assertThat(send.close()).isEqualTo(Ending.GOODBYE);
    assertThat(send.begin()).isFalse();
    assertThat(send.isOver()).isTrue();
  }

  @Test
  void theGoodbyeWaitsForTheFrameOnItsWay() {
    send.begin();
    assertThat(send.close()).isEqualTo(Ending.WHEN_SENT);
    assertThat(send.isOver()).isFalse();

    assertThat(send.ended(true)).isEqualTo(Ending.GOODBYE);
    assertThat(send.isOver()).isTrue();
    assertThat(send.giveUp()).isFalse();
  }

  @Test
  void aFrameIsUnderWayUntilItHasGone() {
    assertThat(send.isUnderWay()).isFalse();
    send.begin();
    assertThat(send.isUnderWay()).isTrue();
    send.close();
    assertThat(send.isUnderWay()).as("the last").isTrue();
    send.ended(true);
    assertThat(send.isUnderWay()).isFalse();
  }

  @Test
  void aFrameThatHasHadItsTimeIsGivenUp() {
    send.begin();
    send.close();

    assertThat(send.giveUp()).isTrue();
    assertThat(send.isOver()).isFalse();
    assertThat(send.ended(true)).as("who gave up has ended it").isNull();
  }

  @Test
  void behindAFrameThatFailedThereIsNoGoodbye() {
    send.begin();
    assertThat(send.ended(false)).isNull();
    assertThat(send.begin()).isFalse();
    assertThat(send.close()).isEqualTo(Ending.CUT);
  }

  @Test
  void ifTheLastFrameFailsThereIsNoGoodbye() {
    send.begin();
    send.close();
    assertThat(send.ended(false)).isEqualTo(Ending.CUT);
  }

  @Test
  void closingAgainChangesNothing() {
    send.close();
    assertThat(send.close()).isEqualTo(Ending.GOODBYE);
    assertThat(send.isOver()).isTrue();
  }
}
