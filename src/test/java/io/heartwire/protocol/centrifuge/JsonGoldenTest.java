package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is on the wire, to the letter: a change here is a change of the protocol. */
class JsonGoldenTest {
  private static final String SUBSCRIBE =
      "{\"channel\":\"orders:42\",\"token\":\"jwt\",\"recover\":true,\"epoch\":\"xyz\",\"offset\":42,"
          + "\"data\":{\"a\":[1,\"ü😀\"]},\"positioned\":true,\"recoverable\":true,"
          + "\"join_leave\":true,\"delta\":\"fossil\",\"tf\":{\"op\":\"and\",\"nodes\":["
          + "{\"key\":\"ticker\",\"cmp\":\"in\",\"vals\":[\"AAPL\",\"MSFT\"]},"
          + "{\"op\":\"not\",\"nodes\":[{\"key\":\"price\",\"cmp\":\"lt\",\"val\":\"100.5\"}]}]},"
          + "\"flag\":2,\"type\":1}";
  private static final String INFO =
      "{\"user\":\"u1\",\"client\":\"c1\",\"conn_info\":{\"name\":\"Ann\"},\"chan_info\":[1]}";
  private static final String PUBLICATION =
      "{\"data\":{\"a\":[1,\"ü😀\"]},\"info\":"
          + INFO
          + ",\"offset\":8,\"tags\":{\"ticker\":\"AAPL\"},\"time\":1700000000000}";
  private static final String DELTA =
      "{\"data\":{\"a\":[1,\"ü😀\"]},\"info\":"
          + INFO
          + ",\"offset\":8,\"tags\":{\"ticker\":\"AAPL\"},\"delta\":true,\"time\":1700000000000}";
  private static final String SUBSCRIBED =
      "{\"expires\":true,\"ttl\":60,\"recoverable\":true,\"epoch\":\"xyz\",\"publications\":["
          + PUBLICATION
          + ",{\"data\":1}],\"recovered\":true,\"offset\":9,\"positioned\":true,"
          + "\"data\":{\"a\":[1,\"ü😀\"]},\"was_recovering\":true,\"delta\":true}";

  static final List<String> COMMANDS =
      List.of(
          "{\"id\":1,\"connect\":{\"token\":\"jwt\",\"data\":{\"a\":[1,\"ü😀\"]},\"subs\":{"
              + "\"orders:42\":"
              + SUBSCRIBE
              + ",\"news\":{}},\"name\":\"js\",\"version\":\"5.5.3\","
              + "\"headers\":{\"X-Tenant\":\"blue\"}}}",
          "{\"connect\":{},\"id\":1}",
          "{\"id\":2,\"subscribe\":" + SUBSCRIBE + "}",
          "{\"id\":3,\"subscribe\":{\"channel\":\"orders:42\"}}",
          "{\"id\":4,\"unsubscribe\":{\"channel\":\"orders:42\"}}",
          "{\"id\":5,\"publish\":{\"channel\":\"orders:42\",\"data\":{\"a\":[1,\"ü😀\"]}}}",
          "{\"id\":6,\"presence\":{\"channel\":\"orders:42\"}}",
          "{\"id\":7,\"presence_stats\":{\"channel\":\"orders:42\"}}",
          "{\"id\":8,\"history\":{\"channel\":\"orders:42\",\"limit\":-1,"
              + "\"since\":{\"offset\":7,\"epoch\":\"xyz\"},\"reverse\":true}}",
          "{\"id\":9,\"history\":{\"channel\":\"orders:42\"}}",
          "{\"id\":10,\"ping\":{}}",
          "{\"send\":{\"data\":{\"a\":[1,\"ü😀\"]}}}",
          "{\"id\":11,\"rpc\":{\"method\":\"sum\",\"data\":{\"a\":[1,\"ü😀\"]}}}",
          "{\"id\":12,\"refresh\":{\"token\":\"jwt\"}}",
          "{\"id\":13,\"sub_refresh\":{\"channel\":\"orders:42\",\"token\":\"jwt\"}}",
          "{\"id\":4294967295,\"dance\":{\"style\":\"tango\"}}",
          "{}");

