package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that break off the conversation, each with the reason the log will give. */
class MalformedTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      ignoreLeadingAndTrailingWhitespace = true,
      textBlock =
          """
          nonsense                                          | command is not an object
          []                                                | command is not an object
          null                                              | command is not an object
          "{}"                                              | command is not an object
          {} {}                                             | more than one value in a line
          {"id":1,"ping":{}},                               | Unexpected character
          {"id":1,"ping":{}                                 | Unexpected end-of-input
          {"id":1,"ping":{}}]                               | Unexpected close marker
          {id:1}                                            | Unexpected character
          {'id':1}                                          | Unexpected character
          {"id":1,}                                         | Unexpected character
          {"id":1 // no                                     | Unexpected character
          {"id":01}                                         | Invalid numeric value
          {"id":+1}                                         | Unexpected character
          {"id":NaN}                                        | Non-standard token
          {"id":"1"}                                        | id is not an integer
          {"id":1.0}                                        | id is not an integer
          {"id":1e3}                                        | id is not an integer
          {"id":true}                                       | id is not an integer
          {"id":-1}                                         | id is not between 0 and 4294967295
          {"id":4294967296}                                 | id is not between 0 and 4294967295
          {"id":18446744073709551617}                       | id is not between 0 and 4294967295
          {"ping":{}}                                       | id is missing
          {"id":0,"publish":{}}                             | id is missing
          {"id":1,"ping":{},"publish":{}}                   | both ping and publish
          {"id":1,"ping":[]}                                | ping is not an object
          {"id":1,"connect":"x"}                            | connect is not an object
          {"id":1,"connect":{"token":1}}                    | token is not a string
          {"id":1,"connect":{"headers":[]}}                 | headers is not an object
          {"id":1,"connect":{"headers":{"a":1}}}            | an entry of headers is not a string
          {"id":1,"connect":{"subs":[]}}                    | subs is not an object
          {"id":1,"connect":{"subs":{"a":1}}}               | an entry of subs is not an object
          {"id":1,"publish":{"channel":["x"]}}              | channel is not a string
          {"id":1,"publish":{"data":}}                      | Unexpected character
          {"id":1,"publish":{"data":[1,}}                   | Unexpected character
          {"id":1,"publish":{"data":"\\q"}}                 | Unrecognized character escape
          {"id":1,"publish":{"data":tru}}                   | Unrecognized token
          {"id":1,"subscribe":{"recover":1}}                | recover is neither true nor false
          {"id":1,"subscribe":{"recover":"true"}}           | recover is neither true nor false
          {"id":1,"subscribe":{"offset":-1}}                | offset is not between
          {"id":1,"subscribe":{"offset":9223372036854775808}} | offset is not between
          {"id":1,"subscribe":{"tf":[]}}                    | tf is not an object
          {"id":1,"subscribe":{"tf":{"nodes":{}}}}          | nodes is not an array
          {"id":1,"subscribe":{"tf":{"nodes":[1]}}}         | an element of nodes is not an object
          {"id":1,"subscribe":{"tf":{"vals":[1]}}}          | an element of vals is not a string
          {"id":1,"history":{"limit":2147483648}}           | limit is not between
          {"id":1,"history":{"limit":1.5}}                  | limit is not an integer
          {"id":1,"history":{"since":7}}                    | since is not an object
          {"id":1,"x":"\u0001"}                             | Illegal unquoted character
          """)
  void aBadLineMustBeRefusedWithItsReason(String line, String why) {
    DecodeResult result = JsonCodec.decode("{}\n" + line + "\n{}");

    assertThat(result).isInstanceOf(DecodeResult.BadRequest.class);
    assertThat(result.commands()).containsExactly(Command.PONG);
    assertThat(((DecodeResult.BadRequest) result).index()).isEqualTo(1);
    assertThat(((DecodeResult.BadRequest) result).why()).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\n",
        "\r\n\r\n",
        "\u0000",
        "\u0000{\u0000}",
        "{\u0000}\u0000",
        "\uFEFF{}"
      })
  void aFrameThatIsNoTextOfCommandsMustBeRefused(String frame) {
    assertThat(JsonCodec.decode(frame)).isInstanceOf(DecodeResult.BadRequest.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ff                         | no length, only the beginning of one
          ffffffffffffffffffff01     | length of more than 64 bits
          ffffffff07                 | length beyond the frame
          ffffffff0f                 | length below zero
          01                         | frame ends before the command
          0308                       | frame ends within the command
          0108                       | field without a value
          0200 01                    | field number 0
          020f01                     | wire type 7
          0a08ffffffffffffffffffff   | number of more than 64 bits
          025a05                     | message longer than the command
          025a00 05                  | frame goes on with half a command
          0208015a00                 | half a command
          0108                       | field without a value
          045a000801 01              | the last command ends early
          0a08015a003a040a02c328     | text that is not UTF-8
          065a003a000801             | two requests
          025a00                     | id missing
          040801 0c 00               | end of a group that did not begin
          0208015a                   | tag without a value
          0f08015209420b08ffffffffffffffffff01 | offset below zero
          """)
  void badBytesMustBeRefused(String hex, String what) {
    ByteBuffer frame = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));

    assertThat(ProtobufCodec.decode(frame)).as(what).isInstanceOf(DecodeResult.BadRequest.class);
  }
}
