package io.heartwire.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.Race;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribersTest extends ChannelFixture {
  private final Subscribers subscribers = new Subscribers();
  private final TestClient client = client();
  private final Channel channel =
      new Channel(
          NEWS,
          kit.rules.of(NEWS),
          8,
          CompletableFuture.completedStage(null),
          new EncodingFailures(pool.time),
          pool.time.nanos());

  @Test
  void areEmptyUntilOneIsAdded() {
    assertThat(subscribers.isEmpty()).isTrue();
    assertThat(walk()).isEmpty();

    Subscription one = make();
    subscribers.add(one);
    assertThat(subscribers.isEmpty()).isFalse();
    subscribers.remove(one);
    assertThat(subscribers.isEmpty()).isTrue();
    assertThat(walk()).isEmpty();
  }

  @Test
  void areWalkedInTheOrderOfTheirComing() {
    List<Subscription> all = addMany(50);

    assertThat(walk()).containsExactlyElementsOf(all);
  }

  @Test
  void whoIsTakenOutLeavesTheOthersInTheirPlaces() {
    List<Subscription> all = addMany(5);
    List.of(2, 0, 4).forEach(place -> subscribers.remove(all.get(place)));

    assertThat(walk()).containsExactly(all.get(1), all.get(3));
  }

  @Test
  void whoIsNotThereCannotBeTakenOut() {
    List<Subscription> all = addMany(9);
    subscribers.remove(make());
    Subscription first = all.get(0);
    subscribers.remove(first);
    subscribers.remove(first);

    assertThat(walk()).hasSize(8);
    all.forEach(subscribers::remove);
    assertThat(subscribers.isEmpty()).isTrue();
  }

  @Test
  void whoIsTakenOutTwiceDoesNotTakeTheNextInItsPlaceAlong() {
    List<Subscription> all = addMany(100);
    all.subList(0, 80).forEach(subscribers::remove); // the rest moves together
    all.subList(0, 80).forEach(subscribers::remove);

    assertThat(walk()).containsExactlyElementsOf(all.subList(80, 100));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void areWhatASetWouldBeAfterAnyChanges(long seed) {
    Random random = new Random(seed);
    Set<Subscription> model = new LinkedHashSet<>();
    List<Subscription> gone = new ArrayList<>();
    for (int step = 0; step < 3000; step++) {
      boolean isGrowing = step / 300 % 2 == 0;
      if (random.nextInt(10) < (isGrowing ? 7 : 3)) {
        Subscription one = make();
        subscribers.add(one);
        model.add(one);
      } else if (!model.isEmpty()) {
        Subscription one = List.copyOf(model).get(random.nextInt(model.size()));
        subscribers.remove(one);
        model.remove(one);
        gone.add(one);
      }
      if (!gone.isEmpty() && random.nextInt(20) == 0) {
        subscribers.remove(gone.get(random.nextInt(gone.size())));
      }
      assertThat(subscribers.isEmpty()).isEqualTo(model.isEmpty());
      if (step % 10 == 0) {
        assertThat(walk()).as("step %d", step).containsExactlyElementsOf(model);
      }
    }
  }

  @Test
  void mayBeChangedWhileTheyAreWalked() {
    List<Subscription> all = addMany(40);
    List<Subscription> seen = new ArrayList<>();

    subscribers.forEach(
        one -> {
          seen.add(one);
          int place = all.indexOf(one);
          if (place % 2 == 0) {
            subscribers.remove(all.get(place + 1)); // at last the rest moves together
          }
          subscribers.add(make());
        });

    assertThat(seen).as("each at most once").doesNotHaveDuplicates();
    for (int place = 0; place < all.size(); place += 2) {
      assertThat(seen).contains(all.get(place));
    }
    assertThat(all).as("nobody who came during the walk").containsAll(seen);
  }

  @Test
  void aWalkSeesEverybodyWhoStaysWhileOthersComeAndGo() {
    List<TestClient> faithful = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      faithful.add(client());
      join(faithful.get(i), NEWS, i % 2 == 0 ? SubscribeRequest.PLAIN : hearingJoins());
    }
    int walks = 2000;
    AtomicBoolean done = new AtomicBoolean();

    Race.between(
        () -> {
          try {
            for (int i = 0; i < walks; i++) {
              publish(NEWS, String.valueOf(i));
            }
          } finally {
            done.set(true);
          }
        },
        () -> {
          Random random = new Random(42);
          List<Subscription> visitors = new ArrayList<>();
          while (!done.get()) {
            for (int i = random.nextInt(60); i > 0; i--) {
              visitors.add(prepare(client, NEWS, SubscribeRequest.PLAIN));
            }
            for (int i = random.nextInt(60); i > 0 && !visitors.isEmpty(); i--) {
              visitors.remove(random.nextInt(visitors.size())).cancel(UnsubscribeCode.CLIENT);
            }
          }
          visitors.forEach(each -> each.cancel(UnsubscribeCode.CLIENT));
        });

    for (TestClient one : faithful) {
      List<String> heard = one.heard();
      assertThat(heard).hasSize(walks);
      for (int i = 0; i < walks; i++) {
        assertThat(heard.get(i)).isEqualTo(String.valueOf(i));
      }
    }
  }

  private List<Subscription> walk() {
    List<Subscription> seen = new ArrayList<>();
    subscribers.forEach(seen::add);
    return seen;
  }

  private List<Subscription> addMany(int count) {
    List<Subscription> added = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      added.add(make());
      subscribers.add(added.get(i));
    }
    return added;
  }

  private Subscription make() {
    return new Subscription(
        channel, client, SubscribeRequest.PLAIN, SubscribeGrant.PLAIN, ended -> {});
  }
}
