package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.ANN;
import static io.heartwire.broker.BrokerFixture.BEN;
import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.SPORT;
import static io.heartwire.broker.BrokerFixture.TTL;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PresenceStats;
import io.heartwire.testkit.FaultProxy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Who is there, as nodes come, go, and lose Redis. */
@Isolated("measures how soon")
class RedisNodesIT extends NodesFixture {
  private static final Duration SWEPT = Duration.ofSeconds(6);
  private static final ClientInfo CAT = new ClientInfo("cat", "c3");

  @Test
  void nodesSeeEachOthersClientsAndFigures() {
    b.controls.figures(Payload.json("{\"clients\":42}"));
    await(a.presence.addPresence(NEWS, ANN, TTL));
    await(b.presence.addPresence(NEWS, BEN, TTL));

    assertThat(await(a.presence.presence(NEWS))).containsExactlyInAnyOrder(ANN, BEN);
    assertThat(await(b.presence.presenceStats(NEWS))).isEqualTo(new PresenceStats(2, 2));
    within(
        SOON,
        () -> {
          List<NodeInfo> nodes = a.cluster.nodes();
          assertThat(nodes).extracting(NodeInfo::name).containsExactly("a", "b");
          assertThat(nodes.get(1).figures()).isEqualTo(Payload.json("{\"clients\":42}"));
          assertThat(nodes.get(1).version()).isEqualTo(a.node.version());
        });
  }

  @Test
  void theClientsOfADeadNodeAreGoneAndTheirLeavesToldOnceWhereTheyAreAnnounced() {
    TestNode c = node("c");
    knowEachOther(a, b, c);
    await(a.presence.addPresence(NEWS, ANN, TTL, true));
    await(b.presence.addPresence(NEWS, BEN, TTL, true));
    await(b.presence.addPresence(SPORT, BEN, TTL, true));
    await(b.presence.addPresence(NEWS, CAT, TTL, false));

    b.die();
    long died = System.nanoTime();
    within(
        SOON,
        () -> {
          assertThat(await(a.presence.presence(NEWS))).containsExactly(ANN);
          assertThat(await(c.presence.presence(SPORT))).isEmpty();
          assertThat(leaves(a, c)).containsExactlyInAnyOrder("news c2", "sport c2");
          assertThat(uids(a)).containsExactlyInAnyOrder(a.uid(), c.uid());
        });
    assertThat(Duration.ofNanos(Math.max(a.lastLeft, c.lastLeft) - died)).isLessThan(SWEPT);
    within(SOON, () -> assertThat(a.link.commands().keys(prefix + "*").get()).noneMatch(this::ofB));
    assertThat(a.link.commands().hlen(a.keys.presence(NEWS)).toCompletableFuture().join())
        .isEqualTo(1);
    assertThat(leaves(a, c)).hasSize(2);
  }

  @Test
  void theClientsOfANodeThatClosesInOrderAreSweptAtOnce() {
    await(b.presence.addPresence(NEWS, BEN, TTL, true));
    b.close();

    within(SOON, () -> assertThat(a.left).containsExactly("news c2"));
    assertThat(await(a.presence.presence(NEWS))).isEmpty();
    assertThat(uids(a)).containsExactly(a.uid());
  }

  @Test
  void tenThousandClientsAreRenewedByOneKeyAndSweptInTime() throws Exception {
    List<ClientInfo> clients = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      clients.add(new ClientInfo("user" + i % 100, "client" + i));
    }
    addAll(b, clients);
    long before = commandsOfRedis();
    addAll(b, clients);
    assertThat(commandsOfRedis() - before).isLessThan(100);
    assertThat(await(a.presence.presenceStats("room 7"))).isEqualTo(new PresenceStats(100, 1));

