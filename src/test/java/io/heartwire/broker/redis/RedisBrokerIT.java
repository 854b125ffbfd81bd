package io.heartwire.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.RedisServer;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.sync.RedisCommands;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract of streams on one server. */
class RedisBrokerIT extends RedisStreamsContract {
  private static RedisServer server;
  private static RedisClient client;
  private static RedisCommands<String, String> admin;

  @BeforeAll
  static void startRedis() {
    server = RedisServer.start("--loglevel", "warning");
    client = RedisClient.create(server.address());
    admin = client.connect().sync();
  }

  @AfterAll
  static void stopRedis() {
    client.shutdown();
    server.close();
  }

  @Override
  String address() {
    return server.address();
  }

  @Override
  RedisCommands<String, String> admin() {
    return admin;
  }

  /** The rest of an entry is written by Java, and kept in a file of bytes. */
  @Test
  void anEntryBeginsWithALineThatAllVersionsRead() {
    publish(NEWS, "a", KEPT);
    publish(NEWS, "b", KEPT);
    assertThat(admin.xrange("test:s:{news}", Range.unbounded()))
        .extracting(entry -> entry.getBody().get("m").split("\n", 2)[0])
        .satisfiesExactly(
            first -> assertThat(first).matches("1 1 [0-9a-f]{10} [0-9a-f]{16} [0-9]{13} [0-9]{16}"),
            second ->
                assertThat(second).matches("1 2 [0-9a-f]{10} [0-9a-f]{16} [0-9]{13} [0-9]{16}"));
    assertThat(admin.hget("test:m:{news}", "g")).matches("[0-9a-f]{16}@1");
  }

  /** As if each publisher knew another run of Redis. */
  @Test
  void theLatestGenerationsAreKeptAndOneThatIsOverIsTakenForTheLast() {
    for (int i = 1; i <= 20; i++) {
      publishUnder("g" + i);
    }
    String generations = admin.hget("test:m:{news}", "g");
    assertThat(generations).startsWith("g20@20 g19@19 ").endsWith(" g6@6 g5@5");

    publishUnder("g7");
    assertThat(admin.hget("test:m:{news}", "g")).isEqualTo(generations);
    assertThat(admin.xrevrange("test:s:{news}", Range.unbounded()).get(0).getBody())
        .hasEntrySatisfying("m", entry -> assertThat(entry).startsWith("1 21 e g20 "));
  }

  /** As in a Redis Cluster, where the slot was at another master for a while. */
  @Test
  void aGenerationThatIsBackIsAnotherOneWhereTheScriptFindsItOut() {
    publishUnder("");
    String own = admin.hget("test:m:{news}", "g").replace("@1", "");
    publishUnder("elsewhere");
    publishUnder("elsewhere");

    publishUnder("");

    assertThat(admin.hget("test:m:{news}", "g"))
        .as("what the other has lost and this one gives out again has another name")
        .isEqualTo("%s@4 elsewhere@2 %s@1".formatted(own, own));
  }

  private static void publishUnder(String generation) {
    admin.eval(
        new String(StreamScripts.PUBLISH.body(), UTF_8),
        ScriptOutputType.MULTI,
        new String[] {"test:m:{news}", "test:s:{news}"},
        "",
        "100",
        "60000",
        "60000",
        "e",
        generation,
        "",
        "",
        "",
        "PUBLISH",
        "test:c:{news}");
  }
}