  static final List<String> REPLIES =
      List.of(
          "{\"id\":5,\"connect\":{\"client\":\"c1\",\"version\":\"Heartwire 1\",\"expires\":true,"
              + "\"ttl\":3600,\"data\":{\"a\":[1,\"ü😀\"]},\"subs\":{\"orders:42\":"
              + SUBSCRIBED
              + ",\"news\":{}},\"ping\":25,\"pong\":true,\"session\":\"s1\",\"node\":\"n1\"}}",
          "{\"id\":5,\"connect\":{\"client\":\"c1\",\"version\":\"\"}}",
          "{\"id\":5,\"subscribe\":" + SUBSCRIBED + "}",
          "{\"id\":5,\"subscribe\":{}}",
          "{\"id\":5,\"unsubscribe\":{}}",
          "{\"id\":5,\"publish\":{}}",
          "{\"id\":5,\"presence\":{\"presence\":{\"c1\":" + INFO + "}}}",
          "{\"id\":5,\"presence\":{\"presence\":{}}}",
          "{\"id\":5,\"presence_stats\":{\"num_clients\":3,\"num_users\":2}}",
          "{\"id\":5,\"presence_stats\":{\"num_clients\":0,\"num_users\":0}}",
          "{\"id\":5,\"history\":{\"publications\":["
              + PUBLICATION
              + "],\"epoch\":\"xyz\",\"offset\":8}}",
          "{\"id\":5,\"history\":{\"publications\":[],\"epoch\":\"\",\"offset\":0}}",
          "{\"id\":5,\"ping\":{}}",
          "{\"id\":5,\"rpc\":{\"data\":{\"a\":[1,\"ü😀\"]}}}",
          "{\"id\":5,\"refresh\":{\"client\":\"c1\",\"version\":\"1\",\"expires\":true,\"ttl\":60}}",
          "{\"id\":5,\"sub_refresh\":{\"expires\":true,\"ttl\":60}}",
          "{\"id\":6,\"error\":{\"code\":103,\"message\":\"permission denied\"}}",
          "{\"id\":7,\"error\":{\"code\":111,\"message\":\"too many requests\",\"temporary\":true}}",
          "{}",
          "{\"push\":{\"channel\":\"orders:42\",\"pub\":" + DELTA + "}}",
          "{\"push\":{\"channel\":\"news\",\"pub\":{\"data\":1}}}",
          "{\"push\":{\"channel\":\"orders:42\",\"join\":{\"info\":" + INFO + "}}}",
          "{\"push\":{\"channel\":\"orders:42\",\"leave\":{\"info\":" + INFO + "}}}",
          "{\"push\":{\"channel\":\"orders:42\","
              + "\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient state\"}}}",
          "{\"push\":{\"message\":{\"data\":{\"a\":[1,\"ü😀\"]}}}}",
          "{\"push\":{\"channel\":\"orders:42\",\"subscribe\":{\"recoverable\":true,"
              + "\"epoch\":\"xyz\",\"offset\":9,\"positioned\":true,"
              + "\"data\":{\"a\":[1,\"ü😀\"]}}}}",
          "{\"push\":{\"connect\":{\"client\":\"c1\",\"version\":\"1\","
              + "\"data\":{\"a\":[1,\"ü😀\"]},\"subs\":{\"news\":{}},\"expires\":true,\"ttl\":60,"
              + "\"ping\":25,\"pong\":true,\"session\":\"s1\",\"node\":\"n1\"}}}",
          "{\"push\":{\"disconnect\":{\"code\":3001,\"reason\":\"shutdown\",\"reconnect\":true}}}",
          "{\"push\":{\"refresh\":{\"expires\":true,\"ttl\":60}}}");

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandMustBeReadFromItsLine(String line, Command expected) {
    assertThat(JsonCodec.decode(line)).isEqualTo(new DecodeResult.Complete(List.of(expected)));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aReplyMustBeWrittenAsItsLine(String expected, Reply reply) {
    assertThat(JsonCodec.encode(reply)).isEqualTo(expected);
  }

  @Test
  void aFrameMustHoldSeveralCommandsInTheirOrder() {
    assertThat(JsonCodec.decode(String.join("\n", COMMANDS)).commands())
        .containsExactlyElementsOf(Examples.commands().toList());
  }

  @Test
  void emptyLinesMustNotCount() {
    assertThat(JsonCodec.decode("\n\r\n{}\r\n  \n {\"id\":1,\"ping\":{}} \n").commands())
        .containsExactly(Command.PONG, new Command(1, new Request.Ping()));
  }

  static Stream<Arguments> commands() {
    return Examples.written(COMMANDS, Examples.commands());
  }

  static Stream<Arguments> replies() {
    return Examples.written(REPLIES, Examples.replies());
  }
}
