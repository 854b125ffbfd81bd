package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.heartwire.broker.Control;
import io.heartwire.broker.ControlListener;
import io.heartwire.broker.Node;
import io.heartwire.broker.NodeConfig;
import io.heartwire.broker.NodeId;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelException;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelProblem;
import io.heartwire.connection.CloseReason;
import io.heartwire.hub.TokenMark;
import io.heartwire.testkit.TestCluster;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is asked of the left node is done on the right one, where the clients are. */
class NodesTest {
  private static final OpenApiDocument DOCUMENT = OpenApiDocument.load();

  @RegisterExtension final TestPool leftPool = new TestPool(ApiFixture.SETTINGS);
  @RegisterExtension final TestPool rightPool = new TestPool(ApiFixture.SETTINGS);
  @RegisterExtension final TestPool latePool = new TestPool(ApiFixture.SETTINGS);
  private final TestCluster nodes = new TestCluster();
  private final ApiFixture left = new ApiFixture(leftPool, nodes, "left");
  private final ApiFixture right = new ApiFixture(rightPool, nodes, "right");
  private final FakeClient client = right.connect("7");
  private final long now = leftPool.time.wallClock().getEpochSecond();

  @AfterEach
  void forget() {
    right.channels.stays.forget(client.connection);
  }

  @Test
  void everyOperationMustBeDoneWhereTheClientIs() {
    ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\",\"b64info\":\"AA==\",\"data\":{\"n\" : 1}}");
    ok("unsubscribe", "{\"user\":\"7\",\"channel\":\"a\",\"client\":\"" + client.id + "\"}");
    ok("refresh", "{\"user\":\"7\",\"expire_at\":" + (now + 60) + ",\"info\":{\"n\" : 2}}");
    ok("disconnect", "{\"user\":\"7\",\"disconnect\":{\"code\":4501,\"reason\":\"banned\"}}");

