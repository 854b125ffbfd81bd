package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ManualClientTime;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadPeerProbeTest {
  private final ManualClientTime time = new ManualClientTime();
  private final AtomicLong heardAt = new AtomicLong(time.nanos());
  private final AtomicInteger pings = new AtomicInteger();
  private final DeadPeerProbe probe = new DeadPeerProbe(time, heardAt::get, pings::incrementAndGet);

  @Test
  void onePingMustFollowTheLastMessageIfItIsAnswered() {
    for (int i = 0; i < 10; i++) {
      message();
      time.advance(Duration.ofMillis(300));
    }
    assertThat(pings).hasValue(0);

    time.advance(Duration.ofMillis(700));
    assertThat(pings).hasValue(1);
    heardAt.set(time.nanos());
    time.advance(Duration.ofMinutes(1));

    assertThat(pings).hasValue(1);
    assertThat(time.waiting()).isZero();
  }

  @Test
  void twoMoreMustFollowIfItIsNotAnswered() {
    message();
    time.advance(Duration.ofSeconds(2));

    assertThat(pings).hasValue(3);
    time.advance(Duration.ofMinutes(1));
    assertThat(pings).hasValue(3);
  }

  @Test
  void aMessageMeanwhileMustBeProbedAsWell() {
    message();
    time.advance(Duration.ofMillis(1500));
    message();
    time.advance(Duration.ofMillis(1500));

    assertThat(pings).hasValue(2);
  }

  private void message() {
    heardAt.set(time.nanos());
    probe.heard();
  }
}
