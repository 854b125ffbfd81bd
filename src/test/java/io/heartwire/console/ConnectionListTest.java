package io.heartwire.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connections of two nodes as one list. */
class ConnectionListTest extends TwoNodesFixture {
  ConnectionListTest() {
    super(Map.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"opened_at", "user", "state", "rtt_ms", "last_heard_at", "dropped", "node"})
  void pagesMustShowEachConnectionOnceWhateverSortsThem(String sort) {
    for (int i = 0; i < 23; i++) {
      ConsoleNode node = i % 3 == 0 ? left : right;
      node.connect(i % 2 == 0 ? "ann" : ""); // most values are equal
    }

    for (boolean descending : new boolean[] {false, true}) {
      List<String> ids = new ArrayList<>();
      String after = "";
      int pages = 0;
      do {
        JsonNode page =
            left.ok(
                token,
                "connections",
                "{'sort':'%s','descending':%s,'limit':5,'after':'%s'}"
                    .formatted(sort, descending, after));
        assertThat(page.get("total").asInt()).isEqualTo(23);
        assertThat(page.get("rows").size()).isLessThanOrEqualTo(5);
        page.get("rows").forEach(row -> ids.add(row.get("id").asText()));
        after = page.path("next").asText();
        pages++;
      } while (!after.isEmpty());
      assertThat(pages).isEqualTo(5);
      assertThat(new HashSet<>(ids)).hasSize(23);
      assertThat(ids).hasSize(23);
    }
  }

  @Test
  void rowsMustComeInTheOrderThatIsWantedFromBothNodes() {
    left.connect("b");
    right.connect("c");
    left.connect("d");
    right.connect("a");

    assertThat(users("{'sort':'user'}")).containsExactly("a", "b", "c", "d");
    assertThat(users("{'sort':'user','descending':true,'limit':2}")).containsExactly("d", "c");
  }

  @Test
  void nodesMustSortByTheirNames() {
    right.connect("c");
    left.connect("a");
    right.connect("d");
    left.connect("b");

    assertThat(users("{'sort':'node'}").subList(0, 2)).containsExactlyInAnyOrder("a", "b");
    assertThat(users("{'sort':'node','descending':true,'limit':2}"))
        .containsExactlyInAnyOrder("c", "d");
  }

  @Test
  void filtersMustHoldOnEveryNode() {
    left.connect("ann");
    Connection stale = right.connect("bob");
    stale.missedPing();
    right.pool.admit();

    assertThat(users("{'text':'BO'}")).containsExactly("bob");
    assertThat(users("{'user':'ann'}")).containsExactly("ann");
    assertThat(users("{'stale':true}")).containsExactly("bob");
    assertThat(users("{'state':'pending'}")).containsExactly("");
    assertThat(users("{'node':'" + left.node.uid() + "'}")).containsExactly("ann");
    assertThat(users("{'text':'" + stale.id() + "'}")).containsExactly("bob");
    assertThat(users("{'protocol':'centrifuge'}")).isEmpty();
    assertThat(users("{'slow':true}")).isEmpty();
  }

  @Test
  void whatMakesNoSenseMustBeRefusedAndNamed() {
    assertThat(refused("{'sort':'weight'}")).contains("sort must be one of");
    assertThat(refused("{'state':'gone'}")).contains("state must be");
    assertThat(refused("{'limit':201}")).contains("limit");
    assertThat(refused("{'after':'x'}")).contains("after");
    assertThat(refused("{'text':7}")).contains("text");
    assertThat(refused("[]")).contains("not an object");
    left.connect("a");
    left.connect("b");
    String next = left.ok(token, "connections", "{'limit':1}").get("next").asText();
    assertThat(refused("{'sort':'user','after':'" + next + "'}")).contains("for this order");
    assertThat(left.call(token, "connections", "{'node':'none'}").status()).isEqualTo(404);
  }

