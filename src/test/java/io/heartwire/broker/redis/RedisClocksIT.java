package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.BrokerFixture;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Control;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.RecordedControls;
import io.heartwire.testkit.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Nodes whose times of day are ten minutes apart, five before and five behind that of Redis. */
@Timeout(60)
class RedisClocksIT {
  private static final Duration APART = Duration.ofMinutes(5);
  private static final PublishOptions KEPT = PublishOptions.history(100, Duration.ofSeconds(60));
  private static final Duration PRESENT = Duration.ofSeconds(60);

  private final RecordedControls aheadDoes = new RecordedControls();
  private final RecordedControls behindDoes = new RecordedControls();
  private RedisServer server;
  private RedisNode ahead;
  private RedisNode behind;

  @BeforeEach
  void startTwoNodes() {
    server = RedisServer.start("--loglevel", "warning");
    ahead = node(APART, aheadDoes);
    behind = node(APART.negated(), behindDoes);
    waitUntil(() -> ahead.engine.cluster().size() == 2 && behind.engine.cluster().size() == 2);
  }

  @AfterEach
  void stop() {
    ahead.close();
    behind.close();
    server.close();
  }

  @Test
  void presenceAndLeasesAreAsLongAsForOthers() {
    await(ahead.engine.presence().addPresence(NEWS, new ClientInfo("ann", "c1"), PRESENT, false));
    await(behind.engine.presence().addPresence(NEWS, new ClientInfo("ben", "c2"), PRESENT, false));
    NodesFixture.pass(NodeLease.LENGTH.plusSeconds(2));

    for (RedisNode node : List.of(ahead, behind)) {
      assertThat(await(node.engine.presence().presence(NEWS)))
          .extracting(ClientInfo::user)
          .containsExactlyInAnyOrder("ann", "ben");
      assertThat(node.engine.cluster().nodes()).hasSize(2);
      assertThat(node.engine.state().status()).isEqualTo(EngineState.Status.UP);
    }
    behind.close();
    waitUntil(() -> await(ahead.engine.presence().presence(NEWS)).size() == 1);
  }

  @Test
  void aKeyIsKnownOnBothForItsWindowAndNoLonger() {
    PublishOptions once = KEPT.once(new Idempotency("key", Duration.ofSeconds(5)));
    PublishResult first = await(ahead.broker.publish(NEWS, draft("a"), once));
    PublishResult again = await(behind.broker.publish(NEWS, draft("a"), once));
    assertThat(again).isEqualTo(new PublishResult(first.position(), true));

    waitUntil(() -> !await(behind.broker.publish(NEWS, draft("b"), once)).suppressed());
    assertThat(
            BrokerFixture.textsOf(
                await(ahead.broker.history(NEWS, HistoryQuery.ALL)).publications()))
        .containsExactly("a", "b");
  }

  @Test
  void publicationsWithHistoryHaveTheTimeOfRedis() {
    Instant before = RedisNode.CLOCK.wallClock();
    await(ahead.broker.publish(NEWS, draft("a"), KEPT));
    await(behind.broker.publish(NEWS, draft("b"), KEPT));
    assertThat(await(ahead.broker.history(NEWS, HistoryQuery.ALL)).publications())
        .hasSize(2)
        .allSatisfy(
            kept ->
                assertThat(Instant.ofEpochMilli(kept.timeMillis()))
                    .isBetween(before.minusSeconds(1), before.plusSeconds(10)));
  }

  @Test
  void commandsAreDoneByBothAndKeptForAsLongAsWasSaid() {
    for (RedisNode sender : List.of(ahead, behind)) {
      assertThat(send(sender, new Control("disconnect", Payload.text("ann"))))
          .extracting(NodeAnswer::outcome)
          .containsOnly(NodeAnswer.Outcome.DONE)
          .hasSize(2);
    }
    send(ahead, new Control("revoke", Payload.text("1"), Duration.ofMinutes(1)));
    send(behind, new Control("revoke", Payload.text("2"), Duration.ofMinutes(1)));
    send(ahead, new Control("revoke", Payload.text("over"), Duration.ofMillis(1)));

    RecordedControls lateDoes = new RecordedControls();
    try (RedisNode late = node(APART, lateDoes)) {
      assertThat(late).isNotNull();
      waitUntil(() -> lateDoes.done.size() == 2);
      assertThat(lateDoes.bodies()).containsExactly("1", "2");
      assertThat(lateDoes.done)
          .allSatisfy(
              kept ->
                  assertThat(kept.command().keepFor())
                      .isBetween(Duration.ofSeconds(40), Duration.ofMinutes(1)));
    }
  }

  private RedisNode node(Duration apart, RecordedControls does) {
    RedisNode node =
        new RedisNode(server.address(), 10_000, RedisNode.LIMITS, new ShiftedTime(apart));
    node.engine.cluster().start(does);
    return node.awaitUp();
  }

  private static List<NodeAnswer> send(RedisNode sender, Control command) {
    return await(sender.engine.cluster().send(command));
  }
}
