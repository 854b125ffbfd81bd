package io.heartwire.broker.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.BrokerFixture;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueContract;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.QueueStore.Lease;
import io.heartwire.broker.QueueStore.Return;
import io.heartwire.testkit.ManualTimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryQueueStoreTest extends QueueContract {
  private static final QueueLimits LIMITS =
      new QueueLimits(100, 1 << 30, false, 3, 4, Duration.ZERO, Duration.ofSeconds(10), false);

  private final ManualTimeSource time = new ManualTimeSource();

  @Override
  protected QueueStore make() {
    return MemoryEngines.queues(time);
  }

  @Override
  protected void pass(Duration step) {
    time.advance(step);
  }

  @Test
  void onlySoManyQueuesAndBytesFitAndIdleQueuesMakeRoom() {
    MemoryQueueStore store = MemoryEngines.queues(time);
    for (int i = 0; i < 10; i++) {
      send(store, "q" + i, "x");
    }
    assertThatThrownBy(() -> send(store, "more", "x"))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("max-queues");

    BrokerFixture.await(store.purge("q3"));
    time.advance(Duration.ofHours(2));
    store.tick();
    send(store, "more", "x");
    assertThat(BrokerFixture.await(store.names(100))).hasSize(10).doesNotContain("q3");
    assertThatThrownBy(() -> send(store, "more", "x".repeat(11 << 20)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("max-queue-bytes");
  }

  @Test
  void whoGivesSomethingUpCanDoSoWhereThereIsNoRoomForAQueue() {
    MemoryQueueStore store = MemoryEngines.queues(time);
    for (int i = 0; i < 10; i++) {
      send(store, "q" + i, "x");
    }
    List<Lease> leases = List.of(new Lease(1, 1), new Lease(2, 1));

    BrokerFixture.await(store.leave("more", "node", LIMITS));
    assertThat(BrokerFixture.await(store.acknowledge("more", "node", leases, LIMITS)))
        .containsExactly(false, false);
    assertThat(
            BrokerFixture.await(
                store.giveBack("more", "node", leases, Return.AGAIN, Duration.ZERO, "", LIMITS)))
        .containsExactly(false, false);
    assertThat(BrokerFixture.await(store.reconcile("more", "node", List.of(), LIMITS))).isZero();
    assertThat(BrokerFixture.await(store.revive("more", 1, LIMITS))).isZero();
    BrokerFixture.await(store.expire("more", LIMITS));
    assertThat(BrokerFixture.await(store.names(100))).hasSize(10).doesNotContain("more");
  }

  @Test
  void aQueueThatNeverHadAMessageGoesWithTheLastWhoConsumes() {
    MemoryQueueStore store = MemoryEngines.queues(time);
    for (int i = 0; i < 100; i++) {
      BrokerFixture.await(store.renew("q" + i, "node", 1, LIMITS));
      BrokerFixture.await(store.renew("q" + i, "other", 1, LIMITS));
      BrokerFixture.await(store.leave("q" + i, "node", LIMITS));
      assertThat(BrokerFixture.await(store.names(100))).containsExactly("q" + i);
      BrokerFixture.await(store.leave("q" + i, "other", LIMITS));
    }
    send(store, "kept", "x");
    BrokerFixture.await(store.renew("kept", "node", 1, LIMITS));
    BrokerFixture.await(store.purge("kept"));
    BrokerFixture.await(store.leave("kept", "node", LIMITS));

    // Its numbers must not be given again: who has one of a message that is gone could settle
    // another.
    assertThat(BrokerFixture.await(store.names(100))).containsExactly("kept");
  }

  @Test
  void emptyMessagesAndManyShortHeadersTakeTheirMemory() {
    MemoryQueueStore store = new MemoryQueueStore(time, new MemoryQueueConfig(100_000, 10, 10));
    QueueLimits roomy =
        new QueueLimits(10_000, 1 << 30, false, 3, 4, Duration.ZERO, Duration.ofSeconds(10), false);
    Map<String, String> headers = new HashMap<>();
    for (int i = 0; i < 50; i++) {
      headers.put("h" + i, "");
    }
    for (QueueDraft draft :
        List.of(QueueDraft.of(Payload.EMPTY), QueueDraft.of(Payload.EMPTY).headers(headers))) {
      int memory = 300 + 100 * draft.headers().size();
      int sent = 0;
      while (sent < 10_000 && !isRefused(store, draft, roomy)) {
        sent++;
      }
      assertThat(sent).isBetween(1, 100_000 / memory);
      assertThat(BrokerFixture.await(store.purge("work"))).isEqualTo(sent);
    }
    assertThat(isRefused(store, QueueDraft.of(Payload.text("x".repeat(90_000))), roomy)).isFalse();
  }

  private static boolean isRefused(MemoryQueueStore store, QueueDraft draft, QueueLimits limits) {
    try {
      BrokerFixture.await(store.send("work", draft, "a", limits));
      return false;
    } catch (BrokerException full) {
      assertThat(full).hasMessageContaining("max-queue-bytes");
      return true;
    }
  }

  @Test
  void manyDelayedMessagesThatExpireTakeNoLongerForBeingMany() {
    MemoryQueueStore store = new MemoryQueueStore(time, new MemoryQueueConfig(1 << 30, 10, 10));
    int many = 50_000;
    QueueLimits limits =
        new QueueLimits(
            many, 1 << 30, false, 3, many, Duration.ZERO, Duration.ofSeconds(10), false);
    for (int i = 0; i < many; i++) {
      QueueDraft draft =
          QueueDraft.of(Payload.text("a"))
              .after(Duration.ofHours(2).plusMillis(i))
              .expiringAfter(Duration.ofHours(1).minusMillis(i));
      BrokerFixture.await(store.send("work", draft, "a", limits));
    }
    time.advance(Duration.ofHours(1));

    assertTimeout(
        Duration.ofSeconds(2), () -> BrokerFixture.await(store.renew("work", "node", 1, limits)));
    assertThat(BrokerFixture.await(store.stats("work")).delayed()).isZero();
    assertThat(BrokerFixture.await(store.stats("work")).dead()).isEqualTo(many);
  }

  private static void send(MemoryQueueStore store, String queue, String text) {
    BrokerFixture.await(store.send(queue, QueueDraft.of(Payload.text(text)), "a", LIMITS));
  }
}
