package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.NEWS;
import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PublishOptions;
import io.heartwire.testkit.Certificate;
import io.heartwire.testkit.OwnPort;
import io.heartwire.testkit.RedisClusterServers;
import io.heartwire.testkit.RedisServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may use Redis, over TLS, and a Redis that answers and takes nothing. */
@Timeout(60)
class RedisAccessIT {
  private static final Duration TTL = Duration.ofMinutes(1);

  @Test
  void aUserWithRightsOnItsKeysOnlyDoesEverythingOverTls() throws IOException {
    try (OwnPort tls = new OwnPort();
        Certificate certificate = Certificate.make();
        RedisServer server =
            RedisServer.start(
                "--tls-port",
                Integer.toString(tls.number()),
                "--tls-cert-file",
                certificate.file().toString(),
                "--tls-key-file",
                certificate.key().toString(),
                "--tls-auth-clients",
                "no")) {
      server.command(user());
      server.command("ACL", "SETUSER", "default", "resetkeys", "resetchannels");
      String address = "rediss://127.0.0.1:" + tls.number();
      doesEverything(address, certificate);
      isSaid(RedisNode.of(address, Map.of()), "certif");
      isSaid(
          RedisNode.of(
              address.replace("//", "//gateway:wrong@"),
              Map.of("heartwire.broker.redis.ca-file", certificate.file().toString())),
          "WRONGPASS");
    }
  }

  @Test
  void aUserWithRightsOnItsKeysOnlyDoesEverythingInARedisClusterOverTls() {
    try (Certificate certificate = Certificate.make();
        RedisClusterServers servers = RedisClusterServers.overTls(certificate)) {
      servers.all(
          user(
              "+cluster|nodes",
              "+cluster|slots",
              "+cluster|shards",
              "+cluster|info",
              "+cluster|myid"));
      doesEverything(servers.address(), certificate);
    }
  }

  /** The command that makes the user, with these rights beside those on its keys. */
  private static String[] user(String... more) {
    List<String> words =
        new ArrayList<>(
            List.of("ACL", "SETUSER", "gateway", "on", ">right", "~test:*", "&test:*", "+@all"));
    words.addAll(List.of("-@admin", "-@dangerous", "+info"));
    words.addAll(List.of(more));
    return words.toArray(String[]::new);
  }

  private static void doesEverything(String address, Certificate certificate) {
    Map<String, String> settings =
        Map.of(
            "heartwire.broker.redis.user", "gateway",
            "heartwire.broker.redis.password", "right",
            "heartwire.broker.redis.ca-file", certificate.file().toString());
    try (RedisNode node = RedisNode.of(address, settings).awaitUp();
        RedisNode publisher = RedisNode.of(address, settings).awaitUp()) {
      await(node.broker.subscribe(NEWS));
      await(node.broker.history(NEWS, HistoryQuery.POSITION));
      Accepted.all(publisher, NEWS, 1, 3);
      waitUntil(() -> node.heard.lines.size() == 3);
      await(publisher.broker.publish(NEWS, draft("4"), PublishOptions.NO_HISTORY));
      waitUntil(() -> node.heard.lines.size() == 4);
      ClientInfo ann = new ClientInfo("ann", "c1");
      waitUntil(() -> node.engine.cluster().size() == 2);
      await(node.engine.presence().addPresence(NEWS, ann, TTL));
      assertThat(await(publisher.engine.presence().presence(NEWS))).containsExactly(ann);
      assertThat(await(node.broker.channels())).hasSize(1);
      waitUntil(() -> node.engine.state().detail().isEmpty());
    }
  }

  @Test
  void rightsThatAreMissingAreSaidAndCanBeGivenLater() {
    try (RedisServer server = RedisServer.start()) {
      server.command(
          "ACL", "SETUSER", "gateway", "on", ">right", "~test:*", "resetchannels", "+@all");
      try (RedisNode node =
          new RedisNode(server.address().replace("//", "//gateway:right@")).awaitUp()) {
        await(node.broker.subscribe(NEWS));
        waitUntil(() -> node.engine.state().detail().contains("NOPERM"));

        server.command("ACL", "SETUSER", "gateway", "&test:*");
        waitUntil(() -> node.engine.state().detail().isEmpty());
        Accepted.all(node, NEWS, 1, 1);
        waitUntil(() -> node.heard.lines.size() == 1);
      }
    }
  }

