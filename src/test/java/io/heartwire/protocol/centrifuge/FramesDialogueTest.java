package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.heartwire.broker.Payload;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames that can't be read, and data in the encodings of those who get it. */
class FramesDialogueTest extends DialogueFixture {
  private static final Request CONNECT =
      new Request.Connect("", Payload.EMPTY, Map.of(), "", "", Map.of(), false);

  @Test
  void theCommandsBeforeABadOneAreAnsweredAndNoneBehindIt() {
    FakeClient client = client().connects();
    client.says("{'id':2,'ping':{}}", "{'id':3,'ping':{}}", "{'id':4", "{'id':5,'ping':{}}");

    assertThat(client.hears()).containsExactly("{'id':2,'ping':{}}", "{'id':3,'ping':{}}");
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void theCommandsBeforeABadOneAreAnsweredThoughTheyTakeTheirTime() {
    CompletableFuture<Payload> late = new CompletableFuture<>();
    methods.put("slow", call -> late);
    FakeClient client = client().connects().says("{'id':2,'rpc':{'method':'slow'}}", "nonsense");
    assertThat(client.closeCodes()).isEmpty();
    late.complete(Payload.json("1"));

    assertThat(client.hears()).containsExactly("{'id':2,'rpc':{'data':1}}");
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void theAnswersToThemAreWrittenBeforeTheConnectionIsClosed() {
    FakeClient client = client().connects();
    client.wire.hold();
    client.says("{'id':2,'ping':{}}\n{'id':3,'ping':{}}\nnonsense");
    assertThat(client.closeCodes()).isEmpty();
    client.wire.release();

    assertThat(client.hears()).containsExactly("{'id':2,'ping':{}}", "{'id':3,'ping':{}}");
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void aBadFrameHarmsNobodyElse() {
    FakeClient other = client().connects().subscribes("plain:1");
    client().connects().subscribes("plain:1").says("nonsense");
    other.says("{'id':3,'publish':{'channel':'plain:1','data':1}}");

    assertThat(other.publications("plain:1")).containsExactly(1L);
    assertThat(other.closeCodes()).isEmpty();
  }

  @Test
  void jsonMayComeInBinaryFrames() {
    FakeClient client = client().connects();
    client.dialogue.binary(ByteBuffer.wrap("{\"id\":2,\"ping\":{}}".getBytes(UTF_8)));

    assertThat(client.hears()).containsExactly("{'id':2,'ping':{}}");
    client.dialogue.binary(ByteBuffer.wrap("{\"id\":3,\"gr\u00fcn\":1}".getBytes(ISO_8859_1)));
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @ParameterizedTest
  @MethodSource
  void jsonBeyondALimitIsAnErrorThatNamesIt(String data, String limit) {
    FakeClient client = client().connects().subscribes("plain:1");
    client.says(
        "{'publish':{'channel':'plain:1','data':" + data + "},'id':3}", "{'id':4,'ping':{}}");

    assertThat(client.error(3)).isEqualTo(107);
    assertThat(client.reply(3).text("error/message")).isEqualTo("bad request: " + limit);
    assertThat(client.hasReply(4)).isTrue();
    assertThat(client.closeCodes()).isEmpty();
  }

  static Stream<Arguments> jsonBeyondALimitIsAnErrorThatNamesIt() {
    return Stream.of(
        arguments("[".repeat(300) + "]".repeat(300), "JSON nested deeper than 256"),
        arguments("[".repeat(20_000) + "]".repeat(20_000), "JSON nested deeper than 256"),
        arguments("1".repeat(1_001), "a number in JSON of more than 1000 characters"),
        arguments("{'" + "k".repeat(2_000) + "':1}", "a key in JSON of more than 1024 characters"));
  }

  @Test
  void jsonBeyondALimitInTheConnectIsAnErrorToo() {
    FakeClient client = client().says("{'connect':{'data':" + "1".repeat(1_001) + "},'id':1}");

    assertThat(client.error(1)).isEqualTo(107);
    assertThat(client.says("{'id':2,'connect':{}}").reply(2).at("connect")).isNotNull();
  }

  @Test
  void aFrameOfTheOtherKindIsABadRequest() {
    FakeClient json = client().connects();
    json.dialogue.binary(ByteBuffer.wrap(ClientSide.protobuf(new Command(2, new Request.Ping()))));
    FakeClient protobuf = protobufClient().does(1, CONNECT);
    protobuf.dialogue.text("{\"id\":2,\"ping\":{}}");

    assertThat(json.closeCodes()).containsExactly(3501);
    assertThat(protobuf.closeCodes()).containsExactly(3501);
  }

  @Test
  void aBadBinaryFrameIsABadRequest() {
    FakeClient client = protobufClient().does(1, CONNECT);
    client.dialogue.binary(ByteBuffer.wrap(new byte[] {100, 1, 2}));

    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void jsonGoesToJsonClientsAsItIsOnOneLine() {
    assertThat(inJson(Payload.json("{\"a\":\n1}"))).contains("'data':{'a': 1}");
  }

  @Test
  void textGoesToJsonClientsAsAStringUnlessItIsJson() {
    assertThat(inJson(Payload.text("grün"))).contains("'data':'grün'");
    assertThat(inJson(Payload.text("[1]"))).contains("'data':[1]");
    assertThat(inJson(Payload.text(""))).contains("'data':''");
  }

  @Test
  void bytesGoToJsonClientsInBase64UnlessTheyAreJsonOrText() {
    assertThat(inJson(Payload.sharing("gr\u00fcn".getBytes(UTF_8)))).contains("'data':'gr\u00fcn'");
    assertThat(inJson(Payload.sharing(new byte[] {0, 1, (byte) 0xFF}))).contains("'data':'AAH/'");
    assertThat(inJson(Payload.sharing("{\"a\":1}".getBytes(UTF_8)))).contains("'data':{'a':1}");
  }

  @Test
  void everythingGoesToProtobufClientsByteForByte() {
    FakeClient client = protobufClient().does(1, CONNECT).does(2, subscribe());
    Payload[] all = {
      Payload.json("{\"a\":\n1}"),
      Payload.text("grün"),
      Payload.sharing(new byte[] {0, 1, (byte) 0xFF})
    };
    for (Payload data : all) {
      publish("plain:1", data, Map.of());
    }

    assertThat(client.replies().subList(2, 5))
        .extracting(reply -> ((Push.Published) ((Reply.News) reply).push()).publication().data())
        .containsExactly(all);
  }

  @Test
  void whatABinaryClientPublishesReachesItAsItWas() {
    FakeClient client = protobufClient().does(1, CONNECT).does(2, subscribe());
    Payload data = Payload.sharing(new byte[] {9, 8, 7});
    client.does(3, new Request.Publish("plain:1", data));

    assertThat(client.replies().get(2))
        .isInstanceOfSatisfying(
            Reply.News.class,
            news ->
                assertThat(((Push.Published) news.push()).publication().data()).isEqualTo(data));
    assertThat(client.replies().get(3)).isEqualTo(new Reply.Success(3, new Result.Publish()));
  }

  /** The line that a JSON client gets. */
  private String inJson(Payload data) {
    FakeClient client = client().connects().subscribes("plain:1");
    publish("plain:1", data, Map.of());
    return client.hears().get(0);
  }

  private static Request.Subscribe subscribe() {
    return new Request.Subscribe(
        "plain:1", "", false, "", 0, Payload.EMPTY, false, false, false, "", null, 0, 0);
  }
}
