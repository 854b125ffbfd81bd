package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InfoCommandsTest {
  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private final ApiFixture api = new ApiFixture(pool);

  @Test
  void historyMustGiveThePositionWithoutALimit() {
    publish(1);

    assertThat(api.ok("history", "{\"channel\":\"full:a\"}"))
        .startsWith("{\"result\":{\"publications\":[],\"epoch\":\"")
        .endsWith("\",\"offset\":1}}");
  }

  @Test
  void historyMustGiveWhatIsAskedFor() {
    publish(1);
    publish(2);
    publish(3);

    assertThat(api.ok("history", "{\"channel\":\"full:a\",\"limit\":1,\"since\":{\"offset\":1}}"))
        .contains("[{\"data\":2,\"offset\":2}]");
    assertThat(api.ok("history", "{\"channel\":\"full:a\",\"limit\":2,\"reverse\":true}"))
        .contains("[{\"data\":3,\"offset\":3},{\"data\":2,\"offset\":2}]");
    assertThat(api.ok("history", "{\"channel\":\"full:a\",\"limit\":-5}"))
        .contains("{\"data\":1,", "{\"data\":3,");
  }

  @Test
  void historyOfAnotherEpochMustBeUnrecoverable() {
    publish(1);

    assertThat(
            api.ok(
                "history", "{\"channel\":\"full:a\",\"since\":{\"offset\":1,\"epoch\":\"old\"}}"))
        .startsWith("{\"error\":{\"code\":112,\"message\":\"unrecoverable position: ");
  }

  @Test
  void historyMustStartOverInReverseBeforeSomethingOnly() {
    assertThat(
            api.ok("history", "{\"channel\":\"full:a\",\"since\":{\"offset\":0},\"reverse\":true}"))
        .startsWith("{\"error\":{\"code\":107,");
  }

  @Test
  void historyMustBeForgottenOnRequest() {
    publish(1);

    assertThat(api.ok("history_remove", "{\"channel\":\"full:a\"}")).isEqualTo("{\"result\":{}}");
    assertThat(api.ok("history", "{\"channel\":\"full:a\",\"limit\":-1}"))
        .startsWith("{\"result\":{\"publications\":[],");
  }

  @Test
  void whatANamespaceDoesNotKeepMustNotBeAvailable() {
    for (String method : new String[] {"history", "history_remove", "presence", "presence_stats"}) {
      assertThat(api.ok(method, "{\"channel\":\"other\"}"))
          .as(method)
          .startsWith("{\"error\":{\"code\":108,\"message\":\"not available: ");
      assertThat(api.ok(method, "{}")).isEqualTo(error(107, "bad request: channel is missing"));
    }
  }

  @Test
  void presenceMustShowClientsWithWhatIsKnownOfThem() {
    present(new ClientInfo("7", "c1", Payload.json("{\"n\":1}"), Payload.sharing(new byte[] {-1})));

    assertThat(api.ok("presence", "{\"channel\":\"full:a\"}"))
        .isEqualTo(
            "{\"result\":{\"presence\":{\"c1\":{\"user\":\"7\",\"client\":\"c1\","
                + "\"conn_info\":{\"n\":1},\"chan_info\":\"/w==\"}}}}");
    assertThat(api.ok("presence_stats", "{\"channel\":\"full:a\"}"))
        .isEqualTo("{\"result\":{\"num_clients\":1,\"num_users\":1}}");
  }

  @Test
  void channelsMustBeThoseThatMatchThePattern() {
    present(new ClientInfo("7", "c1"));
    api.channels.memory.subscribe("full:a").toCompletableFuture().join();
    api.channels.memory.subscribe("other").toCompletableFuture().join();

    assertThat(api.ok("channels", "{\"pattern\":\"full:*\"}"))
        .isEqualTo("{\"result\":{\"channels\":{\"full:a\":{\"num_clients\":1}}}}");
    assertThat(api.ok("channels", "{}")).contains("\"full:a\"", "\"other\"");
    assertThat(api.ok("channels", "{\"pattern\":\"[\"}"))
        .isEqualTo(error(107, "bad request: pattern ends within [, { or behind \\\\"));
  }

  @Test
  void infoMustCountConnectionsAndUsers() {
    api.connect("7");
    api.connect("7");

    assertThat(api.ok("info", "{}"))
        .contains(
            "\"name\":\"left\"",
            "\"num_clients\":2,\"num_users\":1,\"num_subs\":0,\"num_channels\":0,\"uptime\":0",
            "\"draining\":false");
  }

  private void publish(int data) {
    api.ok("publish", "{\"channel\":\"full:a\",\"data\":" + data + "}");
  }

  private void present(ClientInfo client) {
    api.channels
        .memory
        .addPresence("full:a", client, Duration.ofMinutes(1))
        .toCompletableFuture()
        .join();
  }
}
