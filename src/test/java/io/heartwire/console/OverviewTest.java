package io.heartwire.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.channel.ChannelCrowd;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Message;
import io.heartwire.connection.OverflowPolicy;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** All nodes at one glance. */
class OverviewTest extends TwoNodesFixture {
  OverviewTest() {
    super(
        Map.of(
            "heartwire.channel.default.allow-subscribe", "true",
            "heartwire.pool.max-connections", "3"));
  }

  @Test
  void figuresOfOtherNodesMustComeWithTheirLeases() {
    right.connect("ann").missedPing();
    left.connect("bob");

    JsonNode overview = overview(left);

    assertThat(overview.at("/nodes/0/name").asText()).isEqualTo("left");
    assertThat(overview.at("/nodes/0/self").asBoolean()).isTrue();
    assertThat(overview.at("/nodes/0/figures/connections/live").asInt()).isEqualTo(1);
    assertThat(overview.at("/nodes/1/self").asBoolean()).isFalse();
    assertThat(overview.at("/nodes/1/figures/connections/stale").asInt()).isEqualTo(1);
    assertThat(nodes.sent).as("what other nodes were asked").isEmpty();
  }

  @Test
  void distributionsMustBeInMilliseconds() {
    assertThat(overview(left).at("/nodes/0/figures/rtt").toString())
        .isEqualTo("{\"bounds\":[1.0,2.5],\"counts\":[3,2,1]}");
  }

  @Test
  void problemsMustNameTheirNodeWorstFirst() {
    left.connect("stale").missedPing();
    for (int i = 0; i < 3; i++) {
      right.connect("");
    }

    JsonNode problems = overview(left).get("problems");

    assertThat(problems.get(0).toString())
        .contains("\"severity\":\"bad\"", "the pool is full", "\"count\":3", "\"node\":\"right\"");
    assertThat(problems.get(1).toString())
        .contains("\"severity\":\"warn\"", "stale", "\"count\":1", "\"node\":\"left\"");
  }

  @Test
  void trafficMustCountConnectionsThatHaveEnded() {
    Connection connection = left.connect("ann");
    connection.received(10, true);
    connection.send(Message.text("four", "topic"), OverflowPolicy.DISCONNECT);
    time.advance(Duration.ofSeconds(1));
    JsonNode before = overview(left).at("/nodes/0/figures");

    connection.ended(CloseReason.NORMAL);
    time.advance(Duration.ofSeconds(1));
    JsonNode after = overview(left).at("/nodes/0/figures");

    assertThat(before.get("messages_in").asInt()).isEqualTo(1);
    assertThat(before.get("bytes_in").asInt()).isEqualTo(10);
    assertThat(before.get("messages_out").asInt()).isEqualTo(1);
    for (String count : new String[] {"messages_in", "bytes_in", "messages_out", "bytes_out"}) {
      assertThat(after.get(count)).as(count).isEqualTo(before.get(count));
    }
    assertThat(after.at("/closed/1000 normal").asInt()).isEqualTo(1);
  }

  @Test
  void figuresMustBeMadeAFewTimesASecondAtTheMost() {
    overview(left);
    left.connect("ann");

    assertThat(overview(left).at("/nodes/0/figures/connections/live").asInt()).isZero();
    time.advance(Duration.ofMillis(500));
    assertThat(overview(left).at("/nodes/0/figures/connections/live").asInt()).isEqualTo(1);
  }

  @Test
  void theFeedMustTellTheOverviewWhileSomebodyListens() {
    left.feed.tick(time.nanos());
    assertThat(left.channels.channels.count()).isZero();

    new ChannelCrowd(left.channels, left.pool).operator("$console:overview");
    left.feed.tick(time.nanos());

    left.pool.registry.forEach(
        listener -> assertThat(listener.snapshot().messagesSent()).isEqualTo(1));
  }

  private static JsonNode overview(ConsoleNode node) {
    return ConsoleNode.json(node.overview.json());
  }
}
