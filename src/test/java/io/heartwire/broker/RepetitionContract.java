package io.heartwire.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.testkit.Race;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What every engine promises about publications that are not the first of their key or version. */
public abstract class RepetitionContract extends BrokerFixture {

  // Versions

  @Test
  void aVersionThatIsNotNewerThanTheLastOneIsNeitherKeptNorDelivered() {
    await(broker.subscribe(NEWS));
    assertThat(publish(NEWS, "a", version(2, "e")).suppressed()).isFalse();

    PublishResult same = publish(NEWS, "b", version(2, "e"));
    assertThat(same).isEqualTo(new PublishResult(position(NEWS), true));
    assertThat(publish(NEWS, "b", version(1, "e")).suppressed()).isTrue();
    assertThat(publish(NEWS, "b", version(1, "")).suppressed()).as("compared anyway").isTrue();
    publish(NEWS, "c", KEPT);
    assertThat(publish(NEWS, "b", version(1, "e")).suppressed()).as("still known").isTrue();
    publish(NEWS, "d", version(3, "e"));
    publish(NEWS, "e", version(1, "f"));
    publish(SPORT, "f", version(1, "e"));

    assertHeard("news 1 a", "news 2 c", "news 3 d", "news 4 e");
    assertThat(position(SPORT).offset()).isEqualTo(1);
  }

  @Test
  void whereNothingIsKeptVersionsAreNotCompared() {
    await(broker.subscribe(NEWS));
    PublishOptions version = PublishOptions.NO_HISTORY.of(new PublishOptions.Version(1, ""));
    publish(NEWS, "a", version);
    publish(NEWS, "b", version);

    assertHeard("news 0 a", "news 0 b");
  }

  private static PublishOptions version(long number, String epoch) {
    return KEPT.of(new PublishOptions.Version(number, epoch));
  }

  // Idempotency

  @Test
  void aRepetitionWithinItsWindowHasTheSamePositionAndIsNotDelivered() {
    await(broker.subscribe(NEWS));
    PublishOptions once = KEPT.once(new Idempotency("key", TTL));

    PublishResult first = publish(NEWS, "a", once);
    publish(NEWS, "b", KEPT);
    pass(TTL.minusSeconds(5));
    PublishResult second = publish(NEWS, "a again", once);

    assertThat(first.suppressed()).isFalse();
    assertThat(second).isEqualTo(new PublishResult(first.position(), true));
    assertHeard("news 1 a", "news 2 b");
    assertThat(position(NEWS).offset()).isEqualTo(2);
  }

  @Test
  void afterItsWindowAKeyIsNewAndARepetitionDoesNotProlongIt() {
    PublishOptions once = KEPT.once(new Idempotency("key", TTL));
    publish(NEWS, "a", once);
    pass(TTL.minusSeconds(5));
    publish(NEWS, "a", once);
    pass(Duration.ofSeconds(5));

    assertThat(publish(NEWS, "b", once).suppressed()).isFalse();
    assertThat(publish(NEWS, "b", once).position().offset()).isEqualTo(2);
  }

  @Test
  void aKeyBelongsToItsChannel() {
    PublishOptions once = KEPT.once(new Idempotency("key"));
    publish(NEWS, "a", once);

    assertThat(publish(SPORT, "a", once).suppressed()).isFalse();
    assertThat(publish(NEWS, "b", KEPT.once(new Idempotency("other"))).suppressed()).isFalse();
  }

  @Test
  void aKeyBelongsToItsAuthor() {
    publish(NEWS, "a", KEPT.once(keyOf("mia", "1")));

    assertThat(publish(NEWS, "a", KEPT.once(keyOf("mia", "2"))).suppressed()).isTrue();
    assertThat(publish(NEWS, "b", KEPT.once(keyOf("tom", "1"))).suppressed()).isFalse();
    assertThat(publish(NEWS, "c", KEPT.once(new Idempotency("key"))).suppressed()).isFalse();
  }

  @Test
  void aKeyOfAnAnonymousClientBelongsToItsConnection() {
    publish(NEWS, "a", KEPT.once(keyOf("", "1")));

    assertThat(publish(NEWS, "a", KEPT.once(keyOf("", "1"))).suppressed()).isTrue();
    assertThat(publish(NEWS, "b", KEPT.once(keyOf("", "2"))).suppressed()).isFalse();
    assertThat(publish(NEWS, "c", KEPT.once(keyOf("1", "3"))).suppressed()).isFalse();
    assertThat(publish(NEWS, "d", KEPT.once(keyOf("client:1", "3"))).suppressed()).isFalse();
  }

  private static Idempotency keyOf(String user, String client) {
    return Idempotency.ofClient(new ClientInfo(user, client), "key");
  }

  @Test
  void aKeyWorksWithoutHistoryToo() {
    await(broker.subscribe(NEWS));
    PublishOptions once = PublishOptions.NO_HISTORY.once(new Idempotency("key"));
    publish(NEWS, "a", once);

    assertThat(publish(NEWS, "a", once)).isEqualTo(new PublishResult(StreamPosition.NONE, true));
    assertHeard("news 0 a");
  }

  @Test
  void ofManyAtOnceWithOneKeyOneIsTaken() {
    await(broker.subscribe(NEWS));
    for (int round = 0; round < 50; round++) {
      PublishOptions once = KEPT.once(new Idempotency("round " + round));
      Queue<PublishResult> results = new ConcurrentLinkedQueue<>();
      Race.among(4, i -> results.add(publish(NEWS, "by " + i, once)));
      assertThat(results).filteredOn(result -> !result.suppressed()).hasSize(1);
      assertThat(results).extracting(PublishResult::position).containsOnly(position(NEWS));
    }
    waitFor(() -> heard.publications.size() >= 50);
    settle();
    assertThat(heard.publications).hasSize(50);
  }
}
