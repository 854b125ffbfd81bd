package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.ScriptedServer;
import org.junit.jupiter.api.Test;

/** Subscriptions that the server makes. */
class ServerSubscriptionTest extends ClientFixture {
  private static final String POSITION = "\"recoverable\":true,\"epoch\":\"e\"";

  @Test
  void theServersSubscriptionsMustBeToldAndRecovered() throws Exception {
    String greeting =
        "{\"client\":\"c\",\"ping\":25,\"subs\":{\"own\":{%s,\"offset\":%d,\"recovered\":%b,"
            + "\"publications\":%s}}}";
    server.on("connect", command -> command.succeed(greeting.formatted(POSITION, 1, false, "[]")));
    connected(builder().onServerSubscriptions(recorded));
    assertThat(recorded.lines(1)).containsExactly("own subscribed NONE");
    server.latest().sendText("{\"push\":{\"channel\":\"own\",\"pub\":{\"data\":2,\"offset\":2}}}");
    recorded.lines(2);
    server.on(
        "connect",
        command ->
            command.succeed(greeting.formatted(POSITION, 3, true, "[{\"data\":3,\"offset\":3}]")));

    server.latest().reset();
    comeBack(1);

    assertThat(recorded.lines(5))
        .containsExactly(
            "own subscribed NONE",
            "own 2",
            "own resubscribing",
            "own subscribed COMPLETE",
            "own 3");
    assertThat(server.latest().texts().get(0))
        .contains("\"subs\":{\"own\":{\"recover\":true,\"offset\":2,\"epoch\":\"e\"}}");
  }

  @Test
  void theServerMaySubscribeAndUnsubscribeLater() throws Exception {
    server.on("connect", ScriptedServer.welcome(25));
    connected(builder().onServerSubscriptions(recorded));
    push("\"subscribe\":{}");
    push("\"pub\":{\"data\":1}");
    push("\"unsubscribe\":{\"code\":2000,\"reason\":\"over\"}");
    push("\"pub\":{\"data\":2}");
    push("\"subscribe\":{}");

    assertThat(recorded.lines(4))
        .containsExactly(
            "news subscribed NONE",
            "news 1",
            "news unsubscribed 2000 over",
            "news subscribed NONE");
  }

  private void push(String event) throws Exception {
    server.latest().sendText("{\"push\":{\"channel\":\"news\"," + event + "}}");
  }
}