  @Test
  void theTroublesOfAServerThatIsNoLongerAskedAreNotSaid() {
    try (RedisServer server = RedisServer.start()) {
      server.command(
          "ACL", "SETUSER", "gateway", "on", ">right", "~test:*", "resetchannels", "+@all");
      String address = server.address().replace("//", "//gateway:right@");
      try (RedisLink link =
          new RedisLink(RedisNode.config(address, 100), RedisNode.CLOCK, new Nobody())) {
        RedisSubscriptions asked =
            (RedisSubscriptions) link.subscriptions(new RedisKeys("test"), new Nobody());
        link.open();
        asked.open();
        waitUntil(() -> link.state().detail().contains("subscription: NOPERM"));

        asked.end();
        assertThat(link.state().detail()).isEmpty();
      }
    }
  }

  @Test
  void aReadOnlyReplicaIsSaidAndUsedWhenItIsAMaster() {
    try (RedisServer master = RedisServer.start();
        RedisServer replica =
            RedisServer.start("--replicaof", "127.0.0.1", Integer.toString(master.port()));
        RedisNode node = new RedisNode(replica.address())) {
      waitUntil(() -> node.engine.state().detail().contains("read-only replica"));
      assertThat(node.engine.state().status()).isEqualTo(EngineState.Status.STARTING);
      await(node.broker.subscribe(NEWS));
      assertUnavailable(node, "read-only replica");

      replica.command("REPLICAOF", "NO", "ONE");
      node.awaitUp();
      Accepted.all(node, NEWS, 1, 3);
      waitUntil(() -> node.heard.lines.size() == 3);

      replica.command("REPLICAOF", "127.0.0.1", Integer.toString(master.port()));
      waitUntil(() -> node.engine.state().status() == EngineState.Status.LOST);
      waitUntil(() -> node.engine.state().detail().contains("read-only replica"));
      waitUntil(() -> replica.command("INFO", "replication").contains("master_link_status:up"));
      assertUnavailable(node, "read-only replica");
      replica.command("REPLICAOF", "NO", "ONE");
      node.awaitUp();
      waitUntil(() -> node.heard.interrupted.contains(NEWS));
    }
  }

  @Test
  void aFullRedisIsSaidAndGoesOnWhenThereIsRoom() {
    try (RedisServer server = RedisServer.start("--maxmemory-policy", "noeviction");
        RedisNode node = new RedisNode(server.address()).awaitUp()) {
      await(node.broker.subscribe(NEWS));
      Accepted.all(node, NEWS, 1, 3);
      server.command("CONFIG", "SET", "maxmemory", "1");

      assertUnavailable(node, "OOM");
      waitUntil(() -> node.engine.state().detail().contains("OOM"));
      assertThat(node.engine.state().status()).isEqualTo(EngineState.Status.UP);
      await(node.broker.publish(NEWS, draft("live"), PublishOptions.NO_HISTORY));
      waitUntil(() -> node.heard.lines.contains("news 0 live"));

      server.command("CONFIG", "SET", "maxmemory", "0");
      waitUntil(() -> node.engine.state().detail().isEmpty());
      assertThat(Accepted.all(node, NEWS, 4, 4).offset()).isEqualTo(4);
      waitUntil(() -> node.heard.lines.contains("news 4 4"));
      assertThat(node.heard.interrupted).isEmpty();
    }
  }

  /** Is told, and is subscribed to nothing. */
  private static final class Nobody implements RedisLink.Listener, Subscriptions.Receiver {
    @Override
    public void connected() {}

    @Override
    public void disconnected() {}

    @Override
    public void message(String name, byte[] message) {}

    @Override
    public void subscribed(String name) {}

    @Override
    public Collection<String> names() {
      return List.of();
    }

    @Override
    public boolean wants(String name) {
      return false;
    }
  }

  private static void isSaid(RedisNode node, String what) {
    try (node) {
      waitUntil(() -> node.engine.state().detail().contains(what));
      assertThat(node.engine.state().status()).isEqualTo(EngineState.Status.STARTING);
      assertUnavailable(node, "");
    }
  }

  private static void assertUnavailable(RedisNode node, String why) {
    CompletionStage<?> published = node.broker.publish(NEWS, draft("a"), Accepted.KEPT);
    assertThatThrownBy(() -> await(published))
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            BrokerException.class,
            failure -> assertThat(failure.kind()).isEqualTo(BrokerException.Kind.UNAVAILABLE));
  }
}
