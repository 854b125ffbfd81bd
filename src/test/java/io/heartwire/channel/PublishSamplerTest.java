package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.connection.Message;
import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class PublishSamplerTest {
  private final ManualTimeSource time = new ManualTimeSource();
  private final PublishSampler sampler = new PublishSampler(time);

  @Test
  void timeRunsFromThePublishing() {
    long begun = time.nanos();
    sampler.publishing("a", Payload.text("1"));
    time.advance(Duration.ofMillis(30));

    assertThat(sampler.begun("a", Payload.text("1"))).isEqualTo(begun);
  }

  @Test
  void onlyTheOneThatWasPickedIsMeasuredAndOnlyOnce() {
    sampler.publishing("a", Payload.text("1"));

    assertThat(sampler.begun("b", Payload.text("1"))).isEqualTo(Message.UNMEASURED);
    assertThat(sampler.begun("a", Payload.text("2"))).isEqualTo(Message.UNMEASURED);
    assertThat(sampler.begun("a", Payload.text("1"))).isNotEqualTo(Message.UNMEASURED);
    assertThat(sampler.begun("a", Payload.text("1"))).isEqualTo(Message.UNMEASURED);
  }

  @Test
  void noneIsPickedWhileOneIsUnderWay() {
    sampler.publishing("a", Payload.text("1"));
    sampler.publishing("a", Payload.text("2"));

    assertThat(sampler.begun("a", Payload.text("2"))).isEqualTo(Message.UNMEASURED);
  }
}
