package io.heartwire.console;

import static io.heartwire.console.ConsoleNode.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.broker.Payload;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.Revocations;
import io.heartwire.queue.QueueName;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestCluster;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What should be zero and is not is said on the overview, for as long as it is news. */
class ProblemsTest {
  private final ManualTimeSource time = new ManualTimeSource();
  private final ConsoleNode node =
      new ConsoleNode(
          new TestPool(
              Map.of(
                  "heartwire.api.key", KEY,
                  "heartwire.queue.namespaces", "work",
                  "heartwire.queue.work.ack-timeout", "1s",
                  "heartwire.token.max-revocations", "1",
                  "heartwire.token.jwks-url", "https://issuer.example/keys"),
              time),
          new TestCluster(),
          "left",
          Optional.empty());

  @Test
  void whereAllIsWellThereIsNothing() {
    assertThat(problems()).isEmpty();
  }

  @Test
  void whatIsOverMustBeForgotten() {
    pass(1);
    node.call(null, "sign-in", "{'key':'wrong'}");
    pass(1);
    assertThat(problems())
        .singleElement()
        .asString()
        .contains("requests to the console had no valid key (heartwire.api.key)", "\"count\":1");

    pass((int) RecentCounts.SPAN.toSeconds() + 70);

    assertThat(problems()).isEmpty();
  }

  @Test
  void aBeanThatFailsTooOftenMustBeNamed() {
    pass(1);
    try (LogCapture log = new LogCapture(Hooks.class)) {
      for (int i = 0; i < 100; i++) {
        var unused =
            node.channels.hooks.ask(
                List.of("a bean"),
                bean -> {
                  throw new IllegalStateException("broken");
                },
                () -> CompletableFuture.completedStage("nobody"));
      }
    }
    pass(1);

    assertThat(problems())
        .anySatisfy(said -> assertThat(said).contains("fails too often to be asked: bean"))
        .anySatisfy(said -> assertThat(said).contains("hooks and handlers of the application"));
  }

  @Test
  void observersOfClientEventsThatThrowMustBeSaid() {
    pass(1);
    node.channels.told.observe(
        event -> {
          throw new IllegalStateException("broken");
        });
    try (LogCapture log = new LogCapture(ApplicationEvents.class)) {
      node.channels.events.fire("c1", "an event");
    }
    pass(1);

    assertThat(problems()).singleElement().asString().contains("observers of client events threw");
  }

  @Test
  void revocationsThatThereIsNoRoomForMustBeSaid() {
    pass(1);
    Revocations revocations = new Revocations(node.channels.revoked, node.channels.stays);
    revocations.revoke("first", null);
    revocations.revoke("second", null);
    pass(1);

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("revocations were refused for want of room (heartwire.token.max-revocations)");
  }

  @Test
  void keysThatCannotBeFetchedMustBeSaid() {
    pass(1);
    node.issuer.ask();
    pass(1);

    assertThat(problems())
        .singleElement()
        .asString()
        .contains("the keys that verify tokens could not be fetched (heartwire.token.jwks-url)");
  }

  @Test
  void consumersThatHoldMessagesForTooLongMustBeSaid() {
    pass(1);
    QueueName queue = new QueueName("work:a");
    node.queues.consume(queue, 1, delivery -> {});
    Stages.now(node.queues.send(queue, Payload.text("x")));
    pass(10);

    assertThat(problems())
        .anySatisfy(
            said -> assertThat(said).contains("taken from consumers that had them for too long"));
  }

  private void pass(int seconds) {
    for (int i = 0; i < seconds; i++) {
      time.advance(Duration.ofSeconds(1));
      node.heartbeat.sweep();
      node.queues.tick(time.nanos());
      node.problems.tick(time.nanos());
    }
  }

  private List<String> problems() {
    JsonNode problems = ConsoleNode.json(node.overview.json()).get("problems");
    return problems.findParents("text").stream().map(JsonNode::toString).toList();
  }
}
