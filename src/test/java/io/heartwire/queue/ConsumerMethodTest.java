package io.heartwire.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.DeadLetter;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueMessage;
import io.heartwire.testkit.QueuedThreads;
import io.heartwire.testkit.Stages;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

class ConsumerMethodTest extends QueueFixture {
  private final QueuedThreads threads = new QueuedThreads();
  private final Billing bean = new Billing();

  /** What an application writes. */
  public class Billing {
    final List<Object> seen = new ArrayList<>();
    final CompletableFuture<String> stage = new CompletableFuture<>();
    RuntimeException failure;

    @QueueConsumer(value = "work:a", retryAfter = "3s")
    public void text(String text) {
      assertThat(threads.isInRequest()).isTrue();
      seen.add(text);
      if (failure != null) {
        throw failure;
      }
    }

    @QueueConsumer(value = "work:a", concurrency = 3)
    public void message(QueueMessage message) {
      seen.add(message);
    }

    @QueueConsumer("work:a")
    public CompletionStage<String> later(Payload data) {
      seen.add(data);
      return stage;
    }

    @QueueConsumer("work:a")
    public void number(Integer number) {
      seen.add(number);
    }

    @QueueConsumer("work:a")
    void hidden(String text) {}

    @QueueConsumer("work:a")
    public void two(String one, String other) {}

    @QueueConsumer("")
    public void nameless(String text) {}

    @QueueConsumer(value = "work:a", retryAfter = "soon")
    public void soon(String text) {}

    @QueueConsumer(value = "work:a", retryAfter = "366d")
    public void late(String text) {}

    @QueueConsumer(value = "work:a", retryAfter = "PT-1S")
    public void early(String text) {}

    @QueueConsumer(value = "work:a", concurrency = 0)
    public void none(String text) {}

    @QueueConsumer("other:a")
    public void unknown(String text) {}
  }

  @Test
  void aMethodThatReturnsAcknowledges() {
    consume("text");
    send("a");
    assertThat(stats().inFlight()).isEqualTo(1);
    threads.runAll();

    assertThat(bean.seen).containsExactly("a");
    assertThat(stats().depth()).isZero();
  }

  @Test
  void oneThatThrowsGetsItAgainAfterAWhileAndAtLastItIsADeadLetterWithTheReason() {
    bean.failure = new IllegalStateException("the database is away");
    consume("text");
    send("a");
    threads.runAll();
    assertThat(bean.seen).hasSize(1);
    for (int i = 0; i < 20; i++) {
      pass(Duration.ofSeconds(1));
      threads.runAll();
    }

    assertThat(bean.seen).hasSize(5);
    DeadLetter dead = Stages.now(queues.peek(WORK.deadLetters(), 0, 1)).get(0).dead();
    assertThat(dead).isNotNull();
    assertThat(dead.detail()).contains("the database is away");
  }

  @Test
  void whatItRejectsIsADeadLetterAtOnceWithWhatItSays() {
    bean.failure = new RejectedMessageException("no such order");
    consume("text");
    send("a");
    threads.runAll();
    assertThat(stats().dead()).isEqualTo(1);
    DeadLetter dead = Stages.now(queues.peek(WORK.deadLetters(), 0, 1)).get(0).dead();
    assertThat(dead).isNotNull();
    assertThat(dead.detail()).isEqualTo("no such order");
  }

  @Test
  void jsonIsMadeToTheTypeOfTheParameterAndWhatIsNoneIsADeadLetter() {
    consume("number");
    send("42", "not a number");
    threads.runAll();

    assertThat(bean.seen).containsExactly(42);
    assertThat(stats().dead()).isEqualTo(1);
  }

  @Test
  void oneThatReturnsAStageAcknowledgesWhenItCompletes() {
    consume("later");
    send("a");
    threads.runAll();
    assertThat(stats().inFlight()).isEqualTo(1);
    bean.stage.complete("done");

    assertThat(stats().depth()).isZero();
  }

