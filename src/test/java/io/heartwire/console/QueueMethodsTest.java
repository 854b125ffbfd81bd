package io.heartwire.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueStats;
import io.heartwire.queue.QueueDelivery;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.QueueReceiver;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

/** What the console shows of a queue, and does to it. */
class QueueMethodsTest extends TwoNodesFixture {
  private static final QueueName ORDERS = new QueueName("work:orders");

  QueueMethodsTest() {
    super(
        Map.of(
            "heartwire.queue.namespaces", "work",
            "heartwire.queue.work.max-messages", "2000",
            "heartwire.queue.work.ack-timeout", "5m"));
  }

  @Test
  void aQueueMustTellItsFiguresItsRulesAndItsConsumersOnEachNode() {
    var first = left.queues.consume(ORDERS, 1, new Consumer());
    var second = right.queues.consume(ORDERS, 1, new Consumer());
    send("1", "2");

    JsonNode queue = left.ok(token, "queue", "{'queue':'work:orders'}");

    assertThat(queue.get("ready").asInt()).isEqualTo(1);
    assertThat(queue.get("sent").asInt()).isEqualTo(2);
    assertThat(queue.at("/rules/ack-timeout").asText()).isEqualTo("5m");
    assertThat(queue.at("/rules/overflow").asText()).isEqualTo("refuse");
    assertThat(queue.at("/nodes/0/unacknowledged").asInt()).isEqualTo(1);
    assertThat(queue.at("/nodes/1/name").asText()).isEqualTo("right");
    assertThat(queue.at("/nodes/1/consumers").asInt()).isEqualTo(1);
    nodes.takeAway(right.node);
    assertThat(
            left.ok(token, "queue", "{'queue':'work:orders'}").at("/nodes/1/answered").asBoolean())
        .isFalse();
    assertThat(first.queue()).isEqualTo(second.queue());
  }

  @Test
  void aQueueOfDeadLettersMustBeShownWithItsQueue() {
    send("1");

    JsonNode queue = left.ok(token, "queue", "{'queue':'work:orders.dlq'}");

    assertThat(queue.get("queue").asText()).isEqualTo("work:orders");
    assertThat(queue.get("ready").asInt()).isEqualTo(1);
  }

  @Test
  void aQueueWhoseNamespaceIsUnknownMustBeShownWithoutRules() {
    JsonNode queue = left.ok(token, "queue", "{'queue':'gone:orders'}");

    assertThat(queue.has("rules")).isFalse();
    assertThat(queue.has("full")).isFalse();
    assertThat(left.call(token, "queue", "{}").status()).isEqualTo(400);
    assertThat(left.call(token, "queue", "{'queue':'a{b}'}").status()).isEqualTo(400);
    assertThat(left.call(token, "queue_send", "{'queue':'gone:orders','data':1}").status())
        .isEqualTo(404);
  }

  @Test
  void messagesMustBePagedAndStayWhereTheyAre() {
    send("0", "1", "2", "3", "4");

    JsonNode first = messages("{'queue':'work:orders','limit':3}");
    JsonNode second =
        messages(
            "{'queue':'work:orders','limit':3,'after':'%s'}".formatted(first.get("next").asText()));

    assertThat(data(first)).containsExactly("0", "1", "2");
    assertThat(data(second)).containsExactly("3", "4");
    assertThat(second.has("next")).isFalse();
    assertThat(stats().ready()).isEqualTo(5);
    assertThat(left.call(token, "queue_messages", "{'queue':'work:orders','after':'x'}").status())
        .isEqualTo(400);
    assertThat(left.call(token, "queue_messages", "{'queue':'work:orders','limit':21}").status())
        .isEqualTo(400);
  }

