package io.heartwire.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.testkit.TestPool;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RebalanceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final DrainPlan PLAN =
      new DrainPlan(100, DrainOrder.OLDEST, SECOND, SECOND.multipliedBy(3), Duration.ZERO);

  @RegisterExtension private final TestPool pool = new TestPool();
  private final Crowd crowd = new Crowd(pool);
  private final Drain drain = crowd.drain;

  @Test
  void mustMoveThatShareAndRefuseNobody() {
    List<Crowd.Member> all = crowd.join(250);

    CompletableFuture<DrainReport> done = drain.rebalance(PLAN, 20).toCompletableFuture();
    assertThat(drain.report().state()).isEqualTo(DrainState.REBALANCING);
    assertThat(drain.refusesClients()).isFalse();
    crowd.pass(SECOND.multipliedBy(2));

    assertThat(done)
        .isCompletedWithValueMatching(report -> report.moved() == 50 && report.connections() == 50)
        .isCompletedWithValueMatching(report -> report.state() == DrainState.IDLE);
    assertThat(all.subList(0, 50)).allMatch(Crowd.Member::isTold);
    assertThat(crowd.told()).isEqualTo(50);
    assertThat(crowd.isAtWork()).isFalse();
  }

  @Test
  void mustBeginAtOnceAndKeepThePace() {
    crowd.join(300);

    drain.rebalance(PLAN, 100);
    crowd.pass(SECOND);

    assertThat(crowd.told()).isBetween(75L, 85L);
  }

  @Test
  void mustAskForANewConnectionAndNotSpeakOfAShutdown() {
    Crowd.Member raw = crowd.join("raw");
    Crowd.Member centrifuge = crowd.join("centrifuge");

    drain.rebalance(PLAN, 100);
    crowd.pass(SECOND);

    assertThat(raw.reason().code()).isEqualTo(1012);
    assertThat(raw.reason().text()).matches("rebalance, reconnect in \\d+ ms");
    assertThat(centrifuge.reason().code()).isEqualTo(3011);
  }

  @Test
  void mustCutNobodyOffHoweverLongItTakes() {
    Crowd.Member slow = crowd.join("raw").getStuck();

    drain.rebalance(PLAN, 100);
    crowd.pass(SECOND.multipliedBy(30));
    assertThat(slow.isTold()).isFalse();

    slow.wire().release();
    crowd.pass(SECOND);
    assertThat(drain.report().moved()).isEqualTo(1);
  }

  @Test
  void mustLeaveThoseWhoCameSinceAlone() {
    crowd.join(2);
    drain.rebalance(PLAN, 100);
    crowd.tick();

    Crowd.Member later = crowd.join("raw");
    crowd.pass(SECOND);

    assertThat(later.isTold()).isFalse();
    assertThat(drain.report().moved()).isEqualTo(2);
  }

  @Test
  void mustLetTheSurplusGo() {
    List<Crowd.Member> all = crowd.join(30);

    drain.rebalanceTo(PLAN, 20);
    crowd.pass(SECOND);

    assertThat(all.subList(0, 10)).allMatch(Crowd.Member::isTold);
    assertThat(crowd.told()).isEqualTo(10);
  }

  @Test
  void mustNotEvenBeginWithoutASurplus() {
    crowd.join(20);

    assertThat(drain.rebalanceTo(PLAN, 20)).isCompleted();

    assertThat(drain.isUnderWay()).isFalse();
  }

  @Test
  void mustRoundUpSoThatSomebodyGoes() {
    crowd.join(3);

    drain.rebalance(PLAN, 1);
    crowd.pass(SECOND);

    assertThat(crowd.told()).isEqualTo(1);
  }

  @Test
  void mustEndWhenEverybodyIsToGo() {
    crowd.join(300);
    CompletableFuture<DrainReport> some = drain.rebalance(PLAN, 50).toCompletableFuture();
    crowd.pass(SECOND);

    CompletableFuture<DrainReport> all = drain.start(PLAN).toCompletableFuture();

    assertThat(some).isCompletedWithValueMatching(DrainReport::cancelled);
    assertThat(drain.refusesClients()).isTrue();
    crowd.pass(SECOND.multipliedBy(5));
    assertThat(all).isCompletedWithValueMatching(report -> !report.cancelled());
    assertThat(crowd.told()).isEqualTo(300);
  }

  @Test
  void mustNotBeginWhileEverybodyGoes() {
    crowd.join(1);
    drain.start(PLAN);

    assertThatThrownBy(() -> drain.rebalance(PLAN, 10)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> drain.rebalance(PLAN, 0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void mustJoinTheOneThatIsUnderWay() {
    crowd.join(100);
    CompletableFuture<DrainReport> first = drain.rebalance(PLAN, 10).toCompletableFuture();
    CompletableFuture<DrainReport> second = drain.rebalance(PLAN, 90).toCompletableFuture();

    crowd.pass(SECOND.multipliedBy(2));

    assertThat(second).isCompletedWithValue(first.join());
    assertThat(crowd.told()).isEqualTo(10);
  }

  @Test
  void mustStopWhenItIsCancelled() {
    crowd.join(100);
    drain.rebalance(PLAN, 100);
    crowd.tick();
    long told = crowd.told();

    assertThat(drain.cancel()).isTrue();
    crowd.pass(SECOND);

    assertThat(crowd.told()).isEqualTo(told);
  }

  @Test
  void mustHoldNothingOfTheDepartedWhenItIsOver() {
    List<WeakReference<Connection>> departed = depart(drain -> drain.rebalance(PLAN, 100));

    assertGone(departed);
    assertThat(drain.report().moved()).isEqualTo(20);
  }

  @Test
  void mustHoldNothingOfTheDepartedWhenADrainIsOver() {
    List<WeakReference<Connection>> departed = depart(drain -> drain.start(PLAN));

    assertGone(departed);
    assertThat(drain.report().moved()).isEqualTo(20);
  }

  @Test
  void mustHoldNothingOfThoseWhoWereToGoWhenItIsCancelled() {
    List<WeakReference<Connection>> departed =
        depart(
            drain -> {
              drain.rebalance(PLAN, 100);
              crowd.tick();
              drain.cancel();
            });
    pool.registry.forEach(left -> left.ended(CloseReason.NORMAL));

    assertGone(departed);
  }

  private List<WeakReference<Connection>> depart(Consumer<Drain> how) {
    List<WeakReference<Connection>> departed = new ArrayList<>();
    crowd.join(20).forEach(member -> departed.add(new WeakReference<>(member.connection())));
    how.accept(drain);
    crowd.pass(SECOND.multipliedBy(3));
    crowd.forget();
    return departed;
  }

  private static void assertGone(List<WeakReference<Connection>> departed) {
    await()
        .untilAsserted(
            () -> {
              System.gc();
              assertThat(departed).allMatch(each -> each.get() == null);
            });
  }
}
