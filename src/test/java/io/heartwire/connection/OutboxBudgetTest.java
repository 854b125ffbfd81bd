package io.heartwire.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Thousands of clients that do not read, and what they may hold together: a hundredth of the heap.
 */
class OutboxBudgetTest {
  private static final int CLIENTS = 2000;
  private static final int MESSAGE = 4096;

  @RegisterExtension
  final TestPool pool = new TestPool(Map.of("heartwire.outbox.max-heap-percent", "1"));

  private final long budget = Runtime.getRuntime().maxMemory() / 100;
  private final List<Connection> stuck = new ArrayList<>();

  @Test
  void clientsThatAreSentMessagesOfTheirOwnHoldNoMoreThanTwiceTheBudget() {
    connect(CLIENTS / 4);
    long highest = 0;
    for (int i = 0; i < 64; i++) {
      for (Connection connection : stuck) {
        connection.send(Message.text("x".repeat(MESSAGE), null), OverflowPolicy.DISCONNECT);
      }
      highest = Math.max(highest, pool.outboxes.figures().bytes());
    }

    assertThat(highest).isBetween(budget / 2, 2 * budget);
    assertThat(stuck).as("who holds too much is slow").anyMatch(OutboxBudgetTest::isSlow);
  }

  @Test
  void aBurstForAllIsHeldOnceAndClosesNobody() {
    connect(CLIENTS);
    for (int i = 0; i < 100; i++) {
      Message news = Message.text("x".repeat(1000), "news");
      stuck.forEach(connection -> connection.send(news, OverflowPolicy.DISCONNECT));
    }

    assertThat(stuck).noneMatch(OutboxBudgetTest::isSlow);
    assertThat(pool.outboxes.figures().bytes()).isLessThan(budget);
  }

  @Test
  void aBurstOfManySmallMessagesClosesNobody() {
    connect(20);
    for (int i = 0; i < 8192; i++) {
      Message news = Message.text("m" + i, "news");
      stuck.forEach(connection -> connection.send(news, OverflowPolicy.DISCONNECT));
    }

    assertThat(stuck).noneMatch(OutboxBudgetTest::isSlow);
  }

  @Test
  void whoHasLittleWaitingIsNotClosedBecauseOthersHoldMuch() {
    connect(CLIENTS);
    Connection small = stuck.remove(0);
    for (int i = 0; i < 64; i++) {
      for (Connection connection : stuck) {
        connection.send(Message.text("x".repeat(MESSAGE), null), OverflowPolicy.DISCONNECT);
      }
    }

    for (int i = 0; i < 100; i++) {
      assertThat(small.send(Message.text("small", null), OverflowPolicy.DISCONNECT)).isTrue();
    }
  }

  @Test
  void nothingIsCountedWhenAllHaveGone() {
    connect(100);
    for (int i = 0; i < 300; i++) {
      Message news = Message.text("x".repeat(1000), "news");
      stuck.forEach(connection -> connection.send(news, OverflowPolicy.DISCONNECT));
    }
    assertThat(pool.outboxes.figures().bytes()).isPositive();

    stuck.forEach(connection -> connection.ended(CloseReason.NORMAL));

    assertThat(pool.outboxes.figures().bytes()).isZero();
  }

  private static boolean isSlow(Connection connection) {
    return connection.endedBy().filter(CloseReason.SLOW::equals).isPresent();
  }

  private void connect(int clients) {
    for (int i = 0; i < clients; i++) {
      stuck.add(pool.live(new ScriptedTransport().hold()));
    }
  }
}