    b.die();
    long died = System.nanoTime();
    within(SOON, () -> assertThat(a.left).hasSize(10_000));
    assertThat(Duration.ofNanos(a.lastLeft - died)).isLessThan(SWEPT);
    assertThat(a.left).doesNotHaveDuplicates();
  }

  @Test
  void whileRedisStandsStillNobodyDies() {
    await(a.presence.addPresence(NEWS, ANN, TTL, true));
    await(b.presence.addPresence(NEWS, BEN, TTL, true));
    redis.freeze();
    pass(NodeLease.LENGTH.plusSeconds(2));
    redis.thaw();

    within(SOON, () -> assertThat(uids(a)).containsExactly(a.uid(), b.uid()));
    within(
        SOON,
        () -> assertThat(await(a.presence.presence(NEWS))).containsExactlyInAnyOrder(ANN, BEN));
    pass(NodeLease.PERIOD.multipliedBy(2));
    assertThat(leaves(a, b)).isEmpty();
  }

  @Test
  void aNodeThatWasCutOffIsSweptAndItsClientsAreThereAgainWhenItIsBack() {
    FaultProxy proxy = proxy();
    TestNode c = nodeBehind(proxy, "c");
    knowEachOther(a, b, c);
    await(c.presence.addPresence(NEWS, CAT, TTL, true));
    await(c.presence.addPresence(NEWS, ANN, TTL, true));
    await(c.presence.addPresence(SPORT, CAT, TTL, true));

    proxy.cut();
    within(SOON, () -> assertThat(leaves(a, b)).hasSize(3));
    assertThat(await(a.presence.presence(NEWS))).isEmpty();
    assertThat(c.presence.removePresence(NEWS, ANN.client())).as("Redis is away").isNotNull();
    proxy.heal();

    within(SOON, () -> assertThat(await(a.presence.presence(NEWS))).containsExactly(CAT));
    within(SOON, () -> assertThat(await(a.presence.presence(SPORT))).containsExactly(CAT));
    assertThat(uids(a)).contains(c.uid());
  }

  @Test
  void whatAShortLossHidFromRedisIsWrittenLater() {
    FaultProxy proxy = proxy();
    TestNode c = nodeBehind(proxy, "c");
    knowEachOther(a, b, c);
    await(c.presence.addPresence(NEWS, ANN, TTL, true));
    proxy.cut();
    assertThat(c.presence.removePresence(NEWS, ANN.client())).as("Redis is away").isNotNull();
    assertThat(await(a.presence.presence(NEWS))).containsExactly(ANN);
    proxy.heal();

    within(SOON, () -> assertThat(await(a.presence.presence(NEWS))).isEmpty());
    assertThat(leaves(a, b)).as("its own node tells of it").isEmpty();
  }

  @Test
  void aRedisThatHasLostEverythingIsToldAgain() throws IOException {
    await(a.presence.addPresence(NEWS, ANN, TTL, true));
    await(b.presence.addPresence(NEWS, BEN, TTL, true));
    redis.kill();
    redis.startAgain();

    within(
        SOON,
        () -> assertThat(await(a.presence.presence(NEWS))).containsExactlyInAnyOrder(ANN, BEN));
    within(SOON, () -> assertThat(uids(b)).containsExactly(b.uid(), a.uid()));
    assertThat(leaves(a, b)).isEmpty();
  }

  @Test
  void aChannelWithMoreClientsThanMayBeReadAtOnceIsSaid() {
    TestNode small = nodeWithRoomFor(1);
    knowEachOther(a, b, small);
    await(a.presence.addPresence(NEWS, ANN, TTL));
    assertThat(await(small.presence.presence(NEWS))).containsExactly(ANN);
    await(b.presence.addPresence(NEWS, BEN, TTL));

    assertThatThrownBy(() -> await(small.presence.presence(NEWS)))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("2 clients are present in channel news")
        .hasMessageContaining("max-presence=1");
  }

  @Test
  void anEntryWhoseNodeNobodyKnowsIsNotShownAndRemoved() throws Exception {
    byte[] lost = new StoredClient("stranger.1", BEN, true).value();
    a.link.commands().hset(a.keys.presence(NEWS), BEN.client(), lost).get();
    a.link.commands().hset(a.keys.presence(NEWS), "odd", Replies.bytes("no entry")).get();

    assertThat(await(a.presence.presence(NEWS))).isEmpty();
    within(
        SOON,
        () ->
            assertThat(a.link.commands().hkeys(a.keys.presence(NEWS)).get())
                .containsExactly("odd"));
  }

  @Test
  void aNodeThatHasClosedTakesNoLeaseAnyMoreThoughOneIsUnderWay() {
    b.lease.startOver();
    CompletionStage<?> underWay = b.lease.covering(Set.of("stranger"));
    b.lease.close();
    CompletionStage<?> later = b.lease.covering(Set.of("stranger"));

    assertThatThrownBy(() -> await(later)).hasMessageContaining("has ended its lease");
    waitUntil(underWay.toCompletableFuture()::isDone);
    within(
        SOON,
        () -> assertThat(await(a.lease.covering(Set.of("nobody"))).isAlive(b.uid())).isFalse());
    assertThat(await(a.lease.covering(Set.of("nobody"))).isAlive(b.uid())).isFalse();
  }

  @Test
  void aLinkThatIsRenewedTwiceHasOneConnectionForCommands() {
    FaultProxy proxy = proxy();
    TestNode c = nodeBehind(proxy, "c");
    within(SOON, () -> assertThat(proxy.connections()).isEqualTo(2));
    proxy.delay(Duration.ofMillis(20));
    c.link.renew("once");
    c.link.renew("twice");
    c.link.open();
    within(SOON, () -> assertThat(c.link.isReady()).isTrue());
    proxy.delay(Duration.ZERO);

    pass(Duration.ofMillis(300)); // another connection would be there by then
    within(SOON, () -> assertThat(proxy.connections()).isEqualTo(2));
  }

  @Test
  void renewingALeaseOftenTellsNothingOfTheConnectionForNews() throws Exception {
    within( // until each node has its two, for commands and for news
        SOON,
        () ->
            assertThat(a.link.commands().info("clients").get()).contains("connected_clients:4\r"));
    long before = figure("total_connections_received:");
    for (int i = 0; i < 50; i++) {
      a.lease.renewOrSay();
    }
    pass(Duration.ofMillis(300));

    assertThat(figure("total_connections_received:")).isEqualTo(before);
  }

  private void addAll(TestNode node, List<ClientInfo> clients) {
    List<CompletionStage<?>> added = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      added.add(node.presence.addPresence("room " + i % 100, clients.get(i), TTL, true));
      if (added.size() == 1_000) {
        added.forEach(each -> await(each));
        added.clear();
      }
    }
  }

  private boolean ofB(String key) {
    return key.contains(b.uid());
  }

  private long commandsOfRedis() throws Exception {
    return figure("total_commands_processed:");
  }

  private long figure(String name) throws Exception {
    String stats = a.link.commands().info("stats").get();
    return Long.parseLong(
        stats
            .lines()
            .filter(line -> line.startsWith(name))
            .findFirst()
            .orElseThrow()
            .split(":")[1]
            .strip());
  }

  private static List<String> leaves(TestNode... nodes) {
    List<String> all = new ArrayList<>();
    for (TestNode node : nodes) {
      all.addAll(node.left);
    }
    return all;
  }
}
