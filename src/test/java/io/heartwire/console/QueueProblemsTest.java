package io.heartwire.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.broker.Payload;
import io.heartwire.queue.QueueDelivery;
import io.heartwire.queue.QueueName;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the overview says of queues. */
class QueueProblemsTest extends TwoNodesFixture {
  QueueProblemsTest() {
    super(
        Map.of(
            "heartwire.queue.namespaces", "work",
            "heartwire.queue.work.max-messages", "2"));
  }

  @Test
  void aFullQueueMustBeSaidOnceHoweverManyNodesUseIt() {
    for (ConsoleNode node : List.of(left, right)) {
      send(node, "work:a", 2);
    }
    pass(6);

    assertThat(problems())
        .containsExactly(
            "{\"severity\":\"bad\",\"text\":\"queue work:a is full: it lacks consumers"
                + " (max-messages, max-bytes)\",\"count\":2,\"queue\":\"work:a\"}");
  }

  @Test
  void newDeadLettersMustBeSaidForAWhileAndThoseFromBeforeNot() {
    reject("work:a", 3);
    pass(6);
    assertThat(problems()).as("they are older than what is known here").isEmpty();

    reject("work:a", 2);
    pass(6);
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("messages of queue work:a became dead letters", "\"count\":2", "\"warn\"");

    pass((int) RecentCounts.SPAN.toSeconds() + 70);
    assertThat(problems()).isEmpty();
  }

  @Test
  void onlyTheWorstQueuesMustBeNamed() {
    for (int i = 0; i < QueueProblems.MOST_NAMED + 3; i++) {
      send(left, "work:" + i, 2);
    }
    pass(6);

    assertThat(problems())
        .hasSize(QueueProblems.MOST_NAMED + 1)
        .last()
        .asString()
        .contains("other queues are full", "\"count\":3");
  }

  private List<String> problems() {
    List<String> all = new ArrayList<>();
    for (JsonNode problem : left.ok(token, "overview", "{}").get("problems")) {
      if (problem.get("text").asText().contains("queue")) {
        all.add(problem.toString());
      }
    }
    return all;
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.advance(Duration.ofSeconds(1));
      for (ConsoleNode node : List.of(left, right)) {
        node.queues.tick(time.nanos());
        node.queueProblems.tick(time.nanos());
      }
    }
  }

  private static void send(ConsoleNode node, String queue, int count) {
    for (int i = 0; i < count; i++) {
      Stages.now(node.queues.send(new QueueName(queue), Payload.text("1")));
    }
  }

  private void reject(String queue, int count) {
    List<QueueDelivery> has = new ArrayList<>();
    var subscription = left.queues.consume(new QueueName(queue), 10, has::add);
    for (int i = 0; i < count; i++) {
      send(left, queue, 1);
      Stages.now(has.get(i).reject("nobody can"));
    }
    Stages.now(subscription.close());
  }
}
