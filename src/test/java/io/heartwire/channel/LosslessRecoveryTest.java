package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The promise as a whole: whoever comes back has every publication once and in order, or is told
 * honestly that it has not.
 */
class LosslessRecoveryTest extends ChannelFixture {
  static final int WINDOW = 64;

  private static final int CHANNELS = 3;
  private static final int PUBLISHERS = 4;
  private static final int EACH = 4_200;
  private static final int WANDERERS = 30;
  private static final int MOVERS = 3;
  private static final long SEED = 20_240_229;

  LosslessRecoveryTest() {
    super(
        Map.of(
            "heartwire.channel.kept.history-size",
            String.valueOf(WINDOW),
            "heartwire.channel.subscribe-buffer",
            "100000"));
  }

  @Test
  void whoeverGoesAndComesBackWhileManyPublishHasEverythingOnceAndInOrder() {
    List<ChannelName> names = new ArrayList<>();
    List<Reference> records = new ArrayList<>();
    List<Wanderer> wanderers = new ArrayList<>();
    for (int i = 0; i < CHANNELS; i++) {
      names.add(new ChannelName("kept:" + i));
      records.add(
          new Reference(new Wanderer(pool, channels, names.get(i), position(names.get(i)))));
    }
    for (int i = 0; i < WANDERERS; i++) {
      ChannelName name = names.get(i % CHANNELS);
      wanderers.add(new Wanderer(pool, channels, name, position(name)));
    }
    records.forEach(each -> each.faithful.come());
    AtomicInteger publishing = new AtomicInteger(PUBLISHERS);

    Race.among(
        PUBLISHERS + MOVERS,
        number -> {
          if (number < PUBLISHERS) {
            try {
              publishMany(names, number);
            } finally {
              publishing.decrementAndGet();
            }
          } else {
            move(wanderers, number - PUBLISHERS, publishing);
          }
        });
    wanderers.stream().filter(each -> !each.isHere()).forEach(Wanderer::come);

    long reached = 0;
    int recoveries = 0;
    for (int i = 0; i < WANDERERS; i++) {
      Wanderer wanderer = wanderers.get(i);
      assertThat(wanderer.faults()).as("faults of wanderer %d", i).isEmpty();
      records.get(i % CHANNELS).compare(wanderer);
      reached += wanderer.received();
      recoveries += wanderer.recoveries();
      wanderer.go();
    }
    for (Reference each : records) {
      assertThat(each.faithful.faults()).isEmpty();
      assertThat(each.faithful.received()).isEqualTo((long) PUBLISHERS * EACH / CHANNELS);
      reached += each.faithful.received();
      each.faithful.go();
    }
    assertThat(reached).as("publications that reached a subscriber").isGreaterThan(100_000);
    assertThat(recoveries).as("recoveries").isGreaterThan(1000);
  }

  /** What one who never goes away has received is what was published. */
  private record Reference(Wanderer faithful) {

    void compare(Wanderer other) {
      List<String> all = faithful.journal();
      List<String> seen = other.journal();
      assertThat(seen).as("up to the end of the stream").hasSameSizeAs(all);
      long lost = 0;
      for (int i = 0; i < all.size(); i++) {
        String text = seen.get(i);
        if (text == null) {
          lost++;
        } else if (!text.equals(all.get(i))) {
          throw new AssertionError("at " + (i + 1) + ": " + text + ", was " + all.get(i));
        }
      }
      assertThat(other.received() + lost).isEqualTo(all.size());
      assertThat(other.skipped()).isEqualTo(lost);
      assertThat(lost == 0).as("lost none or was told so").isEqualTo(other.notRecovered() == 0);
    }
  }

  private void publishMany(List<ChannelName> names, int publisher) {
    for (int i = 0; i < EACH; i++) {
      ChannelName name = names.get(i % CHANNELS);
      Stages.awaitEnd(channels.publish(name, Payload.text(publisher + "/" + i)));
      if (i % 16 == 0) {
        Thread.yield(); // so that some of those who go are back in time
      }
    }
  }

  /** Some come back at once, some late: so some fall out of the window. */
  private static void move(List<Wanderer> all, int mover, AtomicInteger publishing) {
    Random random = new Random(SEED + mover);
    while (publishing.get() > 0) {
      Wanderer one = all.get(random.nextInt(WANDERERS / MOVERS) * MOVERS + mover);
      if (!one.isHere()) {
        one.come();
      } else if (random.nextInt(3) > 0) {
        one.go();
        if (random.nextBoolean()) {
          one.come();
        }
      }
    }
  }
}
