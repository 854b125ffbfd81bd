package io.heartwire.drain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class DrainTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  /** 90 a second, from one second on, all within ten. */
  private static final DrainPlan PLAN =
      new DrainPlan(100, DrainOrder.OLDEST, SECOND, SECOND.multipliedBy(10), Duration.ZERO);

  @RegisterExtension private final TestPool pool = new TestPool();
  private final Crowd crowd = new Crowd(pool);
  private final Drain drain = crowd.drain;

  @Test
  void mustRefuseClientsAtOnceAndAskNobodyToGoBeforeTheDelayIsOver() {
    crowd.join(10);
    assertThat(drain.refusesClients()).isFalse();

    drain.start(PLAN);
    crowd.pass(Duration.ofMillis(950));

    assertThat(drain.refusesClients()).isTrue();
    assertThat(crowd.told()).isZero();
    assertThat(drain.report().remaining()).isEqualTo(10);
    crowd.pass(Duration.ofMillis(100));
    assertThat(crowd.told()).isPositive();
  }

  @Test
  void mustNeverCloseMoreInASecondThanTheRate() {
    crowd.join(400);
    drain.start(PLAN);
    crowd.pass(SECOND);

    long before = crowd.told();
    for (int second = 0; second < 4; second++) {
      crowd.pass(SECOND);
      assertThat(crowd.told() - before).isBetween(75L, 85L);
      before = crowd.told();
    }
    crowd.pass(SECOND.multipliedBy(2));
    assertThat(crowd.told()).isEqualTo(400);
  }

  @Test
  void mustLetTheOldestGoFirst() {
    List<Crowd.Member> all = crowd.join(200);

    drain.start(PLAN);
    crowd.pass(Duration.ofMillis(2000));

    int told = (int) crowd.told();
    assertThat(told).isBetween(50, 150);
    assertThat(all.subList(0, told)).allMatch(Crowd.Member::isTold);
    assertThat(all.subList(told, 200)).noneMatch(Crowd.Member::isTold);
  }

  @Test
  void mustLetTheIdleGoFirstWhereThatIsTheOrder() {
    List<Crowd.Member> all = crowd.join(100);
    all.subList(0, 50).forEach(busy -> busy.hear());

    drain.start(PLAN.inOrder(DrainOrder.IDLE));
    crowd.pass(Duration.ofMillis(1400));

    assertThat(crowd.told()).isBetween(20L, 50L);
    assertThat(all.subList(0, 50)).noneMatch(Crowd.Member::isTold);
  }

  @Test
  void mustBeDrainedWhenTheLastOneHasGone() {
    crowd.join(3);
    CompletableFuture<DrainReport> done = drain.start(PLAN).toCompletableFuture();

    crowd.pass(SECOND.multipliedBy(2));

    assertThat(done)
        .isCompletedWithValueMatching(report -> report.state() == DrainState.DRAINED)
        .isCompletedWithValueMatching(report -> report.moved() == 3 && report.connections() == 3);
    assertThat(crowd.isAtWork()).isFalse();
    assertThat(drain.refusesClients()).as("until it is cancelled or stops").isTrue();
    assertThat(drain.count(DrainOutcome.MOVED)).isEqualTo(3);
  }

  @Test
  void mustBeDrainedAtOnceWhereNobodyIs() {
    CompletableFuture<DrainReport> done = drain.start(PLAN).toCompletableFuture();

    crowd.tick();

    assertThat(done).isCompleted();
  }

  @Test
  void mustSayWhenToComeBackInWordsOfTheProtocol() {
    Crowd.Member raw = crowd.join("raw");
    Crowd.Member centrifuge = crowd.join("centrifuge");

    drain.start(PLAN);
    crowd.pass(SECOND.multipliedBy(2));

    assertThat(raw.reason().code()).isEqualTo(1012);
    assertThat(raw.reason().text()).matches("shutdown, reconnect in \\d+ ms");
    assertThat(centrifuge.reason().code()).isEqualTo(3001);
    assertThat(centrifuge.reason().text()).matches("shutdown, reconnect in \\d+ ms");
  }

  @Test
  void mustSpreadTheAdviceOverTheLengthOfTheDrain() {
    List<Crowd.Member> all = crowd.join(400); // five seconds at 80 a second

    drain.start(PLAN);
    crowd.pass(SECOND.multipliedBy(7));

    assertThat(all).extracting(DrainTest::advice).allMatch(millis -> millis <= 5000);
    assertThat(all.stream().filter(each -> advice(each) > 2500).count()).isBetween(150L, 300L);
  }

  @Test
  void mustSpreadTheAdviceOverTheTimeThatIsConfigured() {
    List<Crowd.Member> all = crowd.join(450);

    drain.start(
        new DrainPlan(
            100, DrainOrder.OLDEST, SECOND, SECOND.multipliedBy(10), Duration.ofMillis(200)));
    crowd.pass(SECOND.multipliedBy(7));

    assertThat(all).extracting(DrainTest::advice).allMatch(millis -> millis <= 200);
  }

  @Test
  void mustWriteWhatWaitsBeforeItCloses() {
    Crowd.Member slow = crowd.join("raw").getStuck();

    drain.start(PLAN);
    crowd.pass(SECOND.multipliedBy(3));
    assertThat(slow.isTold()).isFalse();

    slow.wire().release();
    crowd.pass(SECOND);

    assertThat(slow.wire().sequence()).containsExactly("on its way", "waiting");
    assertThat(slow.reason().code()).isEqualTo(1012);
    assertThat(drain.report().moved()).isEqualTo(1);
    assertThat(drain.report().lost()).isZero();
  }

  @Test
  void mustCountThoseWhoGetStuckAsLost() {
    Crowd.Member stuck = crowd.join("raw").getStuck();
    Crowd.Member slow = crowd.join("raw").getStuck();
    CompletableFuture<DrainReport> done = drain.start(PLAN).toCompletableFuture();
    crowd.pass(SECOND.multipliedBy(2));

    slow.connection().close(CloseReason.SLOW); // as the heartbeat does
    crowd.pass(SECOND.multipliedBy(9));

    assertThat(stuck.reason().code()).as("at the deadline").isEqualTo(1012);
    assertThat(done).isCompletedWithValueMatching(report -> report.lost() == 2);
  }

  @Test
  void mustCutTheRestAtTheDeadlineWithAdviceThatKeepsTheRate() {
    crowd.join(1000); // twelve seconds at 80 a second, and there are nine
    CompletableFuture<DrainReport> done = drain.start(PLAN).toCompletableFuture();

    crowd.pass(Duration.ofMillis(9900));
    long paced = crowd.told();
    crowd.pass(SECOND);

    assertThat(crowd.told()).isEqualTo(1000);
    DrainReport report = done.join();
    assertThat(report.cut()).isBetween(150, 1000 - (int) paced);
    assertThat(report.moved() + report.cut()).isEqualTo(1000);
    assertThat(report.remaining()).isZero();
    assertThat(report.time()).isBetween(SECOND.multipliedBy(10), SECOND.multipliedBy(11));
  }

  @Test
  void mustNotWaitForThoseWhoDoNotEvenSayGoodbye() {
    Connection mute = crowd.join("raw").getStuck().connection();
    pool.admit(); // its upgrade never ends
    CompletableFuture<DrainReport> done = drain.start(PLAN).toCompletableFuture();
    crowd.pass(SECOND.multipliedBy(10));
    pool.time.advance(DrainRun.CLOSING_TIME);

    crowd.tick();

    assertThat(done).isCompleted();
    assertThat(mute.state()).isNotEqualTo(ConnectionState.LIVE);
  }

  @Test
  void mustSeeOffThoseWhoWereOnTheirWayInWhenItBegan() {
    Connection late = pool.admit();
    crowd.join(1);
    drain.start(PLAN);
    crowd.pass(Duration.ofMillis(1050));

    late.ended(CloseReason.VANISHED);
    Crowd.Member later = crowd.join("raw");
    crowd.pass(SECOND);

    assertThat(later.isTold()).isTrue();
    assertThat(drain.report().state()).isEqualTo(DrainState.DRAINED);
    assertThat(drain.report().connections()).isEqualTo(3);
  }

  @Test
  void mustCountThoseWhoGoByThemselves() {
    List<Crowd.Member> all = crowd.join(100);
    CompletableFuture<DrainReport> done = drain.start(PLAN).toCompletableFuture();
    crowd.pass(Duration.ofMillis(1050));

    all.get(99).connection().ended(CloseReason.VANISHED);
    crowd.pass(SECOND.multipliedBy(2));

    assertThat(done).isCompletedWithValueMatching(report -> report.left() == 1);
    assertThat(done).isCompletedWithValueMatching(report -> report.moved() == 99);
  }

  @Test
  void mustJoinTheDrainThatIsUnderWay() {
    crowd.join(10);
    CompletableFuture<DrainReport> first = drain.start(PLAN).toCompletableFuture();
    CompletableFuture<DrainReport> second = drain.start(PLAN.withRate(1)).toCompletableFuture();

    crowd.pass(SECOND.multipliedBy(2));

    assertThat(first).isCompleted();
    assertThat(second).isCompletedWithValue(first.join());
    assertThat(drain.start(PLAN).toCompletableFuture()).isCompletedWithValue(first.join());
  }

  @Test
  void mustStopAskingWhenItIsCancelled() {
    crowd.join(300);
    CompletableFuture<DrainReport> done = drain.start(PLAN).toCompletableFuture();
    crowd.pass(SECOND.multipliedBy(2));
    long told = crowd.told();

    assertThat(drain.cancel()).isTrue();
    crowd.pass(SECOND);

    assertThat(crowd.told()).isEqualTo(told).isPositive();
    assertThat(drain.refusesClients()).isFalse();
    assertThat(crowd.isAtWork()).isFalse();
    DrainReport report = done.join();
    assertThat(report.cancelled()).isTrue();
    assertThat(report.state()).isEqualTo(DrainState.IDLE);
    assertThat(report.remaining()).isGreaterThanOrEqualTo(300 - (int) told);
    assertThat(drain.cancel()).as("nothing is left to cancel").isFalse();
  }

  @Test
  void mustTakeClientsInAgainAfterItWasDrained() {
    drain.start(PLAN);
    crowd.tick();
    assertThat(drain.refusesClients()).isTrue();

    assertThat(drain.cancel()).isTrue();

    assertThat(drain.refusesClients()).isFalse();
    crowd.join(1);
    CompletableFuture<DrainReport> second = drain.start(PLAN).toCompletableFuture();
    crowd.pass(SECOND.multipliedBy(2));
    assertThat(second).isCompletedWithValueMatching(report -> report.moved() == 1);
  }

  @Test
  void mustBeOverInTimeWhenTheServerStopsMeanwhile() {
    crowd.join(500);
    DrainPlan long1 = PLAN.withTimes(SECOND, Duration.ofMinutes(10)).withRate(10);
    drain.start(long1);
    crowd.pass(SECOND.multipliedBy(5));

    CompletableFuture<DrainReport> done =
        drain.startWithin(SECOND.multipliedBy(3), long1).toCompletableFuture();
    crowd.pass(Duration.ofMillis(3100));

    assertThat(done).isCompletedWithValueMatching(report -> report.cut() > 400);
  }

  @Test
  void mustGoOnWhereOneConnectionCannotBeClosed() {
    crowd.join("raw").wire().throwOnClose();
    crowd.join(5);

    drain.start(PLAN);
    crowd.pass(SECOND.multipliedBy(2));

    assertThat(drain.report().moved()).isEqualTo(6);
  }

  @Test
  void mustCutTheRestWhereOneThatIsStuckCannotBeClosed() {
    crowd.join("raw").getStuck().wire().throwOnClose();
    Crowd.Member other = crowd.join("raw").getStuck();

    drain.start(PLAN);
    crowd.pass(SECOND.multipliedBy(10));

    assertThat(other.isTold()).isTrue();
  }

  @Test
  void mustNotStayDrainingWhereNobodyDrains() {
    Drain stopping = TestDrain.thatCannotBegin(pool);

    assertThatThrownBy(() -> stopping.start(PLAN)).isInstanceOf(RejectedExecutionException.class);
    assertThat(stopping.refusesClients()).isFalse();
  }

  @Test
  void mustTakeNoMoreMessagesForThoseWhoWereAsked() {
    Crowd.Member slow = crowd.join("raw").getStuck();
    drain.start(PLAN);
    crowd.pass(SECOND.multipliedBy(2));

    boolean taken =
        slow.connection().send(Message.text("later", "test"), OverflowPolicy.DISCONNECT);

    assertThat(taken).as("whoever recovers gets it elsewhere").isFalse();
    slow.wire().release();
  }

  private static long advice(Crowd.Member member) {
    return Long.parseLong(member.reason().text().replaceAll("\\D", ""));
  }
}
