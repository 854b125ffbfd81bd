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
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.testkit.FaultProxy;
import io.heartwire.testkit.RedisServer;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What subscribers and publishers notice when Redis, or the way to it, fails. */
@Isolated("measures how soon")
@Timeout(180)
class RedisOutageIT {
  private static final Logger LOG = Logger.getLogger(RedisOutageIT.class.getName());
  private static final PublishOptions KEPT = PublishOptions.history(100_000, Duration.ofHours(1));

  @Test
  void nothingIsLostThoughTheConnectionOfDeliveriesIsCutAHundredTimes() throws Exception {
    try (RedisServer server = RedisServer.start("--loglevel", "warning");
        RedisNode node = new RedisNode(server.address()).awaitUp();
        RedisNode publisher = new RedisNode(server.address()).awaitUp();
        RedisClient admin = RedisClient.create(server.address())) {
      RedisCommands<String, String> commands = admin.connect().sync();
      await(node.broker.subscribe(NEWS));
      await(node.broker.history(NEWS, HistoryQuery.POSITION));

      int sent = 0;
      while (node.broker.figures().reconnects() < 100 // a cut hits whoever is there again
          || sent < 100_000) {
        CompletionStage<?> last = CompletableFuture.completedStage(null);
        for (int i = 0; i < 1_000; i++) {
          last = publisher.broker.publish(NEWS, draft("" + ++sent), KEPT);
        }
        await(last);
        commands.clientKill(KillArgs.Builder.typePubsub());
        int now = sent; // what is further behind than the history is not to be had
        waitUntil(() -> node.heard.lines.size() > now - 50_000);
      }

      int all = sent;
      LOG.info(() -> all + " publications during 100 cuts");
      waitUntil(() -> node.heard.lines.size() >= all);
      assertThat(node.heard.lines).isEqualTo(lines(1, all));
      assertThat(node.heard.interrupted).isEmpty();
      node.heard.check();
    }
  }

