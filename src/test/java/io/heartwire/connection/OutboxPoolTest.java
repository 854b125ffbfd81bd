package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.heartwire.limit.RateLimit;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Race;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutboxPoolTest {
  private static final Duration THRESHOLD = Duration.ofSeconds(60);
  private static final OutboxConfig CONFIG =
      new OutboxConfig(
          4, 1000, 25, THRESHOLD, OverflowPolicy.DISCONNECT, Duration.ZERO, Duration.ofSeconds(10));
  private static final ConnectionLimits LIMITS = ConnectionLimits.none(CONFIG);

  private final ManualTimeSource time = new ManualTimeSource();
  private final OutboxPool pool = new OutboxPool(CONFIG, time);
  private final ConnectionId holder = ConnectionId.random();
  private final List<Outbox> held = new ArrayList<>();

  @AfterEach
  void nothingIsInUseOnceEverythingIsReturned() {
    held.forEach(pool::release);
    assertThat(pool.figures().inUse()).isZero();
    assertThat(pool.figures().leaked()).isZero();
  }

  @Test
  void aLeaseIsInUseUntilItIsReturned() {
    Outbox outbox = pool.lease(holder, LIMITS);
    assertThat(outbox.lease).isEqualTo(Outbox.Lease.IN_USE);
    assertThat(outbox.holder).isEqualTo(holder);

    pool.release(outbox);
    assertThat(outbox.lease).isEqualTo(Outbox.Lease.IDLE);
    assertThat(outbox.holder).isNull();
  }

  @Test
  void anOutboxHoldsWhatTheLimitsOfItsHolderSay() {
    ConnectionLimits large = new ConnectionLimits(6, 20, RateLimit.NONE, RateLimit.NONE, 0);
    ConnectionLimits small = new ConnectionLimits(2, 8, RateLimit.NONE, RateLimit.NONE, 0);

    assertThat(fits(pool.lease(holder, large))).isEqualTo(6);
    assertThat(fits(pool.lease(holder, small))).isEqualTo(2);
    assertThat(fits(lease())).isEqualTo(4);
  }

  /** How many messages of three bytes it takes; then it is given back. */
  private int fits(Outbox outbox) {
    int count = 0;
    while (outbox.offer(Message.text("abc", null), OverflowPolicy.DISCONNECT).accepted()) {
      count++;
    }
    pool.release(outbox);
    held.remove(outbox);
    return count;
  }

  @Test
  void aReturnedOutboxIsLentAgainEmpty() {
    Outbox first = pool.lease(holder, LIMITS);
    first.offer(Message.text("secret", null), OverflowPolicy.DISCONNECT);
    pool.release(first);

    Outbox second = lease();

    assertThat(second).isSameAs(first);
    assertThat(second.size()).isZero();
    assertThat(second.bytes()).isZero();
    assertThat(second.poll()).isNull();
  }

  @Test
  void outboxesHaveTheConfiguredLimits() {
    Outbox outbox = lease();
    for (int i = 0; i < 4; i++) {
      assertThat(outbox.offer(Message.text("x", null), OverflowPolicy.DISCONNECT).accepted())
          .isTrue();
    }
    assertThat(outbox.offer(Message.text("x", null), OverflowPolicy.DISCONNECT).accepted())
        .isFalse();
    Outbox other = lease();
    Message big = Message.text("x".repeat(1001), null);
    assertThat(other.offer(big, OverflowPolicy.DISCONNECT).accepted()).isFalse();
  }

  @Test
  void theFiguresTellWhatHappened() {
    Outbox a = pool.lease(holder, LIMITS);
    Outbox b = pool.lease(holder, LIMITS);
    Outbox c = pool.lease(holder, LIMITS);
    assertThat(pool.figures()).isEqualTo(new OutboxPool.Figures(3, 0, 0, 3, 3, 0, 0));

    pool.release(a);
    pool.release(b);
    assertThat(pool.figures()).isEqualTo(new OutboxPool.Figures(3, 0, 2, 1, 3, 0, 0));

    Outbox d = pool.lease(holder, LIMITS);
    assertThat(pool.figures()).isEqualTo(new OutboxPool.Figures(3, 1, 1, 2, 3, 0, 0));
    pool.release(c);
    pool.release(d);
  }

  @Test
  void onlySoManyAreKeptForReuse() {
    int leased = OutboxPool.MOST_IDLE_OF_A_STRIPE + 10;
    List<Outbox> many = new ArrayList<>();
    for (int i = 0; i < leased; i++) {
      many.add(pool.lease(holder, LIMITS));
    }
    many.forEach(pool::release);

    assertThat(pool.figures().idle()).isEqualTo(OutboxPool.MOST_IDLE_OF_A_STRIPE);
    assertThat(pool.figures().highest()).isEqualTo(leased);
    assertThat(many).filteredOn(box -> box.lease == Outbox.Lease.CLOSED).hasSize(10);
  }

  @Test
  void aSecondReleaseIsRefused() {
    Outbox outbox = pool.lease(holder, LIMITS);
    pool.release(outbox);

    assertThatIllegalStateException().isThrownBy(() -> pool.release(outbox));
    assertThat(pool.figures().idle()).as("not lent to two").isEqualTo(1);
  }

  @Test
  void aLeaseHeldTooLongIsReportedOnceWithItsConnectionAndAge() {
    lease();
    try (LogCapture log = new LogCapture(OutboxPool.class)) {
      time.advance(THRESHOLD.minusNanos(1));
      pool.detectLeaks();
      assertThat(log.lines()).isEmpty();
      assertThat(pool.figures().leaked()).isZero();

      time.advance(Duration.ofNanos(1));
      pool.detectLeaks();
      pool.detectLeaks();
      assertThat(log.lines()).singleElement().asString().contains(holder.toString(), "60000 ms");
      assertThat(pool.figures().leaked()).isEqualTo(1);
    }
  }

  @Test
  void manyLeaksAreOneLine() {
    for (int i = 0; i < 20; i++) {
      lease();
    }
    time.advance(THRESHOLD);
    try (LogCapture log = new LogCapture(OutboxPool.class)) {
      pool.detectLeaks();
      assertThat(log.lines()).singleElement().asString().startsWith("20 ");
    }
    assertThat(pool.figures().leaked()).isEqualTo(20);
  }

  @Test
  void aLeakThatIsReturnedIsNoLongerOne() {
    Outbox outbox = pool.lease(holder, LIMITS);
    time.advance(THRESHOLD);
    pool.detectLeaks();

    pool.release(outbox);
    assertThat(pool.figures().leaked()).isZero();

    Outbox again = pool.lease(holder, LIMITS);
    pool.detectLeaks();
    assertThat(pool.figures().leaked()).as("a new lease begins a new age").isZero();
    time.advance(THRESHOLD);
    pool.detectLeaks();
    assertThat(pool.figures().leaked()).as("and is reported anew").isEqualTo(1);
    pool.release(again);
  }

  @Test
  void aClosedPoolKeepsNothing() {
    Outbox idle = pool.lease(holder, LIMITS);
    Outbox leased = pool.lease(holder, LIMITS);
    pool.release(idle);

    pool.close();
    assertThat(idle.lease).isEqualTo(Outbox.Lease.CLOSED);
    assertThat(pool.figures().idle()).isZero();

    pool.release(leased);
    assertThat(leased.lease).isEqualTo(Outbox.Lease.CLOSED);
    assertThat(pool.figures().idle()).isZero();
  }

  @Test
  void noOutboxIsEverLentToTwoAtOnce() {
    Set<Outbox> lent = ConcurrentHashMap.newKeySet();
    Race.among(
        4,
        number -> {
          for (int i = 0; i < 5000; i++) {
            Outbox outbox = pool.lease(holder, LIMITS);
            assertThat(lent.add(outbox)).isTrue();
            lent.remove(outbox);
            pool.release(outbox);
          }
        });

    OutboxPool.Figures figures = pool.figures();
    assertThat(figures.created() + figures.reused()).isEqualTo(20_000);
    assertThat(figures.created()).isLessThanOrEqualTo(4);
    assertThat(figures.highest()).isLessThanOrEqualTo(4);
  }

  private Outbox lease() {
    Outbox outbox = pool.lease(holder, LIMITS);
    held.add(outbox);
    return outbox;
  }
}
