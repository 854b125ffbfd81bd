package io.heartwire.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MemoryChannelsTest {
  private final MemoryBudget budget = new MemoryBudget(1000);
  private final MemoryChannels channels = new MemoryChannels(budget, new PresenceLimit(10));

  @Test
  @Timeout(20)
  void whoWaitsForAChannelThatIsLetGoGetsANewOne() throws InterruptedException {
    AtomicReference<MemoryChannel> old = new AtomicReference<>();
    Thread waiting =
        new Thread(() -> channels.change("news", channel -> channel.subscribe()), "waiting");

    channels.change(
        "news",
        channel -> {
          old.set(channel);
          waiting.start();
          while (waiting.getState() != Thread.State.BLOCKED) {
            Thread.onSpinWait();
          }
          return true; // and nothing is left in it
        });
    waiting.join();

    assertThat(channels.count()).isEqualTo(1);
    MemoryChannel found =
        channels.visit(
            "news",
            channel -> channel,
            () -> {
              throw new AssertionError("the subscription is lost");
            });
    assertThat(found).isNotSameAs(old.get());
    assertThat(found.isSubscribed()).isTrue();
  }

  @Test
  void aChannelThatIsNotThereIsNotMadeByLooking() {
    assertThat(channels.<Boolean>visit("news", channel -> true, () -> false)).isFalse();
    assertThat(channels.has("news")).isFalse();
    assertThat(channels.count()).isZero();
  }

  @Test
  @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aWrongBookDoesNotSpinForEver() {
    MemoryChannel unlisted = new MemoryChannel("x", new Epochs(), new PresenceLimit(1));
    unlisted.stream.keep(0, 1);
    unlisted.chargedBytes = -5000;
    budget.settle(unlisted);
    assertThat(budget.isExceeded()).isTrue();

    channels.keepWithinBudget();
  }
}