    assertThat(client.done).containsExactly("subscribe a", "unsubscribe a", "refresh {\"n\" : 2}");
    assertThat(client.grants.get(0).channelInfo().shared()).isEqualTo(new byte[] {0});
    assertThat(client.grants.get(0).data().asText()).isEqualTo("{\"n\" : 1}");
    assertThat(client.ttls).containsExactly(Duration.ofMinutes(1));
    assertThat(client.wire.closes()).containsExactly(new CloseReason(4501, "banned"));
  }

  @Test
  void whoIsWhitelistedMustStayOnEveryNode() {
    ok("disconnect", "{\"user\":\"7\",\"whitelist\":[\"" + client.id + "\"]}");

    assertThat(client.wire.closes()).isEmpty();
  }

  @Test
  void expiredRefreshMustEndTheConnection() {
    ok("refresh", "{\"user\":\"7\",\"expired\":true}");

    assertThat(client.wire.closes()).containsExactly(CloseReason.EXPIRED);
  }

  @Test
  void timeThatIsLeftMustNotDependOnTheOtherNodesClock() {
    rightPool.time.advance(Duration.ofMinutes(5));

    ok("refresh", "{\"user\":\"7\",\"expire_at\":" + (now + 60) + "}");

    assertThat(client.ttls).containsExactly(Duration.ofMinutes(1));
    assertThat(client.wire.closes()).isEmpty();
  }

  @Test
  void resultMustSayWhatBecameOfItOnEachNode() {
    String answer = ok("disconnect", "{\"user\":\"7\"}");

    assertThat(answer)
        .isEqualTo(
            "{\"result\":{\"nodes\":[%s,%s]}}"
                .formatted(outcome(left, "done", ""), outcome(right, "done", "")));
    DOCUMENT.check(schemaOf("disconnect"), answer);
  }

  @Test
  void nodeThatDoesNotAnswerMustBeNamed() {
    nodes.takeAway(right.node);

    assertThat(ok("disconnect", "{\"user\":\"7\"}")).contains(outcome(right, "not_reached", ""));
    assertThat(client.wire.closes()).isEmpty();
  }

  @Test
  void nodeThatRefusesMustSayWhy() {
    client.refusal = new ChannelException(ChannelProblem.LIMIT_EXCEEDED, "1024 subscriptions");

    String answer = ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\"}");

    assertThat(answer)
        .contains(
            outcome(
                right,
                "failed",
                ",\"error\":{\"code\":106,\"message\":\"limit exceeded: 1024 subscriptions\"}"));
    DOCUMENT.check(schemaOf("subscribe"), answer);
  }

  @Test
  void whatNoNodeHasDoneMustBeAnError() {
    left.connect("7").refusal = new ChannelException(ChannelProblem.LIMIT_EXCEEDED, "too many");
    client.refusal = new ChannelException(ChannelProblem.LIMIT_EXCEEDED, "too many");

    assertThat(ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\"}"))
        .isEqualTo(error(106, "limit exceeded: too many"));
  }

  @Test
  void badRequestMustGoToNobody() {
    for (String method : new String[] {"subscribe", "unsubscribe", "disconnect", "refresh"}) {
      assertThat(ok(method, "{}")).isEqualTo(error(107, "bad request: user is missing"));
    }
    assertThat(ok("revoke_token", "{\"uid\":\"x\",\"expire_at\":1}")).contains("in the past");
    assertThat(ok("drain", "{\"node\":\"right\",\"deadline\":5}")).contains("longer than delay");
    assertThat(nodes.sent).isEmpty();
  }

  @Test
  void withoutTheEngineItMustBeDoneHereAndSaidSo() {
    FakeClient near = left.connect("7");
    nodes.lose();

    assertThat(ok("disconnect", "{\"user\":\"7\"}"))
        .isEqualTo(
            error(
                100,
                "internal server error, temporary: done on this node, but the others may not know:"
                    + " the engine cannot be reached; try again"));
    assertThat(near.wire.closes()).hasSize(1);
    assertThat(left.failures.internal()).isZero();
  }

  @Test
  void revocationMustCloseConnectionsOfAllNodes() {
    right.channels.stays.limit(client.connection, null, new TokenMark("id-1", "7", null));

    ok("revoke_token", "{\"uid\":\"id-1\",\"expire_at\":" + (now + 60) + "}");

    assertThat(client.wire.closes()).containsExactly(CloseReason.TOKEN_REVOKED);
  }

  @Test
  void nodeThatStartsLaterMustKnowWhatWasRevoked() {
    ok("revoke_token", "{\"uid\":\"id-1\",\"expire_at\":" + (now + 60) + "}");
    ok("invalidate_user_tokens", "{\"user\":\"8\"}");

    ApiFixture late = new ApiFixture(latePool, nodes, "late");

    assertThat(late.channels.revoked.contain(new TokenMark("id-1", "7", null))).isTrue();
    assertThat(late.channels.revoked.contain(new TokenMark("", "8", null))).isTrue();
    assertThat(nodes.sent)
        .extracting(Control::keepFor)
        .satisfies(
            kept -> {
              assertThat(kept.get(0)) // ten minutes more, for nodes whose clocks are behind
                  .isBetween(Duration.ofSeconds(659), Duration.ofSeconds(660));
              assertThat(kept.get(1)).isEqualTo(Duration.ofDays(365));
            });
  }

  @Test
  void whatIsDoneToClientsMustNotBeDoneAgainByANodeThatStartsLater() {
    ok("disconnect", "{\"user\":\"7\"}");

    assertThat(nodes.sent).extracting(Control::keepFor).containsExactly(Duration.ZERO);
  }

  @Test
  void fieldsOfANewerVersionMustBePassedOver() {
    Payload body = Payload.json("{\"user\":\"7\",\"channel\":\"a\",\"colour\":{\"red\":[1]}}");

    assertThat(right.control(new Control("unsubscribe", body))).isCompleted();

    assertThat(client.done).containsExactly("unsubscribe a");
  }

  @Test
  void operationOfANewerVersionMustBeRefusedByName() {
    assertThat(right.control(new Control("paint", Payload.json("{}"))))
        .isCompletedExceptionally()
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withMessageContaining("108 not available: this node's version has no operation paint");
  }

  @Test
  void commandThatMakesNoSenseMustBeRefusedAndDoNothing() {
    for (String body : new String[] {"[]", "{\"user\":7}", "{\"user\":\"7\",\"channel\":\"\"}"}) {
      assertThat(right.control(new Control("unsubscribe", Payload.json(body))))
          .as(body)
          .failsWithin(Duration.ZERO)
          .withThrowableThat()
          .withMessageContaining("107 bad request");
    }
    assertThat(client.done).isEmpty();
  }

  @Test
  void infoMustListAllNodesWithTheirFigures() {
    right.connect("8");

    String answer = ok("info", "{}");

    assertThat(OpenApiDocument.parse(answer).at("/result/nodes"))
        .extracting(node -> Map.entry(node.get("name").asText(), node.get("num_clients").asInt()))
        .containsExactly(Map.entry("left", 0), Map.entry("right", 2));
    DOCUMENT.check(schemaOf("info"), answer);
  }

  @Test
  void infoMustCountConnectionsByState() {
    right.pool.admit();

    assertThat(ok("info", "{}"))
        .contains(
            "\"connections\":{\"pending\":1,\"live\":1,\"stale\":0,\"closing\":0,\"capacity\":");
  }

  @Test
  void channelsMustCountTheClientsOfAllNodes() {
    left.subscribe("7", "a");
    right.subscribe("8", "a");
    right.subscribe("9", "a");
    right.subscribe("9", "b");

    String answer = ok("channels", "{\"pattern\":\"?\"}");

    assertThat(answer)
        .isEqualTo(
            "{\"result\":{\"channels\":{\"a\":{\"num_clients\":3},\"b\":{\"num_clients\":1}}}}");
    assertThat(ok("channels", "{\"pattern\":\"b\"}"))
        .isEqualTo("{\"result\":{\"channels\":{\"b\":{\"num_clients\":1}}}}");
    DOCUMENT.check(schemaOf("channels"), answer);
  }

  @Test
  void nodeWhoseClientsAreNotCountedMustBeNamed() {
    left.subscribe("7", "a");
    right.subscribe("8", "a");
    nodes.takeAway(right.node);

    String answer = ok("channels", "{}");

    assertThat(answer)
        .isEqualTo(
            "{\"result\":{\"channels\":{\"a\":{\"num_clients\":1}},\"nodes\":[%s]}}"
                .formatted(outcome(right, "not_reached", "")));
    DOCUMENT.check(schemaOf("channels"), answer);
  }

  @Test
  void nodeWhoseAnswerCannotBeReadMustBeNamed() {
    left.subscribe("7", "a");
    nodes.join(new Node(new NodeConfig("odd"), leftPool.time)).start(new OddNode());

    String answer = ok("channels", "{}");

    assertThat(answer)
        .startsWith("{\"result\":{\"channels\":{\"a\":{\"num_clients\":1}},\"nodes\":[{")
        .contains("\"name\":\"odd\",\"outcome\":\"failed\"", "its answer can't be read: ");
    DOCUMENT.check(schemaOf("channels"), answer);
  }

  @Test
  void answerOfANodeMustBeBounded() {
    right.subscribe("8", "a".repeat(200));
    right.subscribe("8", "b".repeat(200));

    assertThat(ChannelCounts.here(ChannelCounts.ask("a*"), right.channels.channels, 300))
        .hasSize(1);
    assertThatThrownBy(
            () -> ChannelCounts.here(ChannelCounts.ask(""), right.channels.channels, 300))
        .isInstanceOfSatisfying(
            ApiException.class, tooMuch -> assertThat(tooMuch.error().code()).isEqualTo(106));
    assertThat(right.control(ChannelCounts.ask("*")).join().size())
        .isLessThanOrEqualTo(2 * (200 + ChannelCounts.BYTES_BESIDE_NAME) + 16);
  }

  @Test
  void patternThatIsNoneMustGoToNobody() {
    left.subscribe("7", "a");
    Control odd = ChannelCounts.ask("[");

    assertThat(right.control(odd)).isCompletedExceptionally();
    assertThat(ok("channels", "{\"pattern\":\"[\"}")).contains("\"code\":107");
    assertThat(nodes.sent).isEmpty();
  }

  @Test
  void beansMustReachAllNodesToo() {
    assertThat(left.operations.unsubscribe("7", new ChannelName("a")))
        .isCompletedWithValueMatching(answers -> answers.size() == 2);

    assertThat(client.done).containsExactly("unsubscribe a");
  }

  private String outcome(ApiFixture node, String outcome, String error) {
    return "{\"uid\":\"%s\",\"name\":\"%s\",\"outcome\":\"%s\"%s}"
        .formatted(node.node.uid(), node.node.name(), outcome, error);
  }

  private String ok(String method, String body) {
    return left.ok(method, body);
  }

  /** Of a version that answers in another way. */
  private static final class OddNode implements ControlListener {

    @Override
    public CompletionStage<Payload> control(NodeId from, Control command) {
      return CompletableFuture.completedStage(Payload.json("{\"channels\":7}"));
    }

    @Override
    public Payload figures() {
      return Payload.EMPTY;
    }
  }

  private static JsonNode schemaOf(String method) {
    return DOCUMENT.post(method).at("/responses/200/content/application~1json/schema");
  }
}
