package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.SharedCounts.Count;
import io.heartwire.broker.SharedCounts.Others;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Counts of two nodes on a real Redis. */
class SharedCountsIT extends NodesFixture {
  private LeasedCounts onA;
  private LeasedCounts onB;

  @BeforeEach
  void count() {
    onA = new LeasedCounts(a.link, a.keys, a.lease);
    onB = new LeasedCounts(b.link, b.keys, b.lease);
    a.lease.renewOrSay();
    b.lease.renewOrSay();
    within(
        SOON,
        () -> {
          told(onA, new Count("probe", 1, 0));
          told(onB, new Count("probe", 1, 0));
          assertThat(told(onA, new Count("probe", 1, 0)).elsewhere()).containsExactly(1);
          assertThat(told(onB, new Count("probe", 1, 0)).elsewhere()).containsExactly(1);
        });
  }

  @Test
  void eachNodeSeesWhatTheOthersHave() {
    told(onA, new Count("ann", 2, 0), new Count("ben", 1, 0));

    assertThat(told(onB, new Count("ben", 4, 0), new Count("ann", 0, 0)).elsewhere())
        .containsExactly(1, 2);
    assertThat(told(onA, new Count("ann", 0, 0), new Count("ben", 1, 0)).elsewhere())
        .containsExactly(0, 4);
    assertThat(told(onB, new Count("ann", 0, 0)).elsewhere()).containsExactly(0);
  }

  @Test
  void whatOneNodeGivesUpTheNextOneSees() {
    told(onA, new Count("ann", 2, 0));
    told(onB, new Count("ann", 2, 0));

    Count judged = new Count("ann", 2, 2);
    int elsewhere = told(onA, judged).elsewhere().get(0);
    assertThat(judged.kept(elsewhere)).as("A gives up both").isZero();
    elsewhere = told(onB, judged).elsewhere().get(0);
    assertThat(judged.kept(elsewhere)).as("so B gives up none").isEqualTo(2);
  }

  @Test
  void aNodeThatTellsNothingAnyMoreStopsCountingAndIsAskedForAllWhenItIsBack() {
    assertThat(told(onA, new Count("ann", 1, 0)).unknown()).isFalse();
    assertThat(told(onB, new Count("ann", 0, 0)).elsewhere()).containsExactly(1);

    within(
        SOON, () -> assertThat(told(onB, new Count("ann", 0, 0)).elsewhere()).containsExactly(0));

    assertThat(told(onA).unknown()).isTrue();
    assertThat(told(onA).unknown()).isFalse();
  }

  @Test
  void aNodeThatLearnsOfAnotherIsAskedForAllThatItToldBefore() {
    LeasedCounts alone = new LeasedCounts(a.link, a.keys, a.lease);
    boolean isAsked = told(alone, new Count("ann", 1, 0)).unknown(); // if it has learnt by then

    within(SOON, () -> assertThat(isAsked || told(alone).unknown()).isTrue());

    assertThat(told(alone).unknown()).as("once").isFalse();
    told(onB, new Count("probe", 1, 0));
    assertThat(told(alone, new Count("probe", 1, 0)).elsewhere()).containsExactly(1);
  }

  @Test
  void toBeginAnewForgetsWhatWasTold() {
    told(onA, new Count("ann", 1, 0));

    assertThat(await(onA.exchange(true, List.of())).unknown()).isTrue();

    assertThat(told(onB, new Count("ann", 0, 0)).elsewhere()).containsExactly(0);
  }

  /** What docs/admission.md says they take. */
  @Test
  void aHundredThousandUsersTakeSomeMegabytes() throws Exception {
    for (int part = 0; part < 100; part++) {
      List<Count> users = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        users.add(new Count("u%016d".formatted(part * 1_000 + i), 1, 0));
      }
      await(onA.exchange(false, users));
    }

    assertThat(a.link.commands().memoryUsage(a.keys.counts(a.uid())).get())
        .isBetween(1_000_000L, 12_000_000L);
  }

  @Test
  void withoutRedisItFailsAtOnce() {
    redis.kill();
    within(SOON, () -> assertThat(a.link.isReady()).isFalse());
    CompletionStage<Others> told = onA.exchange(false, List.of(new Count("ann", 1, 0)));

    assertThatThrownBy(() -> await(told)).isInstanceOf(BrokerException.class);
  }

  private static Others told(LeasedCounts node, Count... counts) {
    return await(node.exchange(false, List.of(counts)));
  }
}