  @Test
  void aStageThatFailsDeliversAgain() {
    consume("later");
    send("a");
    threads.runAll();
    bean.stage.completeExceptionally(new IllegalStateException("no"));

    assertThat(stats().delayed()).isEqualTo(1);
  }

  @Test
  void onlySoManyCallsAreUnderWay() {
    consume("message");
    send("a", "b", "c", "d", "e");

    assertThat(threads.waiting()).isEqualTo(3);
    threads.runAll();
    assertThat(bean.seen).hasSize(5);
  }

  @Test
  void whatWaitsForAThreadTooLongKeepsItsPlaceUntilThenAndIsLeftToOthers() {
    queues = queues(Map.of("heartwire.queue.work.ack-timeout", "10s"));
    consume("text");
    send("a", "b");
    assertThat(threads.waiting()).isEqualTo(1);
    for (int i = 0; i < 4; i++) {
      pass(Duration.ofSeconds(11));
      assertThat(threads.waiting()).as("calls under way").isEqualTo(1);
    }
    assertThat(stats().ready()).as("for other consumers").isEqualTo(2);

    threads.runAll();

    assertThat(bean.seen).containsExactly("a", "b");
    assertThat(stats().depth()).isZero();
  }

  @Test
  void aCallThatTakesTooLongKeepsItsPlaceUntilItEnds() {
    queues = queues(Map.of("heartwire.queue.work.ack-timeout", "10s"));
    consume("later");
    send("a", "b");
    threads.runAll();
    pass(Duration.ofSeconds(40));
    threads.runAll();
    assertThat(bean.seen).hasSize(1);
    assertThat(stats().ready()).as("for other consumers").isEqualTo(2);

    bean.stage.complete("done");
    threads.runAll();

    assertThat(bean.seen).hasSize(3);
    assertThat(stats().depth()).isZero();
  }

  @Test
  void whatIsLostWithTheLeaseKeepsItsPlaceToo() {
    consume("later");
    send("a", "b");
    threads.runAll();
    QueueLimits limits = rules(Map.of()).require(WORK).limits();
    for (int i = 0; i < 100; i++) {
      time.advance(Duration.ofSeconds(1));
      Stages.now(store.renew(WORK.value(), "another node", 1, limits));
    }
    pass(Duration.ofSeconds(2));
    threads.runAll();
    assertThat(stats().inFlight()).isZero();
    assertThat(bean.seen).hasSize(1);

    bean.stage.complete("done");
    threads.runAll();

    assertThat(bean.seen).hasSizeGreaterThan(1);
  }

  @Test
  void whenTheApplicationStopsMessagesComeBack() {
    consume("text");
    threads.stop();
    send("a");

    assertThat(stats().delayed()).isEqualTo(1);
  }

  @Test
  void aMethodThatCannotConsumeFailsTheStartWithTheReason() {
    assertThatThrownBy(() -> consume("hidden")).hasMessageContaining("public");
    assertThatThrownBy(() -> consume("two")).hasMessageContaining("one parameter");
    assertThatThrownBy(() -> consume("nameless")).hasMessageContaining("name");
    assertThatThrownBy(() -> consume("soon")).hasMessageContaining("retryAfter");
    assertThatThrownBy(() -> consume("late")).hasMessageContaining("retryAfter");
    assertThatThrownBy(() -> consume("early")).hasMessageContaining("retryAfter");
    assertThatThrownBy(() -> consume("none")).hasMessageContaining("concurrency");
    assertThatThrownBy(() -> consume("unknown")).hasMessageContaining("namespaces");
  }

  private void consume(String name) {
    Method method =
        ConsumerMethod.in(Billing.class).stream()
            .filter(each -> each.getName().equals(name))
            .findFirst()
            .orElseThrow();
    new ConsumerMethods(queues, threads, time).consume(bean, method);
  }
}
