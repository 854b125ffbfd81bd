package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.JsonPayload;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCodecTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-0.0",
        "1e999",
        "123456789012345678901234567890.123456789e-400",
        "null",
        "true",
        "false",
        "\"\"",
        "\"text\"",
        "\"grün 日本 😀\"",
        "\"\\u00fc\\ud83d\\ude00\\n\\\"\\\\ \\/\"",
        "{}",
        "[]",
        "{ \"b\" : [ 1 , 2.50 , { } ] ,\t\"a\":\"x}]\" }",
        "{\"a\":1,\"a\":2}",
        "[[[[[[[[[[{\"deep\":[null]}]]]]]]]]]]"
      })
  void dataMustPassThroughByteForByte(String data) {
    for (String around : List.of("%s", " %s", "%s ", "\t %s \t")) {
      String value = around.formatted(data);
      String inside = "{\"id\":1,\"publish\":{\"data\":" + value + ",\"channel\":\"ü\"}}";
      String last = "{\"id\":1,\"publish\":{\"channel\":\"ü\",\"data\":" + value + "}}";
      String second = "{}\n" + last;

      for (String frame : List.of(inside, last, second)) {
        List<Command> commands = JsonCodec.decode(frame).commands();
        Command command = commands.get(commands.size() - 1);

        assertThat(command).isEqualTo(new Command(1, new Request.Publish("ü", Payload.json(data))));
      }
    }
    Push push = new Push.Published("x", publication(Payload.sharing(data.getBytes(UTF_8))), false);
    assertThat(JsonCodec.encode(new Reply.News(push)))
        .isEqualTo("{\"push\":{\"channel\":\"x\",\"pub\":{\"data\":" + data + ",\"offset\":1}}}");
  }

  @Test
  void aLongTextMustPassThrough() {
    String data = "\"" + "😀\\n".repeat(10_000) + "\"";

    List<Command> commands = JsonCodec.decode("{\"send\":{\"data\":" + data + "}}").commands();

    assertThat(commands).containsExactly(new Command(0, new Request.Send(Payload.json(data))));
  }

  @Test
  void dataOverSeveralLinesMustNotBreakAReplyInTwo() {
    Payload data = Payload.sharing("{\r\n  \"a\": 1\n}".getBytes(UTF_8));

    assertThat(JsonCodec.encode(new Reply.Success(1, new Result.Rpc(data))))
        .isEqualTo("{\"id\":1,\"rpc\":{\"data\":{\r   \"a\": 1 }}}");
  }

  @Test
  void jsonThatItsMakerHasCheckedMustNotBeCheckedAgain() {
    Payload claimed = Payload.uncheckedJson("{claimed\n}".getBytes(UTF_8));

    assertThat(JsonCodec.encode(new Reply.Success(1, new Result.Rpc(claimed))))
        .isEqualTo("{\"id\":1,\"rpc\":{\"data\":{claimed }}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "null", "\"ü\"", "{}", " [1 , {\"a\":2}] "})
  void jsonMustReachJsonClientsAsItIsWhateverItsKind(String data) {
    String expected = "{\"id\":1,\"rpc\":{\"data\":" + data + "}}";

    assertThat(
            Stream.of(Payload.json(data), Payload.text(data), Payload.sharing(data.getBytes(UTF_8)))
                .map(payload -> JsonCodec.encode(new Reply.Success(1, new Result.Rpc(payload)))))
        .containsOnly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          hello         | "hello"
          1 2           | "1 2"
          {             | "{"
          grün 日本 😀 | "grün 日本 😀"
          say "hi"      | "say \\"hi\\""
          a\\b           | "a\\\\b"
          """)
  void textThatIsNotJsonMustReachJsonClientsAsAString(String text, String string) {
    assertThat(
            Stream.of(Payload.text(text), Payload.sharing(text.getBytes(UTF_8)))
                .map(payload -> JsonCodec.encode(new Reply.Success(1, new Result.Rpc(payload)))))
        .containsOnly("{\"id\":1,\"rpc\":{\"data\":" + string + "}}");
  }

  @Test
  void textOverSeveralLinesMustNotBreakAReplyInTwo() {
    assertThat(JsonCodec.encode(new Reply.Success(1, new Result.Rpc(Payload.text("a\r\nb")))))
        .isEqualTo("{\"id\":1,\"rpc\":{\"data\":\"a\\r\\nb\"}}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ff", "7bff7d", "c3", "eda0bd", "c080", "00ff"})
  void bytesThatAreNotUtf8MustReachJsonClientsInBase64(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    String base64 = Base64.getEncoder().encodeToString(bytes);

    assertThat(JsonCodec.encode(new Reply.Success(1, new Result.Rpc(Payload.sharing(bytes)))))
        .isEqualTo("{\"id\":1,\"rpc\":{\"data\":\"" + base64 + "\"}}");
  }

  @Test
  void textMustBeQuotedForSubscriptionsWithDeltas() {
    assertThat(JsonPayload.quote(Payload.json("{\"a\":\"ü\\n\"}")))
        .isEqualTo(Payload.json("\"{\\\"a\\\":\\\"ü\\\\n\\\"}\""));
  }

  @Test
  void unknownMembersMustBePassedOver() {
    String frame =
        "{\"x\":[{\"id\":9}],\"id\":1,\"method\":\"publish\",\"publish\":{\"channel\":\"c\","
            + "\"more\":{\"channel\":\"d\"},\"data\":1,\"key\":null},\"y\":\"\\u0041\"}";

    assertThat(JsonCodec.decode(frame).commands())
        .containsExactly(new Command(1, new Request.Publish("c", Payload.json("1"))));
  }

  @Test
  void nullMustStandForAnAbsentMember() {
    String frame =
        "{\"id\":1,\"ping\":null,\"connect\":null,\"subscribe\":{\"channel\":\"c\",\"token\":null,"
            + "\"recover\":null,\"offset\":null,\"tf\":null,\"type\":null}}";

    assertThat(JsonCodec.decode(frame).commands())
        .containsExactly(new Command(1, Examples.plainSubscribe("c")));
  }

  @Test
  void theLastOfSeveralMembersMustCount() {
    String frame =
        "{\"id\":1,\"id\":2,\"publish\":{\"channel\":\"a\"},"
            + "\"publish\":{\"channel\":\"b\",\"channel\":\"c\",\"data\":1,\"data\":2}}";

    assertThat(JsonCodec.decode(frame).commands())
        .containsExactly(new Command(2, new Request.Publish("c", Payload.json("2"))));
  }

  @Test
  void theKeyMustBeTheChannelOfASubscriptionToRecover() {
    String frame = "{\"id\":1,\"connect\":{\"subs\":{\"a\":{\"channel\":\"b\"},\"c\":null}}}";

    assertThat(JsonCodec.decode(frame).commands())
        .containsExactly(
            new Command(
                1,
                new Request.Connect(
                    "",
                    Payload.EMPTY,
                    Map.of("a", Examples.plainSubscribe("a")),
                    "",
                    "",
                    Map.of(),
                    false)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "9223372036854775807, 9223372036854775807",
  })
  void anOffsetMustBeANumberWithoutSign(String written, long offset) {
    Request.History history =
        (Request.History) request("history", "{\"since\":{\"offset\":" + written + "}}");

    assertThat(history.since()).isEqualTo(new StreamPosition(offset, ""));
  }

  @Test
  void whatCameBeforeABadCommandMustBeKept() {
    DecodeResult result = JsonCodec.decode("{}\n\n{\"id\":1,\"ping\":{}}\nnonsense\n{}");

    assertThat(result).isInstanceOf(DecodeResult.BadRequest.class);
    assertThat(result.commands()).containsExactly(Command.PONG, new Command(1, new Request.Ping()));
    assertThat(((DecodeResult.BadRequest) result).index()).isEqualTo(2);
  }

  private static Request request(String method, String json) {
    List<Command> commands =
        JsonCodec.decode("{\"id\":1,\"" + method + "\":" + json + "}").commands();
    assertThat(commands).hasSize(1);
    return commands.get(0).request();
  }

  private static Publication publication(Payload data) {
    return new Publication(1, data, null, Map.of(), 0);
  }
}
