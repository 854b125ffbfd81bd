package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.UnsubscribeCode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** One of every command and every reply, with all its fields and with none. */
final class Examples {
  static final Payload DATA = Payload.json("{\"a\":[1,\"ü😀\"]}");

  private Examples() {}

  /** Each example with what it is on the wire. */
  static <T> Stream<Arguments> written(List<String> wire, Stream<T> examples) {
    List<T> all = examples.toList();
    assertThat(wire).hasSameSizeAs(all);
    return IntStream.range(0, all.size()).mapToObj(i -> Arguments.of(wire.get(i), all.get(i)));
  }

  static FilterNode filter() {
    return new FilterNode(
        "and",
        "",
        "",
        "",
        List.of(),
        List.of(
            new FilterNode("", "ticker", "in", "", List.of("AAPL", "MSFT"), List.of()),
            new FilterNode(
                "not",
                "",
                "",
                "",
                List.of(),
                List.of(new FilterNode("", "price", "lt", "100.5", List.of(), List.of())))));
  }

  static Request.Subscribe subscribe(String channel) {
    return new Request.Subscribe(
        channel, "jwt", true, "xyz", 42, DATA, true, true, true, "fossil", filter(), 2, 1);
  }

  static Request.Subscribe plainSubscribe(String channel) {
    return new Request.Subscribe(
        channel, "", false, "", 0, Payload.EMPTY, false, false, false, "", null, 0, 0);
  }

  static Stream<Command> commands() {
    Map<String, Request.Subscribe> subs = new LinkedHashMap<>();
    subs.put("orders:42", subscribe("orders:42"));
    subs.put("news", plainSubscribe("news"));
    return Stream.of(
        new Command(
            1,
            new Request.Connect(
                "jwt", DATA, subs, "js", "5.5.3", Map.of("X-Tenant", "blue"), false)),
        new Command(1, new Request.Connect("", Payload.EMPTY, Map.of(), "", "", Map.of(), false)),
        new Command(2, subscribe("orders:42")),
        new Command(3, plainSubscribe("orders:42")),
        new Command(4, new Request.Unsubscribe("orders:42")),
        new Command(5, new Request.Publish("orders:42", DATA)),
        new Command(6, new Request.Presence("orders:42")),
        new Command(7, new Request.PresenceStats("orders:42")),
        new Command(8, new Request.History("orders:42", -1, new StreamPosition(7, "xyz"), true)),
        new Command(9, new Request.History("orders:42", 0, null, false)),
        new Command(10, new Request.Ping()),
        new Command(0, new Request.Send(DATA)),
        new Command(11, new Request.Rpc("sum", DATA)),
        new Command(12, new Request.Refresh("jwt")),
        new Command(13, new Request.SubRefresh("orders:42", "jwt")),
        new Command(Command.MOST_ID, new Request.Unknown()),
        Command.PONG);
  }

  static ClientInfo info() {
    return new ClientInfo("u1", "c1", Payload.json("{\"name\":\"Ann\"}"), Payload.json("[1]"));
  }

  static Publication publication(long offset) {
    return new Publication(offset, DATA, info(), Map.of("ticker", "AAPL"), 1_700_000_000_000L);
  }

  static Publication plainPublication() {
    return new Publication(0, Payload.json("1"), null, Map.of(), 0);
  }

  static Result.Subscribe subscribed() {
    return new Result.Subscribe(
        true,
        60,
        true,
        "xyz",
        List.of(publication(8), plainPublication()),
        true,
        9,
        true,
        DATA,
        true,
        true);
  }

  static Result.Subscribe plainSubscribed() {
    return new Result.Subscribe(
        false, 0, false, "", List.of(), false, 0, false, Payload.EMPTY, false, false);
  }

  static Stream<Reply> replies() {
    Map<String, Result.Subscribe> subs = new LinkedHashMap<>();
    subs.put("orders:42", subscribed());
    subs.put("news", plainSubscribed());
    return Stream.concat(
        Stream.of(
                new Result.Connect(
                    "c1", "Heartwire 1", true, 3600, DATA, subs, 25, true, "s1", "n1", null),
                new Result.Connect(
                    "c1", "", false, 0, Payload.EMPTY, Map.of(), 0, false, "", "", null),
                subscribed(),
                plainSubscribed(),
                new Result.Unsubscribe(),
                new Result.Publish(),
                new Result.Presence(Map.of("c1", info())),
                new Result.Presence(Map.of()),
                new Result.PresenceStats(3, 2),
                new Result.PresenceStats(0, 0),
                new Result.History(List.of(publication(8)), "xyz", 8),
                new Result.History(List.of(), "", 0),
                new Result.Ping(),
                new Result.Rpc(DATA),
                new Result.Refresh("c1", "1", true, 60),
                new Result.SubRefresh(true, 60))
            .map(result -> new Reply.Success(5, result)),
        Stream.concat(
            Stream.of(
                new Reply.Failure(6, ErrorCode.PERMISSION_DENIED),
                new Reply.Failure(7, ErrorCode.TOO_MANY_REQUESTS),
                new Reply.Ping()),
            pushes().map(Reply.News::new)));
  }

  static Stream<Push> pushes() {
    return Stream.of(
        new Push.Published("orders:42", publication(8), true),
        new Push.Published("news", plainPublication(), false),
        new Push.Join("orders:42", info()),
        new Push.Leave("orders:42", info()),
        new Push.Unsubscribe("orders:42", UnsubscribeCode.INSUFFICIENT_STATE),
        new Push.Message(DATA),
        new Push.Subscribe("orders:42", true, "xyz", 9, true, DATA),
        new Push.Connect(
            "c1", "1", DATA, Map.of("news", plainSubscribed()), true, 60, 25, true, "s1", "n1"),
        new Push.Disconnect(3001, "shutdown", true),
        new Push.Refresh(true, 60));
  }
}
