package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import heartwire.generated.centrifuge.ClientProtocol;
import io.heartwire.json.JsonSyntax;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Frames made to cost: each is refused or read, at a cost that grows no faster than its length.
 *
 * <p>The cost is what the thread allocates, which is the same in every run, and a time that only
 * something quadratic can exceed.
 */
class HostileInputTest {
  private static final int KILO = 1024;

  @ParameterizedTest
  @MethodSource("json")
  void jsonMustCostNoMoreThanItsLength(String what, IntFunction<String> of) {
    check(length -> of.apply(length).getBytes(UTF_8), FuzzTest::decodeJson);
  }

  @ParameterizedTest
  @MethodSource("protobuf")
  void protobufMustCostNoMoreThanItsLength(String what, IntFunction<byte[]> of) {
    check(of, FuzzTest::decodeProtobuf);
  }

  @Test
  void limitsMustHold() {
    int deep = JsonSyntax.MOST_DEPTH;
    assertThat(send("[".repeat(deep - 2) + "]".repeat(deep - 2)))
        .isInstanceOf(DecodeResult.Complete.class);
    assertRefused(send("[".repeat(deep) + "]".repeat(deep)));
    assertRefused(JsonCodec.decode("{\"x\":".repeat(deep + 1) + "1" + "}".repeat(deep + 1)));

    assertThat(send("1".repeat(JsonSyntax.MOST_NUMBER))).isInstanceOf(DecodeResult.Complete.class);
    assertRefused(send("1".repeat(JsonSyntax.MOST_NUMBER + 1)));
    assertRefused(send("0." + "1".repeat(JsonSyntax.MOST_NUMBER)));
    assertRefused(send("1e" + "1".repeat(JsonSyntax.MOST_NUMBER)));
    assertRefused(JsonCodec.decode("{\"id\":" + "1".repeat(900) + "}"));

    assertRefused(JsonCodec.decode("{\"" + "x".repeat(JsonSyntax.MOST_NAME * 2) + "\":1}"));

    assertThat(JsonCodec.decode(filter(100))).isInstanceOf(DecodeResult.Complete.class);
    assertThat(JsonCodec.decode(filter(deep)))
        .isEqualTo(
            new DecodeResult.Complete(
                List.of(new Command(1, new Request.OverLimit("JSON nested deeper than " + deep)))));
    assertThat(FuzzTest.decodeProtobuf(protobufFilter(90)))
        .isInstanceOf(DecodeResult.Complete.class);
    assertRefused(FuzzTest.decodeProtobuf(protobufFilter(20_000)));
  }

  private static void check(IntFunction<byte[]> of, FuzzTest.Decoder decoder) {
    for (int length : new int[] {KILO, 64 * KILO, KILO * KILO}) {
      byte[] frame = of.apply(length);
      Cost best = Cost.of(frame, decoder);
      for (int i = 0; i < 4; i++) {
        best = best.min(Cost.of(frame, decoder));
      }
      assertThat(best.allocated())
          .as("bytes allocated for %d bytes", frame.length)
          .isLessThan(FuzzTest.allowance(frame.length));
      assertThat(best.nanos())
          .as("nanoseconds for %d bytes", frame.length)
          .isLessThan(100_000_000L + 1_000L * frame.length);
    }
  }

  private record Cost(long allocated, long nanos) {
    static Cost of(byte[] frame, FuzzTest.Decoder decoder) {
      long nanos = System.nanoTime();
      long allocated = FuzzTest.allocatedBy(() -> decoder.decode(frame));
      return new Cost(allocated, System.nanoTime() - nanos);
    }

    Cost min(Cost other) {
      return new Cost(Math.min(allocated, other.allocated), Math.min(nanos, other.nanos));
    }
  }

  private static Stream<Arguments> json() {
    return Stream.of(
        named("one long text", n -> "{\"send\":{\"data\":\"" + "x".repeat(n) + "\"}}"),
        named("text of escapes", n -> "{\"x\":\"" + "\\u0041".repeat(n / 6) + "\"}"),
        named(
            "a long token",
            n -> "{\"id\":1,\"refresh\":{\"token\":\"" + "😀".repeat(n / 4) + "\"}}"),
        named("one long number", n -> "{\"id\":" + "9".repeat(n) + "}"),
        named("a long fraction", n -> "{\"x\":0." + "9".repeat(n) + "}"),
        named("a long exponent", n -> "{\"x\":1e" + "9".repeat(n) + "}"),
        named(
            "a huge offset",
            n -> many(n, i -> "{\"id\":1,\"subscribe\":{\"offset\":1e999999999}}\n")),
        named("open arrays", n -> "{\"x\":" + "[".repeat(n)),
        named("nested objects", n -> "{\"x\":".repeat(n / 5)),
        named("a deep filter", n -> filter(n / 12)),
        named(
            "a wide filter",
            n -> "{\"id\":1,\"subscribe\":{\"tf\":{\"nodes\":[{}" + ",{}".repeat(n / 3) + "]}}}"),
        named("many pongs", n -> "{}\n".repeat(n / 3)),
        named("many empty lines", "\n"::repeat),
        named("much white space", n -> "{" + " ".repeat(n) + "}"),
        named("many values", n -> "{\"send\":{\"data\":[1" + ",1".repeat(n / 2) + "]}}"),
        named("many names", n -> "{" + many(n / 2, i -> "\"name" + i + "\":1,") + "\"x\":1}"),
        named("names that collide", n -> "{" + many(n, HostileInputTest::colliding) + "\"x\":1}"),
        named("one name again and again", n -> "{" + "\"id\":1,".repeat(n / 7) + "\"x\":1}"),
        named(
            "many headers that collide",
            n ->
                "{\"id\":1,\"connect\":{\"headers\":{"
                    + many(n, i -> colliding(i).replace("1,", "\"\","))
                    + "\"x\":\"\"}}}"),
        named(
            "many subscriptions",
            n ->
                "{\"id\":1,\"connect\":{\"subs\":{"
                    + many(n / 4, i -> "\"" + i + "\":{},")
                    + "\"x\":{}}}}"),
        named(
            "data again and again",
            n -> "{\"send\":{" + "\"data\":1,".repeat(n / 9) + "\"data\":2}}"),
        named("a quote that does not end", n -> "{\"send\":{\"data\":\"" + "x".repeat(n)));
  }