  @Test
  void aRestartWithItsDataOnDiskIsNotNoticed() throws IOException {
    try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        RedisNode node = new RedisNode(server.address()).awaitUp()) {
      await(node.broker.subscribe(NEWS));
      StreamPosition before = publish(node, 1, 8);
      server.kill();
      waitUntil(() -> node.engine.state().status() == EngineState.Status.LOST);
      server.startAgain();
      node.awaitUp();

      StreamPosition after = publish(node, 9, 12);
      assertThat(after).isEqualTo(new StreamPosition(12, before.epoch()));
      waitUntil(() -> node.heard.lines.size() >= 12);
      assertThat(node.heard.lines).isEqualTo(lines(1, 12));
      assertThat(node.heard.interrupted).isEmpty();
    }
  }

  @Test
  void aRestartWithoutDataBeginsANewEpochAndSubscribersAreTold() throws IOException {
    try (RedisServer server = RedisServer.start("--loglevel", "warning");
        RedisNode node = new RedisNode(server.address()).awaitUp()) {
      await(node.broker.subscribe(NEWS));
      StreamPosition before = publish(node, 1, 8);
      waitUntil(() -> node.heard.lines.size() >= 8);
      server.kill();
      waitUntil(() -> node.engine.state().status() == EngineState.Status.LOST);
      server.startAgain();
      node.awaitUp();

      waitUntil(() -> node.heard.interrupted.contains(NEWS));
      StreamPosition after = publish(node, 1, 3);
      assertThat(after.offset()).isEqualTo(3);
      assertThat(after.epoch()).isNotEqualTo(before.epoch());
      waitUntil(() -> node.heard.lines.size() >= 11);
      assertThat(node.heard.lines)
          .isEqualTo(Stream.concat(lines(1, 8).stream(), lines(1, 3).stream()).toList());
    }
  }

  /** Redis comes back from a snapshot at 5, while the nodes know 8. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4})
  void aRollbackGivesANewEpochAndIsToldWithinASecond(int publishedFirst) throws IOException {
    try (RedisServer server = RedisServer.start("--dbfilename", "old.rdb");
        RedisNode node = new RedisNode(server.address()).awaitUp();
        RedisNode other = new RedisNode(server.address()).awaitUp();
        RedisClient admin = RedisClient.create(server.address())) {
      await(node.broker.subscribe(NEWS));
      await(other.broker.subscribe(NEWS));
      StreamPosition before = publish(node, 1, 5);
      admin.connect().sync().save();
      publish(node, 6, 8);
      waitUntil(() -> node.heard.lines.size() >= 8 && other.heard.lines.size() >= 8);
      server.kill();
      waitUntil(() -> node.engine.state().status() == EngineState.Status.LOST);
      server.startAgain();
      if (publishedFirst > 0) { // by one that is as quick as can be
        try (RedisNode quick = new RedisNode(server.address()).awaitUp()) {
          publish(quick, 6, 5 + publishedFirst);
        }
      }
      node.awaitUp();
      long up = node.engine.state().since();

      waitUntil(() -> node.heard.interrupted.contains(NEWS));
      assertThat(Duration.ofNanos(node.heard.interruptedAt(NEWS) - up))
          .isLessThan(Duration.ofSeconds(1));
      waitUntil(() -> other.heard.interrupted.contains(NEWS));
      StreamPosition now = await(node.broker.history(NEWS, HistoryQuery.POSITION)).now();
      assertThat(now.epoch()).isNotEqualTo(before.epoch());
      assertThat(await(other.broker.history(NEWS, HistoryQuery.POSITION)).now()).isEqualTo(now);
      int known = other.heard.lines.size();
      assertThat(publish(node, 1, 2)).isEqualTo(new StreamPosition(now.offset() + 2, now.epoch()));
      waitUntil(() -> other.heard.lines.size() >= known + 2);
    }
  }

  /** Redis goes back from 8 to 5, to 8 others, starts again without loss, and is at 9. */
  @Test
  void aRollbackIsNoticedThoughRedisHasStartedAgainAndGrownSince() throws IOException {
    try (RedisServer server = RedisServer.start("--dbfilename", "old.rdb");
        FaultProxy proxy = FaultProxy.before(server.port());
        RedisNode node = new RedisNode("redis://127.0.0.1:" + proxy.port()).awaitUp()) {
      await(node.broker.subscribe(NEWS));
      StreamPosition before = publish(node, 1, 5);
      save(server);
      publish(node, 6, 8);
      waitUntil(() -> node.heard.lines.size() >= 8);
      proxy.cut();
      server.kill();
      server.startAgain();
      publishByAnother(server, 6, 8);
      save(server);
      server.kill();
      server.startAgain();
      publishByAnother(server, 9, 9);
      proxy.heal();

      waitUntil(() -> node.heard.interrupted.contains(NEWS));
      StreamPosition now = await(node.broker.history(NEWS, HistoryQuery.POSITION)).now();
      assertThat(now.epoch()).isNotEqualTo(before.epoch());
      assertThat(node.heard.lines).as("nothing of another past").doesNotContain("news 9 9");
    }
  }

  /** As well as if it had not: a node that was away all the time compares, too. */
  @Test
  void twoRestartsWithoutLossAreNotNoticed() throws IOException {
    try (RedisServer server = RedisServer.start("--appendonly", "yes", "--appendfsync", "always");
        FaultProxy proxy = FaultProxy.before(server.port());
        RedisNode node = new RedisNode("redis://127.0.0.1:" + proxy.port()).awaitUp()) {
      await(node.broker.subscribe(NEWS));
      publish(node, 1, 8);
      waitUntil(() -> node.heard.lines.size() >= 8);
      proxy.cut();
      for (int i = 9; i <= 10; i++) {
        server.kill();
        server.startAgain();
        publishByAnother(server, i, i);
      }
      proxy.heal();

      waitUntil(() -> node.heard.lines.size() >= 10);
      assertThat(node.heard.lines).isEqualTo(lines(1, 10));
      assertThat(node.heard.interrupted).isEmpty();
    }
  }

  private static void save(RedisServer server) {
    try (RedisClient admin = RedisClient.create(server.address())) {
      admin.connect().sync().save();
    }
  }

  private static void publishByAnother(RedisServer server, int first, int last) {
    try (RedisNode quick = new RedisNode(server.address()).awaitUp()) {
      publish(quick, first, last);
    }
  }

  @Test
  void withoutRedisWhatLeavesNoTracesGoesOnAndAllElseFailsAtOnce() throws IOException {
    try (RedisServer server = RedisServer.start("--loglevel", "warning");
        RedisNode node = new RedisNode(server.address()).awaitUp()) {
      await(node.broker.subscribe(NEWS));
      server.kill();
      waitUntil(() -> node.engine.state().status() == EngineState.Status.LOST);

      await(node.broker.subscribe("later"));
      assertThat(await(node.broker.publish("later", draft("here"), PublishOptions.NO_HISTORY)))
          .isEqualTo(new PublishResult(StreamPosition.NONE, false, true));
      waitUntil(() -> node.heard.lines.contains("later 0 here"));
      assertThat(node.broker.figures().localPublications()).isEqualTo(1);
      assertUnavailable(node.broker.publish(NEWS, draft("a"), KEPT));
      assertUnavailable(
          node.broker.publish(
              NEWS, draft("a"), PublishOptions.NO_HISTORY.once(new Idempotency("key"))));
      assertUnavailable(node.broker.history(NEWS, HistoryQuery.ALL));

      server.startAgain();
      node.awaitUp();
      try (RedisNode other = new RedisNode(server.address()).awaitUp()) {
        waitUntil(() -> await(other.broker.channels()).size() == 2);
        assertThat(await(other.broker.publish("later", draft("again"), PublishOptions.NO_HISTORY)))
            .isEqualTo(new PublishResult(StreamPosition.NONE, false, false));
        waitUntil(() -> node.heard.lines.contains("later 0 again"));
      }
    }
  }

  @Test
  void aRedisThatIsAwayAtTheStartMayComeLater() throws IOException {
    try (RedisServer server = RedisServer.start("--loglevel", "warning")) {
      server.stop();
      try (RedisNode node = new RedisNode(server.address())) {
        await(node.broker.subscribe(NEWS));
        waitUntil(() -> !node.engine.state().detail().isEmpty());
        assertThat(node.engine.state().status()).isEqualTo(EngineState.Status.STARTING);
        assertUnavailable(node.broker.publish(NEWS, draft("a"), KEPT));
        server.startAgain();
        node.awaitUp();
        waitUntil(() -> !await(node.broker.channels()).isEmpty());
        publish(node, 1, 1);
        waitUntil(() -> node.heard.lines.equals(lines(1, 1)));
      }
    }
  }

  @Test
  void aWrongPasswordIsSaidAndNothingHangs() {
    try (RedisServer server = RedisServer.start("--loglevel", "warning");
        RedisClient admin = RedisClient.create(server.address())) {
      admin.connect().sync().configSet("requirepass", "right");
      aWrongPasswordIsSaid(server.address().replace("redis://", "redis://:wrong@"));
    }
  }

  private static void aWrongPasswordIsSaid(String address) {
    try (RedisNode node = new RedisNode(address)) {
      waitUntil(() -> node.engine.state().detail().contains("WRONGPASS"));
      assertUnavailable(node.broker.publish(NEWS, draft("a"), KEPT));
      await(node.broker.subscribe(NEWS));
    }
  }

  @Test
  void onlySoManyCommandsWait() {
    try (RedisServer server = RedisServer.start("--loglevel", "warning");
        RedisNode node = new RedisNode(server.address(), 100).awaitUp()) {
      server.freeze();
      for (int i = 0; i < 100; i++) {
        assertThat(node.broker.publish(NEWS, draft("a"), KEPT)).isNotNull();
      }
      assertThatThrownBy(() -> await(node.broker.publish(NEWS, draft("a"), KEPT)))
          .hasMessageContaining("heartwire.broker.redis.max-pending=100");
      server.thaw();
      waitUntil(() -> node.broker.figures().pending() == 0);
      waitUntil(() -> accepts(node));
    }
  }

  private static StreamPosition publish(RedisNode node, int first, int last) {
    StreamPosition position = StreamPosition.NONE;
    for (int i = first; i <= last; i++) {
      position = await(node.broker.publish(NEWS, draft("" + i), KEPT)).position();
    }
    return position;
  }

  private static boolean accepts(RedisNode node) {
    try {
      await(node.broker.publish(NEWS, draft("probe"), KEPT));
      return true;
    } catch (BrokerException notYet) {
      return false;
    }
  }

  private static List<String> lines(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(i -> NEWS + " " + i + " " + i).toList();
  }

  private static void assertUnavailable(CompletionStage<?> stage) {
    assertThatThrownBy(() -> await(stage))
        .isInstanceOfSatisfying(
            BrokerException.class,
            failure -> assertThat(failure.kind()).isEqualTo(BrokerException.Kind.UNAVAILABLE));
  }
}
