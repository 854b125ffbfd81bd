package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.RedisSentinels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What subscribers and publishers notice when Sentinels make the replica the master. */
@Isolated("measures how soon")
@Timeout(180)
class RedisFailoverIT {
  private static final PublishOptions ON_REPLICAS = Accepted.KEPT.onReplicas();

  private final RedisSentinels servers = RedisSentinels.start();
  private RedisNode node;
  private RedisNode publisher;

  @BeforeEach
  void startNodes() {
    node = new RedisNode(servers.address()).awaitUp();
    publisher = new RedisNode(servers.address()).awaitUp();
    await(node.broker.subscribe(NEWS));
    await(node.broker.history(NEWS, HistoryQuery.POSITION));
  }

  @AfterEach
  void close() {
    node.close();
    publisher.close();
    servers.close();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aReplicaInStepFollowsAndNobodyNotices(boolean killed) {
    StreamPosition before = Accepted.all(publisher, NEWS, 1, 20);
    waitUntil(() -> node.heard.lines.size() >= 20);
    servers.awaitInStep();
    lose(killed);

    StreamPosition after = Accepted.all(publisher, NEWS, 21, 40);
    assertThat(after).isEqualTo(new StreamPosition(40, before.epoch()));
    waitUntil(() -> node.heard.lines.size() >= 40);
    assertThat(node.heard.lines).isEqualTo(lines(1, 40));
    assertThat(node.heard.interrupted).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatTheReplicaNeverGotIsToldWithinASecondOfTheReconnect(boolean killed) {
    StreamPosition before = Accepted.all(publisher, NEWS, 1, 5);
    servers.awaitInStep();
    servers.link().blackhole();
    Accepted.all(publisher, NEWS, 6, 8);
    waitUntil(() -> node.heard.lines.size() >= 8);
    lose(killed);
    long up = node.engine.state().since();

    waitUntil(this::isTold);
    assertThat(Duration.ofNanos(node.heard.interruptedAt(NEWS) - up))
        .isLessThan(Duration.ofSeconds(1));
    StreamPosition now = await(node.broker.history(NEWS, HistoryQuery.POSITION)).now();
    assertThat(now.epoch()).isNotEqualTo(before.epoch());
    int heard = node.heard.lines.size();
    StreamPosition next = Accepted.all(publisher, NEWS, 1, 3);
    assertThat(next).isEqualTo(new StreamPosition(now.offset() + 3, now.epoch()));
    waitUntil(() -> node.heard.lines.size() >= heard + 3);
    node.heard.check();
  }

  /** Both sides accept publications, and only those of the new master are there in the end. */
  @Test
  void whatTheOldMasterAcceptedInASplitBrainIsToldAsLost() {
    StreamPosition before = Accepted.all(publisher, NEWS, 1, 5);
    servers.awaitInStep();
    servers.link().blackhole();
    servers.replica().command("REPLICAOF", "NO", "ONE");
    try (RedisNode beyond = new RedisNode(servers.replica().address()).awaitUp()) {
      await(beyond.broker.subscribe(NEWS));
      assertThat(Accepted.all(beyond, NEWS, 60, 63))
          .as("the same offsets in the same epoch")
          .isEqualTo(new StreamPosition(9, before.epoch()));
      Accepted.all(publisher, NEWS, 6, 8);
      waitUntil(() -> node.heard.lines.size() >= 8);
      long split = RedisNode.CLOCK.nanos();
      servers.exchange();
      waitUntil(() -> hasMoved(publisher, split));
      waitUntil(() -> hasMoved(node, split));
      long up = node.engine.state().since();

      waitUntil(this::isTold);
      assertThat(Duration.ofNanos(node.heard.interruptedAt(NEWS) - up))
          .isLessThan(Duration.ofSeconds(1));
      StreamPosition now = await(node.broker.history(NEWS, HistoryQuery.POSITION)).now();
      assertThat(now.epoch()).isNotEqualTo(before.epoch());
      StreamPosition next = Accepted.all(publisher, NEWS, 1, 1);
      assertThat(next).isEqualTo(new StreamPosition(now.offset() + 1, now.epoch()));
      waitUntil(() -> node.heard.lines.contains(NEWS + " " + next.offset() + " 1"));
      waitUntil(() -> beyond.heard.lines.contains(NEWS + " " + next.offset() + " 1"));
      node.heard.check();
    }
  }

  private boolean isTold() {
    return node.heard.interrupted.contains(NEWS);
  }

  /** To the replica. */
  private void lose(boolean killed) {
    long before = RedisNode.CLOCK.nanos();
    if (killed) {
      servers.master().kill();
    } else {
      servers.failOver();
    }
    servers.awaitFailover();
    waitUntil(() -> hasMoved(publisher, before));
    waitUntil(() -> hasMoved(node, before));
  }

  private static boolean hasMoved(RedisNode node, long before) {
    EngineState state = node.engine.state();
    return state.status() == EngineState.Status.UP && state.since() - before > 0;
  }

  @Test
  void aPublicationIsCompleteWhenAReplicaHasIt() {
    List<CompletionStage<?>> sent = new ArrayList<>();
    for (int i = 1; i <= 500; i++) {
      sent.add(publisher.broker.publish(NEWS, draft("" + i), ON_REPLICAS));
    }
    sent.forEach(each -> await(each));
    waitUntil(() -> node.heard.lines.size() >= 500);
    assertThat(node.heard.lines).isEqualTo(lines(1, 500));

    Accepted.all(publisher, NEWS, 501, 501, ON_REPLICAS);
    servers.master().kill(); // at once: what was accepted is there all the same
    servers.awaitFailover();
    StreamPosition last = Accepted.all(publisher, NEWS, 502, 502);
    assertThat(last.offset()).isEqualTo(502);
    waitUntil(() -> node.heard.lines.size() >= 502);
    assertThat(node.heard.interrupted).isEmpty();
  }

  @Test
  void publicationsAreAcknowledgedWhenConnectionsOutliveTheRoleOfTheirServer() {
    Accepted.all(publisher, NEWS, 1, 5, ON_REPLICAS);
    long before = RedisNode.CLOCK.nanos();
    servers.exchange();
    waitUntil(() -> hasMoved(publisher, before));

    StreamPosition last = Accepted.all(publisher, NEWS, 6, 7, ON_REPLICAS);
    assertThat(last.offset()).isEqualTo(7);
  }

  @Test
  void withoutTheAcknowledgementItFailsInTimeAndCanBeRepeated() {
    servers.awaitInStep();
    servers.link().blackhole();
    PublishOptions once = ON_REPLICAS.once(new Idempotency("key"));
    long start = System.nanoTime();
    List<CompletionStage<?>> sent = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      sent.add(publisher.broker.publish("other", draft("" + i), ON_REPLICAS));
    }
    sent.add(publisher.broker.publish(NEWS, draft("1"), once));
    for (CompletionStage<?> each : sent) {
      assertThatThrownBy(() -> await(each))
          .isInstanceOfSatisfying(
              BrokerException.class,
              failure -> assertThat(failure.kind()).isEqualTo(BrokerException.Kind.UNAVAILABLE))
          .hasMessageContaining("durability");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
    assertThat(await(publisher.broker.publish("without", draft("a"), Accepted.KEPT)).position())
        .as("others do not wait")
        .isNotNull();

    assertThatThrownBy(() -> await(publisher.broker.publish(NEWS, draft("1"), once)))
        .as("a repetition is no acknowledgement")
        .isInstanceOf(BrokerException.class);
    servers.link().heal();
    waitUntil(() -> isAccepted(once));
    assertThat(await(node.broker.history(NEWS, HistoryQuery.ALL)).publications()).hasSize(1);
  }

  private boolean isAccepted(PublishOptions once) {
    try {
      return await(publisher.broker.publish(NEWS, draft("1"), once)).suppressed();
    } catch (BrokerException notYet) {
      return false;
    }
  }

  private static List<String> lines(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> NEWS + " " + i + " " + i).toList();
  }
}
