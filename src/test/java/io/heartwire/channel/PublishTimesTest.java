package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long publications take: to be handed out, each; and until they are written, some. */
class PublishTimesTest extends ChannelFixture {
  private static final Duration PAUSE = Duration.ofNanos(PublishSampler.PAUSE_NANOS);

  private void publish(String text) {
    channels.publish(NEWS, Payload.text(text));
  }

  private void pause(Duration time) {
    pool.time.advance(time);
  }

  /** One that is not measured: with it the next one is due, if its time has come. */
  private void letTheNextBeDue() {
    publish("due");
  }

  @Test
  void eachPublicationIsTimedOnceHoweverManyTakeIt() {
    join(client(), NEWS);
    join(client(), NEWS);
    publish("a");
    publish("b");

    assertThat(kit.fanOuts).hasSize(2);
  }

  @Test
  void aPublicationThatNobodyTakesIsNotTimed() {
    publish("a");

    assertThat(kit.fanOuts).isEmpty();
  }

  @Test
  void aMeasuredPublicationIsTimedForEachWhoItWasWrittenTo() {
    TestClient slow = client();
    slow.wire.hold();
    join(slow, NEWS);
    join(client(), NEWS);
    publish("a");
    assertThat(pool.written).containsExactly(0L);

    pause(Duration.ofMillis(70));
    slow.wire.release();
    assertThat(pool.written).containsExactly(0L, 70_000_000L);
  }

  @Test
  void soManyAsComeAtOnceAreMeasuredOnce() {
    join(client(), NEWS);
    for (int i = 0; i < 100; i++) {
      publish("a");
    }

    assertThat(pool.written).hasSize(1);
  }

  @Test
  void afterAPauseTheNextIsMeasured() {
    join(client(), NEWS);
    publish("a");
    pause(PAUSE);
    letTheNextBeDue();
    publish("b");

    assertThat(pool.written).hasSize(2);
  }

  @Test
  void thePauseIsAsLongAsThereAreRecipients() {
    int recipients = 300;
    for (int i = 0; i < recipients; i++) {
      join(client(), NEWS);
    }
    publish("a");
    pause(PAUSE);
    letTheNextBeDue();
    publish("b");
    assertThat(pool.written).hasSize(recipients);

    pause(Duration.ofNanos(recipients * PublishSampler.PAUSE_FOR_EACH_RECIPIENT_NANOS));
    letTheNextBeDue();
    publish("c");
    assertThat(pool.written).hasSize(2 * recipients);
  }

  @Test
  void oneThatIsNeverDeliveredIsGivenUp() {
    join(client(), NEWS);
    broker.lose(true);
    publish("lost");
    broker.lose(false);
    publish("a");
    assertThat(pool.written).isEmpty();

    pause(Duration.ofNanos(PublishSampler.PATIENCE_NANOS));
    letTheNextBeDue();
    publish("b");
    assertThat(pool.written).hasSize(1);
  }
}