  @Test
  void dataMustBeShownAsJsonOrTextOrHexAndNeverMoreThanAPart() {
    send(Payload.json("{\"n\": 1}"));
    send(Payload.sharing("[2]".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    send(Payload.text("grüß"));
    send(Payload.sharing(new byte[] {1, (byte) 0xff}));
    send(Payload.text("ü".repeat(MessageJson.MOST_BYTES)));
    send(Payload.sharing(new byte[5000]));
    send(Payload.EMPTY);

    JsonNode all = messages("{'queue':'work:orders'}").get("messages");

    assertThat(shown(all, 0)).isEqualTo("json {\"n\": 1}");
    assertThat(shown(all, 1)).isEqualTo("json [2]");
    assertThat(shown(all, 2)).isEqualTo("text grüß");
    assertThat(shown(all, 3)).isEqualTo("hex 01 ff");
    assertThat(shown(all, 4)).isEqualTo("text " + "ü".repeat(MessageJson.MOST_BYTES / 2));
    assertThat(all.get(4).get("size").asInt()).isEqualTo(2 * MessageJson.MOST_BYTES);
    assertThat(all.get(4).get("clipped").asBoolean()).isTrue();
    assertThat(all.get(5).get("data").asText()).hasSize(3 * MessageJson.MOST_HEX - 1);
    assertThat(all.get(5).get("clipped").asBoolean()).isTrue();
    assertThat(shown(all, 6)).isEqualTo("text ");
    assertThat(all.get(0).has("clipped")).isFalse();
  }

  @Test
  void headersAndSenderMustBeShown() {
    Stages.now(
        left.queues.send(
            ORDERS, QueueDraft.of(Payload.text("1")).headers(Map.of("priority", "high"))));

    JsonNode message = messages("{'queue':'work:orders'}").at("/messages/0");

    assertThat(message.get("headers").toString()).isEqualTo("{\"priority\":\"high\"}");
    assertThat(message.get("first_sent_at").asLong()).isEqualTo(time.wallClock().toEpochMilli());
    assertThat(message.has("user")).isFalse();
  }

  @Test
  void deadLettersMustSayWhyAndGoBackAsManyAsWereToldOf() {
    rejectAll("1", "2", "3");

    JsonNode dead = messages("{'queue':'work:orders.dlq'}").at("/messages/0/dead");
    assertThat(dead.get("reason").asText()).isEqualTo("rejected");
    assertThat(dead.get("detail").asText()).isEqualTo("nobody can");
    assertThat(dead.get("deliveries").asInt()).isEqualTo(1);

    assertThat(left.ok(token, "queue_move", "{'queue':'work:orders','count':2}").toString())
        .isEqualTo("{\"moved\":2}");
    assertThat(stats().ready()).isEqualTo(2);
    assertThat(stats().dead()).isEqualTo(1);
    assertThat(left.ok(token, "queue_move", "{'queue':'work:orders.dlq'}").toString())
        .isEqualTo("{\"moved\":1}");
    assertThat(left.call(token, "queue_move", "{'queue':'gone:orders'}").status()).isEqualTo(404);
  }

  @Test
  void manyDeadLettersMustGoBackInSteps() {
    rejectAll(java.util.Collections.nCopies(1200, "1").toArray(String[]::new));

    assertThat(left.ok(token, "queue_move", "{'queue':'work:orders','count':1100}").toString())
        .isEqualTo("{\"moved\":1100}");
    assertThat(stats().dead()).isEqualTo(100);
  }

  @Test
  void purgingMustRemoveWhatWaitsAndBeSeenAtOnceAndLogged() {
    send("1", "2");
    left.ok(token, "queues", "{}");
    try (LogCapture audit = new LogCapture(AuditLog.NAME, Level.INFO)) {
      assertThat(left.ok(token, "queue_purge", "{'queue':'work:orders'}").toString())
          .isEqualTo("{\"removed\":2}");
      assertThat(audit.lines().toString())
          .contains(
              "\"who\":\"api key\"",
              "\"what\":\"queue_purge\"",
              "\"target\":\"queue=work:orders\"",
              "\"result\":\"done\"");
    }
    assertThat(left.ok(token, "queues", "{}").at("/rows/0/ready").asInt()).isZero();
  }

  @Test
  void sendingMustNotFindItsMessageInTheAuditLog() {
    try (LogCapture audit = new LogCapture(AuditLog.NAME, Level.INFO)) {
      left.ok(token, "queue_send", "{'queue':'work:orders','data':{'card':4711}}");

      assertThat(audit.lines().toString()).contains("queue_send").doesNotContain("4711");
    }
    assertThat(messages("{'queue':'work:orders'}").at("/messages/0/kind").asText())
        .isEqualTo("json");
    assertThat(left.call(token, "queue_send", "{'queue':'work:orders'}").status()).isEqualTo(400);
    assertThat(left.call(token, "queue_send", "{'queue':'work:orders.dlq','data':1}").status())
        .isEqualTo(400);
  }

  @Test
  void aFullQueueMustBeRefusedByItsName() {
    for (int i = 0; i < 2000; i++) {
      send("1");
    }

    var answer = left.call(token, "queue_send", "{'queue':'work:orders','data':1}");

    assertThat(answer.status()).isEqualTo(409);
    assertThat(ConsoleNode.text(answer)).contains("queue work:orders is full");
  }

  private JsonNode messages(String question) {
    return left.ok(token, "queue_messages", question);
  }

  private static List<String> data(JsonNode page) {
    List<String> all = new ArrayList<>();
    page.get("messages").forEach(message -> all.add(message.get("data").asText()));
    return all;
  }

  private static String shown(JsonNode all, int i) {
    return all.get(i).get("kind").asText() + ' ' + all.get(i).get("data").asText();
  }

  private QueueStats stats() {
    return Stages.now(left.queues.stats(ORDERS));
  }

  private void send(String... texts) {
    for (String text : texts) {
      send(Payload.text(text));
    }
  }

  private void send(Payload data) {
    Stages.now(left.queues.send(ORDERS, data));
  }

  private void rejectAll(String... texts) {
    send(texts);
    Consumer consumer = new Consumer();
    var subscription = left.queues.consume(ORDERS, 1, consumer);
    for (int i = 0; i < texts.length; i++) {
      Stages.now(consumer.has.get(i).reject("nobody can"));
    }
    Stages.now(subscription.close());
    assertThat(stats().dead()).isEqualTo(texts.length);
  }

  private static final class Consumer implements QueueReceiver {
    private final List<QueueDelivery> has = new ArrayList<>();

    @Override
    public void deliver(QueueDelivery delivery) {
      has.add(delivery);
    }
  }
}
