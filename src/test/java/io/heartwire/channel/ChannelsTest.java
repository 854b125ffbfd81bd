package io.heartwire.channel;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.testkit.Race;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChannelsTest {
  private static final ChannelName NEWS = new ChannelName("news");
  private static final ChannelName SPORT = new ChannelName("sport");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @RegisterExtension final TestPool pool = new TestPool(Map.of("heartwire.outbox.capacity", "2"));

  private final Channels channels = new Channels(new OutboxConfig(pool.settings));
  private final ScriptedTransport transport = new ScriptedTransport();
  private final List<Subscription> subscriptions = new ArrayList<>();

  @AfterEach
  void channelsWithoutSubscribersLeaveNothing() {
    subscriptions.forEach(Subscription::cancel);
    assertThat(channels.count()).isZero();
  }

  @Test
  void aPublicationReachesTheSubscribersOfItsChannelOnly() {
    ScriptedTransport other = new ScriptedTransport();
    subscribe(NEWS, transport);
    subscribe(SPORT, other);

    assertThat(publish(NEWS, "hello")).isEqualTo(1);

    assertThat(transport.sequence()).containsExactly("hello");
    assertThat(other.sequence()).isEmpty();
  }

  @Test
  void aPublicationWithoutSubscribersReachesNobodyAndLeavesNothing() {
    assertThat(publish(NEWS, "hello")).isZero();

    assertThat(channels.count()).isZero();
    assertThat(channels.published()).isEqualTo(1);
    assertThat(channels.delivered()).isZero();
  }

  @Test
  void theFiguresCountPublicationsAndDeliveries() {
    subscribe(NEWS, transport);
    subscribe(NEWS, new ScriptedTransport());
    subscribe(SPORT, new ScriptedTransport());
    publish(NEWS, "a");
    publish(SPORT, "b");

    assertThat(channels.count()).isEqualTo(2);
    assertThat(channels.published()).isEqualTo(2);
    assertThat(channels.delivered()).isEqualTo(3);
  }

  @Test
  void aCancelledSubscriptionReceivesNothingMore() {
    Subscription subscription = subscribe(NEWS, transport);
    subscription.cancel();
    publish(NEWS, "late");

    assertThat(transport.sequence()).isEmpty();
    assertThat(channels.count()).isZero();
  }

  @Test
  void cancellingTwiceTakesOneSubscriptionAway() {
    Connection connection = pool.live(transport);
    Subscription first = channels.subscribe(NEWS, connection);
    subscriptions.add(channels.subscribe(NEWS, connection));

    first.cancel();
    first.cancel();
    publish(NEWS, "still here");

    assertThat(transport.sequence()).containsExactly("still here");
  }

  @Test
  void cancellingLeavesTheOthersInTheirPlaces() {
    List<ScriptedTransport> wires = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      wires.add(new ScriptedTransport());
      subscribe(NEWS, wires.get(i));
    }
    subscriptions.get(2).cancel();
    subscriptions.get(0).cancel();
    subscriptions.get(4).cancel();

    assertThat(publish(NEWS, "x")).isEqualTo(2);
    assertThat(wires.get(1).sequence()).hasSize(1);
    assertThat(wires.get(3).sequence()).hasSize(1);
  }

  @Test
  void oneMessageIsSharedByAllRecipients() {
    ScriptedTransport other = new ScriptedTransport();
    subscribe(NEWS, transport);
    subscribe(NEWS, other);
    publish(NEWS, "once");

    assertThat(transport.messages().get(0)).isSameAs(other.messages().get(0));
  }

  @Test
  void allSubscribersSeeOneOrderAndEachPublisherInItsOwn() {
    int publishers = 4;
    int each = 300;
    List<ScriptedTransport> wires = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      wires.add(new ScriptedTransport());
      subscribe(NEWS, wires.get(i));
    }

    Race.among(
        publishers,
        publisher -> {
          for (int i = 0; i < each; i++) {
            publish(NEWS, publisher + "/" + i);
          }
        });

    List<String> order = wires.get(0).sequence();
    assertThat(order).hasSize(publishers * each);
    assertThat(wires).allSatisfy(wire -> assertThat(wire.sequence()).isEqualTo(order));
    order.stream()
        .collect(groupingBy(text -> text.charAt(0)))
        .forEach(
            (publisher, texts) -> {
              for (int i = 0; i < each; i++) {
                assertThat(texts.get(i)).isEqualTo(publisher + "/" + i);
              }
            });
  }

  @Test
  void whoeverHasSubscribedMissesNothingWhileOthersComeAndGo() {
    AtomicBoolean done = new AtomicBoolean();
    Connection visitor = pool.live(new ScriptedTransport());
    ScriptedTransport wire = new ScriptedTransport();
    Connection connection = pool.live(wire);
    int rounds = 5000;

    Race.between(
        () -> {
          // Now and then the last subscriber leaves, and the channel with it.
          while (!done.get()) {
            channels.subscribe(NEWS, visitor).cancel();
          }
        },
        () -> {
          try {
            for (int i = 0; i < rounds; i++) {
              Subscription subscription = channels.subscribe(NEWS, connection);
              publish(NEWS, String.valueOf(i));
              subscription.cancel();
            }
          } finally {
            done.set(true);
          }
        });

    assertThat(wire.sequence()).filteredOn(text -> !text.startsWith("(")).hasSize(rounds);
    assertThat(channels.count()).isZero();
  }

  @Test
  void subscribingCancellingAndPublishingAtOnceLeavesNothing() {
    Connection faithful = pool.live(transport);
    subscriptions.add(channels.subscribe(NEWS, faithful));
    Race.among(
        4,
        number -> {
          Connection connection = pool.live(new ScriptedTransport());
          for (int i = 0; i < 1000; i++) {
            Subscription news = channels.subscribe(NEWS, connection);
            Subscription sport = channels.subscribe(SPORT, connection);
            if (i % 50 == 0) {
              publish(NEWS, number + "/" + i);
            }
            news.cancel();
            sport.cancel();
          }
        });

    assertThat(transport.messages()).hasSize(4 * 20);
    assertThat(channels.count()).as("only the faithful one's").isEqualTo(1);
    assertThat(publish(NEWS, "end")).isEqualTo(1);
  }

  @Test
  void aSlowSubscriberIsClosedLeavesTheChannelAndHarmsNobody() {
    ScriptedTransport slow = new ScriptedTransport().hold();
    ScriptedTransport last = new ScriptedTransport();
    subscribe(NEWS, transport);
    subscribeUntilTheEnd(slow, NEWS);
    subscribe(NEWS, last);

    assertTimeoutPreemptively(
        PATIENCE,
        () -> {
          for (int i = 0; i < 6; i++) {
            publish(NEWS, "m" + i);
          }
        });

    assertThat(slow.closes()).containsExactly(CloseReason.SLOW);
    assertThat(transport.sequence()).containsExactly("m0", "m1", "m2", "m3", "m4", "m5");
    assertThat(last.sequence()).isEqualTo(transport.sequence());
    assertThat(publish(NEWS, "m6")).as("the slow one has left").isEqualTo(2);
  }

  @Test
  void slowSubscribersOfTwoChannelsDoNotLockTheirPublishersOut() {
    for (int i = 0; i < 20; i++) {
      subscribeUntilTheEnd(new ScriptedTransport().hold(), NEWS, SPORT);
      subscribeUntilTheEnd(new ScriptedTransport().hold(), SPORT, NEWS);
    }

    assertTimeoutPreemptively(
        PATIENCE,
        () ->
            Race.between(
                () -> publishMany(NEWS),
                () -> publishMany(SPORT),
                () -> publishMany(NEWS),
                () -> publishMany(SPORT)));

    assertThat(channels.count()).as("all were slow, all have left").isZero();
  }

  private void publishMany(ChannelName channel) {
    for (int i = 0; i < 10; i++) {
      publish(channel, "m");
    }
  }

  private int publish(ChannelName channel, String text) {
    return channels.publish(channel, Message.text(text, channel));
  }

  private Subscription subscribe(ChannelName channel, ScriptedTransport wire) {
    Subscription subscription = channels.subscribe(channel, pool.live(wire));
    subscriptions.add(subscription);
    return subscription;
  }

  /** As a dialogue does: the end of the connection cancels its subscriptions. */
  private void subscribeUntilTheEnd(ScriptedTransport wire, ChannelName... names) {
    Connection connection = pool.admit();
    List<Subscription> own = new ArrayList<>();
    connection.open(wire, () -> own.forEach(Subscription::cancel));
    connection.ready();
    for (ChannelName name : names) {
      own.add(channels.subscribe(name, connection));
    }
  }
}
