package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands and replies in the JSON of the Centrifuge client protocol. */
class ProtocolJsonTest {

  @Test
  void commandsMustBeWrittenAsTheProtocolHasThem() {
    StreamPosition position = new StreamPosition(7, "xyz");
    assertThat(ClientCommand.connect("secret", "{\"a\":1}", Map.of("news", position), true).line(1))
        .isEqualTo(
            "{\"id\":1,\"connect\":{\"token\":\"secret\",\"data\":{\"a\":1},\"subs\":{\"news\":"
                + "{\"recover\":true,\"offset\":7,\"epoch\":\"xyz\"}},\"name\":\"heartwire-java\","
                + "\"idempotency\":true}}");
    assertThat(
            ClientCommand.subscribe(
                    "news", SubscriptionOptions.RECOVERABLE.withJoinLeave(), null, position)
                .line(2))
        .isEqualTo(
            "{\"id\":2,\"subscribe\":{\"channel\":\"news\",\"recoverable\":true,\"positioned\":true,"
                + "\"join_leave\":true,\"recover\":true,\"offset\":7,\"epoch\":\"xyz\"}}");
    assertThat(ClientCommand.publish("a\"b", "[1, 2]").line(3))
        .isEqualTo("{\"id\":3,\"publish\":{\"channel\":\"a\\\"b\",\"data\":[1, 2]}}");
    assertThat(ClientCommand.history("news", HistoryRequest.after(position, 10)).line(4))
        .isEqualTo(
            "{\"id\":4,\"history\":{\"channel\":\"news\",\"limit\":10,"
                + "\"since\":{\"offset\":7,\"epoch\":\"xyz\"}}}");
    assertThat(ClientCommand.ping().line(5)).isEqualTo("{\"id\":5,\"ping\":{}}");
  }

  @Test
  void dataMustBecomeOneLine() {
    assertThat(ClientJson.oneLine("{\n  \"a\":\r\n 1}", "x")).isEqualTo("{   \"a\":   1}");
    assertThat(ClientJson.oneLine("\"a\\nb\"", "x")).isEqualTo("\"a\\nb\"");
    assertThat(ClientJson.oneLine("12345678901234567890.50", "x"))
        .isEqualTo("12345678901234567890.50");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  ", "{", "hello", "{}{}", "1 2", "{\"a\":}", "\"a\nb\""})
  void whatIsNotOneJsonValueMustBeRefused(String text) {
    assertThatThrownBy(() -> ClientJson.oneLine(text, "a publication"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a publication must be");
  }

  @Test
  void aFrameMayCarrySeveralReplies() throws Exception {
    assertThat(ServerReplyReader.read("{\"id\":1,\"publish\":{}}\n{}\n{\"id\":2,\"presence\":{}}"))
        .containsExactly(
            new ServerReply.Answer(1, new ServerReply.Done()),
            new ServerReply.Ping(),
            new ServerReply.Answer(2, new ServerReply.PresenceResult(Map.of())));
  }

  @Test
  void theGreetingsAnswerMustBeReadWhole() throws Exception {
    String frame =
        """
        {"id":1,"connect":{"client":"c1","version":"1","expires":true,"ttl":60,"data":{"x": [1]},\
        "subs":{"news":{"recoverable":true,"epoch":"e","offset":3,"recovered":true,\
        "was_recovering":true,"publications":[{"data":"hi","offset":3}]}},"ping":25,"pong":true,\
        "idempotency":{"scope":"s","window":300,"more":1},"unheard-of":{"a":[{}]}}}\
        """;

    assertThat(ServerReplyReader.read(frame))
        .containsExactly(
            new ServerReply.Answer(
                1,
                new ServerReply.ConnectResult(
                    "c1",
                    true,
                    60,
                    "{\"x\": [1]}",
                    Map.of(
                        "news",
                        new ServerReply.SubscribeResult(
                            false,
                            0,
                            true,
                            "e",
                            3,
                            List.of(new Publication("\"hi\"", 3, null, Map.of())),
                            true,
                            true,
                            false,
                            null)),
                    25,
                    true,
                    new ServerReply.Idempotency("s", 300))));
  }

  @Test
  void pushesMustBeReadByTheirKind() throws Exception {
    assertThat(event("\"channel\":\"a\",\"join\":{\"info\":{\"user\":\"u\",\"client\":\"c\"}}"))
        .isEqualTo(new ServerReply.Joined(new ClientInfo("u", "c", null, null)));
    assertThat(event("\"leave\":{\"info\":{\"user\":\"u\",\"client\":\"c\",\"conn_info\":{}}}"))
        .isEqualTo(new ServerReply.Left(new ClientInfo("u", "c", "{}", null)));
    assertThat(event("\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient state\"}"))
        .isEqualTo(new ServerReply.Unsubscribed(2500, "insufficient state"));
    assertThat(event("\"disconnect\":{\"code\":3001,\"reason\":\"shutdown\"}"))
        .isEqualTo(new ServerReply.Disconnect(3001, "shutdown"));
    assertThat(event("\"message\":{\"data\":{\"a\":1}}"))
        .isEqualTo(new ServerReply.Message("{\"a\":1}"));
    assertThat(event("\"refresh\":{\"expires\":true,\"ttl\":9}"))
        .isEqualTo(new ServerReply.Refreshed(new ServerReply.RefreshResult(true, 9)));
    assertThat(event("\"new-kind\":{\"a\":1}")).isEqualTo(new ServerReply.Unknown());
    assertThat(event("\"pub\":{\"data\":1,\"offset\":2,\"tags\":{\"k\":\"v\"},\"time\":5}"))
        .isEqualTo(new ServerReply.Published(new Publication("1", 2, null, Map.of("k", "v"))));
  }

  @Test
  void dataMustComeOutAsItIsWritten() throws Exception {
    String filler = "é".repeat(20_000); // beyond the parser's buffers
    for (String data :
        List.of("1.50", "-0", "\"a\\u00e9\"", "true", "null", "[ 1 , {} ]", "\"" + filler + "\"")) {
      String frame = "{\"push\":{\"channel\":\"é\",\"pub\":{\"data\":" + data + ",\"offset\":1}}}";
      assertThat(ServerReplyReader.read(frame))
          .containsExactly(
              new ServerReply.Push(
                  "é", new ServerReply.Published(new Publication(data, 1, null, Map.of()))));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "[]",
        "{\"id\":\"x\"}",
        "{\"id\":1,\"connect\":7}",
        "{\"id\":1,\"connect\":null}",
        "{\"push\":",
        "{\"push\":{\"pub\":{\"offset\":99999999999999999999}}}",
        "{\"id\":1,\"history\":{\"publications\":{}}}"
      })
  void whatIsNoReplyMustBeRefused(String frame) {
    assertThatThrownBy(() -> ServerReplyReader.read(frame)).isInstanceOf(IOException.class);
  }

  private static ServerReply.PushEvent event(String members) throws IOException {
    return ((ServerReply.Push) ServerReplyReader.read("{\"push\":{" + members + "}}").get(0))
        .event();
  }
}