  private static Stream<Arguments> protobuf() {
    return Stream.of(
        named("many pongs", byte[]::new),
        named("groups in groups", n -> delimited(repeat(n, 0xA3, 0x06))),
        named("many unknown numbers", n -> delimited(repeat(n, 0xA0, 0x06, 0x01))),
        named("many unknown texts", n -> delimited(repeat(n, 0xA2, 0x06, 0x00))),
        named("one request again and again", n -> delimited(repeat(n, 0x3A, 0x00))),
        named("a deep filter", n -> protobufFilter(n / 8)),
        named(
            "a wide filter",
            n ->
                ClientSide.delimited(
                    ClientProtocol.Command.newBuilder()
                        .setId(1)
                        .setSubscribe(ClientProtocol.SubscribeRequest.newBuilder().setTf(wide(n)))
                        .build())),
        named(
            "many subscriptions",
            n -> {
              Map<String, ClientProtocol.SubscribeRequest> subs = new LinkedHashMap<>();
              for (int i = 0; i < n / 10; i++) {
                subs.put("c" + i, ClientProtocol.SubscribeRequest.getDefaultInstance());
              }
              return ClientSide.delimited(
                  ClientProtocol.Command.newBuilder()
                      .setId(1)
                      .setConnect(ClientProtocol.ConnectRequest.newBuilder().putAllSubs(subs))
                      .build());
            }),
        named("noise", n -> random(n)));
  }

  private static ClientProtocol.FilterNode wide(int n) {
    ClientProtocol.FilterNode.Builder wide = ClientProtocol.FilterNode.newBuilder();
    for (int i = 0; i < n / 2; i++) {
      wide.addNodes(ClientProtocol.FilterNode.getDefaultInstance());
    }
    return wide.build();
  }

  private static <T> Arguments named(String what, IntFunction<T> of) {
    return Arguments.of(what, of);
  }

  private static String many(int length, IntFunction<String> part) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; all.length() < length; i++) {
      all.append(part.apply(i));
    }
    return all.toString();
  }

  /** A member whose name has the same hash code as all the others: AaBB and the like. */
  private static String colliding(int i) {
    return IntStream.range(0, 18)
        .mapToObj(bit -> (i >> bit & 1) == 0 ? "Aa" : "BB")
        .collect(Collectors.joining("", "\"", "\":1,"));
  }

  private static String filter(int depth) {
    return "{\"id\":1,\"subscribe\":{\"tf\":"
        + "{\"nodes\":[".repeat(depth - 1)
        + "{}"
        + "]}".repeat(depth - 1)
        + "}}";
  }

  /** Nested by hand, from the inside out, since a builder would recurse. */
  private static byte[] protobufFilter(int depth) {
    ArrayDeque<byte[]> heads = new ArrayDeque<>();
    int length = 0;
    for (int i = 1; i < depth; i++) {
      byte[] head = head(6, length);
      heads.push(head);
      length += head.length;
    }
    heads.push(head(13, length));
    length += heads.getFirst().length;
    heads.push(head(5, length));
    ByteArrayOutputStream command = new ByteArrayOutputStream();
    command.write(8);
    command.write(1);
    heads.forEach(command::writeBytes);
    return delimited(command.toByteArray());
  }

  private static byte[] head(int field, int length) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    head.write(field << 3 | 2);
    varint(head, length);
    return head.toByteArray();
  }

  private static void varint(ByteArrayOutputStream out, int value) {
    int rest = value;
    while (rest >= 0x80) {
      out.write((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write(rest);
  }

  private static byte[] delimited(byte[] message) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    varint(out, message.length);
    out.writeBytes(message);
    return out.toByteArray();
  }

  private static byte[] repeat(int length, int... unit) {
    byte[] bytes = new byte[length / unit.length * unit.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) unit[i % unit.length];
    }
    return bytes;
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(7).nextBytes(bytes);
    return ByteString.copyFrom(bytes).toByteArray();
  }

  private static DecodeResult send(String data) {
    return JsonCodec.decode("{\"send\":{\"data\":" + data + "}}");
  }

  private static void assertRefused(DecodeResult result) {
    assertThat(result).isInstanceOf(DecodeResult.BadRequest.class);
  }
}
