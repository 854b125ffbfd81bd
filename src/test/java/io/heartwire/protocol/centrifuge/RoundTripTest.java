package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Both encodings say the same: what goes through one, or one after the other, comes out whole. */
class RoundTripTest {
  private static final List<String> TEXTS =
      List.of("", "a", "orders:42", "grün", "日本", "😀", "\"\\/\b\f\n\r\t", "\u0000\u001f\u2028");
  private static final List<String> VALUES =
      List.of("null", "1e999", "\"ü\"", "{ \"a\" : [ ] }", "[1,[2,{}]]", "-0");

  private final Random random = new Random(42);

  @Test
  void examplesOfCommandsMustSurvive() {
    Examples.commands().forEach(RoundTripTest::check);
  }

  @Test
  void anyCommandMustSurvive() {
    for (int i = 0; i < 20_000; i++) {
      check(command());
    }
  }

  @Test
  void repliesMustSurviveProtobufAndBeTheSameInJson() {
    Examples.replies()
        .forEach(
            reply -> {
              Reply back = ClientSide.reply(ProtobufCodec.encode(reply));
              assertThat(back).isEqualTo(reply);
              assertThat(JsonCodec.encode(back)).isEqualTo(JsonCodec.encode(reply));
            });
  }

  private static void check(Command command) {
    Command fromJson = only(JsonCodec.decode(ClientJson.write(command)));
    assertThat(fromJson).isEqualTo(command);
    Command fromBoth = only(ProtobufCodec.decode(ByteBuffer.wrap(ClientSide.protobuf(fromJson))));
    assertThat(fromBoth).isEqualTo(command);
  }

  private static Command only(DecodeResult result) {
    assertThat(result).isInstanceOf(DecodeResult.Complete.class);
    assertThat(result.commands()).hasSize(1);
    return result.commands().get(0);
  }

  private Command command() {
    long id = random.nextBoolean() ? 1 + random.nextInt(100) : Command.MOST_ID - random.nextInt(9);
    return switch (random.nextInt(12)) {
      case 0 -> new Command(id, connect());
      case 1 -> new Command(id, subscribe(text()));
      case 2 -> new Command(id, new Request.Unsubscribe(text()));
      case 3 -> new Command(id, new Request.Publish(text(), data()));
      case 4 -> new Command(id, new Request.Presence(text()));
      case 5 -> new Command(id, new Request.PresenceStats(text()));
      case 6 ->
          new Command(
              id,
              new Request.History(
                  text(),
                  random.nextInt(),
                  random.nextBoolean() ? new StreamPosition(offset(), text()) : null,
                  random.nextBoolean()));
      case 7 -> new Command(random.nextBoolean() ? 0 : id, new Request.Send(data()));
      case 8 -> new Command(id, new Request.Rpc(text(), data()));
      case 9 -> new Command(id, new Request.Refresh(text()));
      case 10 -> new Command(id, new Request.SubRefresh(text(), text()));
      default -> new Command(id, new Request.Ping());
    };
  }

  private Request.Connect connect() {
    Map<String, Request.Subscribe> subs = new LinkedHashMap<>();
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      String channel = "channel" + i + text();
      subs.put(channel, subscribe(channel));
      headers.put(text(), text());
    }
    return new Request.Connect(text(), data(), subs, text(), text(), headers, false);
  }

  private Request.Subscribe subscribe(String channel) {
    return new Request.Subscribe(
        channel,
        text(),
        random.nextBoolean(),
        text(),
        offset(),
        data(),
        random.nextBoolean(),
        random.nextBoolean(),
        random.nextBoolean(),
        text(),
        random.nextBoolean() ? filter(1) : null,
        random.nextLong(),
        random.nextInt());
  }

  private FilterNode filter(int depth) {
    List<String> vals = new ArrayList<>();
    List<FilterNode> nodes = new ArrayList<>();
    for (int i = depth < 4 ? random.nextInt(3) : 0; i > 0; i--) {
      vals.add(text());
      nodes.add(filter(depth + 1));
    }
    return new FilterNode(text(), text(), text(), text(), vals, nodes);
  }

  private long offset() {
    return random.nextBoolean() ? random.nextInt(9) : random.nextLong() & Long.MAX_VALUE;
  }

  private String text() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private Payload data() {
    int at = random.nextInt(VALUES.size() + 1);
    return at == VALUES.size() ? Payload.EMPTY : Payload.json(VALUES.get(at));
  }
}