  @Test
  void aNodeThatDoesNotAnswerMustBeNamedAndTheOthersShown() {
    left.connect("ann");
    right.connect("bob");
    nodes.takeAway(right.node);

    JsonNode page = left.ok(token, "connections", "{}");

    assertThat(page.get("rows")).hasSize(1);
    assertThat(page.at("/nodes/0/answered").asBoolean()).isTrue();
    assertThat(page.at("/nodes/1/answered").asBoolean()).isFalse();
    assertThat(page.at("/nodes/1/name").asText()).isEqualTo("right");
  }

  @Test
  void withoutTheEngineANodeMustAnswerForItself() {
    left.connect("ann");
    nodes.lose();

    JsonNode page = left.ok(token, "connections", "{}");

    assertThat(page.get("rows")).hasSize(1);
    assertThat(page.at("/nodes/1/why").asText()).contains("engine cannot be reached");
  }

  @Test
  void detailsMustShowTheRecentRoundTripsOfAConnectionOnAnotherNode() {
    Connection connection = right.connect("bob");

    JsonNode details =
        left.ok(
            token,
            "connection",
            "{'node':'%s','id':'%s'}".formatted(right.node.uid(), connection.id()));

    assertThat(details.get("user").asText()).isEqualTo("bob");
    assertThat(details.get("user_agent").asText()).isEqualTo("test");
    assertThat(details.get("rtt_recent")).isEmpty();
    assertThat(details.get("subscriptions_list")).isEmpty();
    assertThat(left.call(token, "connection", "{'id':'x'}").status()).isEqualTo(400);
    assertThat(
            left.call(
                    token,
                    "connection",
                    "{'node':'%s','id':'%s'}".formatted(left.node.uid(), connection.id()))
                .status())
        .as("on the node where it is not")
        .isEqualTo(404);
  }

  @Test
  void aConnectionOnAnotherNodeMustBeDisconnected() {
    Connection connection = right.connect("bob");
    Connection other = right.connect("bob");

    left.ok(
        token,
        "disconnect",
        "{'node':'%s','id':'%s'}".formatted(right.node.uid(), connection.id()));

    assertThat(connection.endedBy()).contains(CloseReason.FORCE_NO_RECONNECT);
    assertThat(other.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void aUsersConnectionsMustBeFoundOnAllNodes() {
    left.connect("ann");
    right.connect("ann");
    right.connect("annabel");

    assertThat(left.ok(token, "user", "{'user':'ann'}").get("total").asInt()).isEqualTo(2);
    assertThat(left.call(token, "user", "{}").status()).isEqualTo(400);
  }

  @Test
  void questionsMustBeBoundedInTheirRate() {
    String body = "{'node':'" + right.node.uid() + "'}";
    for (int i = 0; i < 60; i++) {
      assertThat(left.call(token, "connections", body).status()).isEqualTo(200);
    }

    assertThat(left.call(token, "connections", body).status()).isEqualTo(429);
    time.advance(Duration.ofSeconds(1));
    assertThat(left.call(token, "connections", body).status()).isEqualTo(200);
  }

  @Test
  void anOperatorMustActWhereOthersAskTooMuch() {
    Connection connection = right.connect("bob");
    String other = "{'node':'" + right.node.uid() + "'";
    for (int i = 0; i < 60; i++) {
      left.ok(token, "connections", other + "}");
    }

    left.ok(token, "disconnect", other + ",'id':'" + connection.id() + "'}");

    assertThat(connection.endedBy()).contains(CloseReason.FORCE_NO_RECONNECT);
  }

  private List<String> users(String query) {
    List<String> users = new ArrayList<>();
    left.ok(token, "connections", query)
        .get("rows")
        .forEach(row -> users.add(row.get("user").asText()));
    return users;
  }

  private String refused(String query) {
    var answer = left.call(token, "connections", query);
    assertThat(answer.status()).isEqualTo(400);
    return ConsoleNode.text(answer);
  }
}
