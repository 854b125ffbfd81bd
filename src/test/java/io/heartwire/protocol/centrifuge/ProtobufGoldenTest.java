package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is on the wire, to the bit: a change here is a change of the protocol. The bytes were put
 * together from the field numbers by a program that shares nothing with ours.
 */
class ProtobufGoldenTest {
  static final List<String> COMMANDS =
      List.of(
          "d001080122cb010a036a777412127b2261223a5b312c22c3bcf09f9880225d7d1a88010a096f7264"
              + "6572733a3432127b0a096f72646572733a343212036a77741801320378797a382a42127b2261223a"
              + "5b312c22c3bcf09f9880225d7d4801500158016206666f7373696c6a3a0a03616e64321812067469"
              + "636b65721a02696e2a044141504c2a044d53465432190a036e6f743212120570726963651a026c74"
              + "22053130302e35700278011a080a046e657773120022026a732a05352e352e3332100a08582d54656e61"
              + "6e741204626c7565",
          "0408012200",
          "7f08022a7b0a096f72646572733a343212036a77741801320378797a382a42127b2261223a5b312c"
              + "22c3bcf09f9880225d7d4801500158016206666f7373696c6a3a0a03616e64321812067469636b65"
              + "721a02696e2a044141504c2a044d53465432190a036e6f743212120570726963651a026c74220531"
              + "30302e3570027801",
          "0f08032a0b0a096f72646572733a3432",
          "0f0804320b0a096f72646572733a3432",
          "2308053a1f0a096f72646572733a343212127b2261223a5b312c22c3bcf09f9880225d7d",
          "0f0806420b0a096f72646572733a3432",
          "0f08074a0b0a096f72646572733a3432",
          "25080852210a096f72646572733a343238ffffffffffffffffff0142070807120378797a4801",
          "0f0809520b0a096f72646572733a3432",
          "04080a5a00",
          "1662140a127b2261223a5b312c22c3bcf09f9880225d7d",
          "1d080b6a190a127b2261223a5b312c22c3bcf09f9880225d7d120373756d",
          "09080c72050a036a7774",
          "14080d7a100a096f72646572733a343212036a7774",
          "1008ffffffff0f9a06070a0574616e676f",
          "00");

  static final List<String> REPLIES =
      List.of(
          "d10108052acc010a026331120b4865617274776972652031180120901c2a127b2261223a5b312c22"
              + "c3bcf09f9880225d7d3289010a096f72646572733a3432127c0801103c1801320378797a3a4c22"
              + "127b2261223a5b312c22c3bcf09f9880225d7d2a1d0a027531120263311a0e7b226e616d65223a"
              + "22416e6e227d22035b315d30083a0e0a067469636b657212044141504c4880d095ffbc313a0322"
              + "01314001480950015a127b2261223a5b312c22c3bcf09f9880225d7d6001680132080a046e6577"
              + "731200381940014a02733152026e31",
          "0808052a040a026331",
          "80010805327c0801103c1801320378797a3a4c22127b2261223a5b312c22c3bcf09f9880225d7d2a"
              + "1d0a027531120263311a0e7b226e616d65223a22416e6e227d22035b315d30083a0e0a06746963"
              + "6b657212044141504c4880d095ffbc313a032201314001480950015a127b2261223a5b312c22c3"
              + "bcf09f9880225d7d60016801",
          "0408053200",
          "0408053a00",
          "0408054200",
          "2908054a250a230a026331121d0a027531120263311a0e7b226e616d65223a22416e6e227d22035b"
              + "315d",
          "0408054a00",
          "080805520408031002",
          "0408055200",
          "5908055a550a4c22127b2261223a5b312c22c3bcf09f9880225d7d2a1d0a027531120263311a0e7b"
              + "226e616d65223a22416e6e227d22035b315d30083a0e0a067469636b657212044141504c4880d0"
              + "95ffbc31120378797a1808",
          "0408055a00",
          "0408056200",
          "1808056a140a127b2261223a5b312c22c3bcf09f9880225d7d",
          "0f0805720b0a0263311201311801203c",
          "0808057a040801103c",
          "1908061215086712117065726d697373696f6e2064656e696564",
          "1b08071217086f1211746f6f206d616e792072657175657374731801",
          "00",
          "5d225b12096f72646572733a3432224e22127b2261223a5b312c22c3bcf09f9880225d7d2a1d0a02"
              + "7531120263311a0e7b226e616d65223a22416e6e227d22035b315d30083a0e0a067469636b657212"
              + "044141504c40014880d095ffbc31",
          "0d220b12046e6577732203220131",
          "2e222c12096f72646572733a34322a1f0a1d0a027531120263311a0e7b226e616d65223a22416e6e"
              + "227d22035b315d",
          "2e222c12096f72646572733a3432321f0a1d0a027531120263311a0e7b226e616d65223a22416e6e"
              + "227d22035b315d",
          "26222412096f72646572733a34323a1710c4131a12696e73756666696369656e74207374617465",
          "18221642140a127b2261223a5b312c22c3bcf09f9880225d7d",
          "2e222c12096f72646572733a34324a1f0801220378797a280930013a127b2261223a5b312c22c3bc"
              + "f09f9880225d7d",
          "39223752350a0263311201311a127b2261223a5b312c22c3bcf09f9880225d7d22080a046e657773"
              + "12002801303c381940014a02733152026e31",
          "1322115a0f08b917120873687574646f776e1801",
          "08220662040801103c");

  @ParameterizedTest
  @MethodSource("commands")
  void aCommandMustBeReadFromItsBytes(String hex, Command expected) {
    assertThat(ProtobufCodec.decode(frame(hex)))
        .isEqualTo(new DecodeResult.Complete(List.of(expected)));
  }

  @ParameterizedTest
  @MethodSource("replies")
  void aReplyMustBeWrittenAsItsBytes(String expected, Reply reply) {
    assertThat(HexFormat.of().formatHex(ProtobufCodec.encode(reply))).isEqualTo(expected);
  }

  @Test
  void aFrameMustHoldSeveralCommandsInTheirOrder() {
    assertThat(ProtobufCodec.decode(frame(String.join("", COMMANDS))).commands())
        .containsExactlyElementsOf(Examples.commands().toList());
  }

  static ByteBuffer frame(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }

  static Stream<Arguments> commands() {
    return Examples.written(COMMANDS, Examples.commands());
  }

  static Stream<Arguments> replies() {
    return Examples.written(REPLIES, Examples.replies());
  }
}
