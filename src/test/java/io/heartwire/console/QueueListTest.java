package io.heartwire.console;

import static io.heartwire.console.ConsoleNode.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.broker.Payload;
import io.heartwire.queue.QueueDelivery;
import io.heartwire.queue.QueueName;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.Stages;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The queues as one list. */
class QueueListTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "heartwire.api.key", KEY,
          "heartwire.queue.namespaces", "work",
          "heartwire.queue.work.max-messages", "4");

  private final ManualTimeSource time = new ManualTimeSource();
  private final ConsoleNode node = new ConsoleNode(new TestPool(SETTINGS, time));
  private final String token = node.signIn();

  @Test
  void aRowMustTellWhatWaitsHowLongAndWhoConsumes() {
    send("work:a", 2);
    time.advance(Duration.ofSeconds(3));
    consume("work:b", 1);
    send("work:b", 1);

    JsonNode rows = node.ok(token, "queues", "{}").get("rows");

    assertThat(rows.get(0).toString())
        .isEqualTo(
            "{\"queue\":\"work:a\",\"ready\":2,\"delayed\":0,\"in_flight\":0,\"dead\":0,\"bytes\":2,"
                + "\"oldest_ms\":3000,\"consumers\":0,\"redelivered\":0,\"full\":0.5}");
    assertThat(rows.get(1).get("in_flight").asInt()).isEqualTo(1);
    assertThat(rows.get(1).get("consumers").asInt()).isEqualTo(1);
    assertThat(rows.get(1).has("oldest_ms")).isFalse();
  }

  @Test
  void ratesMustBeThoseOfTheLastSeconds() {
    List<QueueDelivery> has = consume("work:a", 10);
    node.ok(token, "queues", "{}");
    send("work:a", 4);
    has.forEach(each -> Stages.now(each.acknowledge()));
    time.advance(Duration.ofSeconds(2));

    JsonNode row = node.ok(token, "queues", "{}").at("/rows/0");

    assertThat(row.get("sent_per_s").asDouble()).isEqualTo(2);
    assertThat(row.get("done_per_s").asDouble()).isEqualTo(2);
    for (int i = 0; i < 8; i++) {
      time.advance(Duration.ofSeconds(2));
      row = node.ok(token, "queues", "{}").at("/rows/0");
    }
    assertThat(row.get("sent_per_s").asDouble()).as("nothing came of late").isZero();
    time.advance(Duration.ofMinutes(5));
    assertThat(node.ok(token, "queues", "{}").at("/rows/0").has("sent_per_s"))
        .as("nobody has looked for long")
        .isFalse();
  }

  @Test
  void filtersMustFindTroubleAndNames() {
    send("work:idle", 1);
    send("work:full", 4);
    consume("work:busy", 1);
    send("work:busy", 2);
    reject("work:bad");

    assertThat(names("{'idle':true}")).containsExactly("work:full", "work:idle");
    assertThat(names("{'full':true}")).containsExactly("work:full");
    assertThat(names("{'dead':true}")).containsExactly("work:bad");
    assertThat(names("{'text':'BUS'}")).containsExactly("work:busy");
  }

  @ParameterizedTest
  @EnumSource
  void pagesMustShowEachQueueOnceWhateverSortsThem(QueueSort sort) {
    for (int i = 0; i < 9; i++) {
      send("work:" + i, i % 3 + 1);
    }
    for (boolean descending : new boolean[] {false, true}) {
      List<String> names = new ArrayList<>();
      String after = "";
      do {
        JsonNode page =
            node.ok(
                token,
                "queues",
                "{'sort':'%s','limit':2,'descending':%s,'after':'%s'}"
                    .formatted(sort.name().toLowerCase(java.util.Locale.ROOT), descending, after));
        assertThat(page.get("total").asInt()).isEqualTo(9);
        page.get("rows").forEach(row -> names.add(row.get("queue").asText()));
        after = page.path("next").asText();
      } while (!after.isEmpty());
      assertThat(names).hasSize(9).doesNotHaveDuplicates();
    }
  }

  @Test
  void theLongestMustComeFirstWhereThatIsWanted() {
    send("work:short", 1);
    send("work:long", 3);
    send("work:middle", 2);

    assertThat(names("{'sort':'ready','descending':true}"))
        .containsExactly("work:long", "work:middle", "work:short");
    assertThat(node.call(token, "queues", "{'sort':'colour'}").status()).isEqualTo(400);
  }

  @Test
  void whereThereAreMoreThanAreAskedForTheListMustSaySo() {
    for (int i = 0; i <= QueueCensus.MOST; i++) {
      send("work:" + i, 1);
    }

    JsonNode page = node.ok(token, "queues", "{}");

    assertThat(page.get("total").asInt()).isEqualTo(QueueCensus.MOST);
    assertThat(page.get("note").asText()).contains("1000 queues that were used last");
    assertThat(page.get("rows")).hasSize(50);
  }

  private List<String> names(String question) {
    List<String> names = new ArrayList<>();
    node.ok(token, "queues", question)
        .get("rows")
        .forEach(row -> names.add(row.get("queue").asText()));
    return names;
  }

  private void send(String queue, int count) {
    for (int i = 0; i < count; i++) {
      Stages.now(node.queues.send(new QueueName(queue), Payload.text("1")));
    }
  }

  /** Returns what the consumer is given. */
  private List<QueueDelivery> consume(String queue, int prefetch) {
    List<QueueDelivery> has = new ArrayList<>();
    assertThat(node.queues.consume(new QueueName(queue), prefetch, has::add)).isNotNull();
    return has;
  }

  private void reject(String queue) {
    List<QueueDelivery> has = consume(queue, 1);
    send(queue, 1);
    Stages.now(has.get(0).reject("nobody can"));
  }
}
