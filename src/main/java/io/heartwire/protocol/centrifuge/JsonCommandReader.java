package io.heartwire.protocol.centrifuge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonSyntax;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one command from one line of JSON.
 *
 * <p>Unknown members are passed over, {@code null} stands for an absent member, of several members
 * with one name the last counts, and a command has one request. Data is an exception: {@code null}
 * is data.
 */
final class JsonCommandReader {
  private final JsonFields in;

  private JsonCommandReader(JsonFields in) {
    this.in = in;
  }

  /** The command in the bytes from {@code from} to {@code to}, which hold nothing else. */
  static Command read(byte[] frame, int from, int to) throws IOException, MalformedException {
    try (JsonParser parser = JsonSyntax.parser(frame, from, to)) {
      JsonCommandReader reader = new JsonCommandReader(new JsonFields(parser, frame, from));
      parser.nextToken();
      Command command = reader.command();
      if (parser.nextToken() != null) {
        throw new MalformedException("more than one value in a line");
      }
      return command;
    }
  }

  private Command command() throws IOException, MalformedException {
    long id = 0;
    String method = null;
    Request request = null;
    in.expect(JsonToken.START_OBJECT, "command");
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals("id")) {
        id = in.integer(name, 0, Command.MOST_ID);
        continue;
      }
      Request read = in.isNull() ? null : request(name);
      if (read == null) {
        in.skip();
      } else if (method != null && !method.equals(name)) {
        throw new MalformedException("both " + method + " and " + name + " in a command");
      } else {
        method = name;
        request = read;
      }
    }
    return Command.of(id, request);
  }

  private @Nullable Request request(String method) throws IOException, MalformedException {
    return switch (method) {
      case "connect" -> connect();
      case "subscribe" -> subscribe("");
      case "unsubscribe" -> new Request.Unsubscribe(channelAndMore(null).channel);
      case "publish" -> publish();
      case "presence" -> new Request.Presence(channelAndMore(null).channel);
      case "presence_stats" -> new Request.PresenceStats(channelAndMore(null).channel);
      case "history" -> history();
      case "ping" -> {
        channelAndMore(null);
        yield new Request.Ping();
      }
      case "send" -> new Request.Send(rpc().data());
      case "rpc" -> rpc();
      case "refresh" -> new Request.Refresh(channelAndMore("token").token);
      case "sub_refresh" -> {
        ChannelAndToken both = channelAndMore("token");
        yield new Request.SubRefresh(both.channel, both.token);
      }
      default -> null;
    };
  }

  private Request.Connect connect() throws IOException, MalformedException {
    String token = "";
    Payload data = Payload.EMPTY;
    Map<String, Request.Subscribe> subs = Map.of();
    String client = "";
    String version = "";
    Map<String, String> headers = Map.of();
    boolean idempotency = false;
    in.expect(JsonToken.START_OBJECT, "connect");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "token" -> token = in.text(name);
        case "data" -> data = in.raw();
        case "subs" -> subs = subs();
        case "name" -> client = in.text(name);
        case "version" -> version = in.text(name);
        case "headers" -> headers = in.texts(name);
        case "idempotency" -> idempotency = in.flag(name);
        default -> in.skip();
      }
    }
    return new Request.Connect(token, data, subs, client, version, headers, idempotency);
  }

  private Map<String, Request.Subscribe> subs() throws IOException, MalformedException {
    if (in.isNull()) {
      return Map.of();
    }
    Map<String, Request.Subscribe> subs = new LinkedHashMap<>();
    in.expect(JsonToken.START_OBJECT, "subs");
    for (String channel = in.next(); channel != null; channel = in.next()) {
      if (!in.isNull()) {
        subs.put(channel, subscribe(channel));
      }
    }
    return Collections.unmodifiableMap(subs);
  }

  private Request.Subscribe subscribe(String ofMap) throws IOException, MalformedException {
    String channel = ofMap;
    String token = "";
    boolean recover = false;
    String epoch = "";
    long offset = 0;
    Payload data = Payload.EMPTY;
    boolean positioned = false;
    boolean recoverable = false;
    boolean joinLeave = false;
    String delta = "";
    FilterNode filter = null;
    int type = 0;
    in.expect(JsonToken.START_OBJECT, "subscribe");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "channel" -> channel = ofMap.isEmpty() ? in.text(name) : ofMap(ofMap);
        case "token" -> token = in.text(name);
        case "recover" -> recover = in.flag(name);
        case "epoch" -> epoch = in.text(name);
        case "offset" -> offset = in.integer(name, 0, Long.MAX_VALUE);
        case "data" -> data = in.raw();
        case "positioned" -> positioned = in.flag(name);
        case "recoverable" -> recoverable = in.flag(name);
        case "join_leave" -> joinLeave = in.flag(name);
        case "delta" -> delta = in.text(name);
        case "tf" -> filter = in.isNull() ? null : filter(1);
        case "type" -> type = (int) in.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
        default -> in.skip();
      }
    }
    return new Request.Subscribe(
        channel,
        token,
        recover,
        epoch,
        offset,
        data,
        positioned,
        recoverable,
        joinLeave,
        delta,
        filter,
        type);
  }

  /** In a map of subscriptions the key is the channel, whatever the entry says. */
  private String ofMap(String channel) throws IOException {
    in.skip();
    return channel;
  }

  private FilterNode filter(int depth) throws IOException, MalformedException {
    if (depth > FilterNode.MOST_DEPTH) {
      throw new MalformedException("tf is nested deeper than " + FilterNode.MOST_DEPTH);
    }
    String op = "";
    String key = "";
    String cmp = "";
    String val = "";
    List<String> vals = List.of();
    List<FilterNode> nodes = List.of();
    in.expect(JsonToken.START_OBJECT, "tf");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "op" -> op = in.text(name);
        case "key" -> key = in.text(name);
        case "cmp" -> cmp = in.text(name);
        case "val" -> val = in.text(name);
        case "vals" -> vals = in.textList(name);
        case "nodes" -> nodes = filters(depth + 1);
        default -> in.skip();
      }
    }
    return new FilterNode(op, key, cmp, val, vals, nodes);
  }

  private List<FilterNode> filters(int depth) throws IOException, MalformedException {
    List<FilterNode> nodes = new ArrayList<>();
    if (!in.isNull()) {
      in.expect(JsonToken.START_ARRAY, "nodes");
      while (in.nextElement()) {
        nodes.add(filter(depth));
      }
    }
    return nodes;
  }

  private Request.Publish publish() throws IOException, MalformedException {
    String channel = "";
    Payload data = Payload.EMPTY;
    String key = "";
    in.expect(JsonToken.START_OBJECT, "publish");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "channel" -> channel = in.text(name);
        case "data" -> data = in.raw();
        case "idempotency_key" -> key = in.text(name);
        default -> in.skip();
      }
    }
    return new Request.Publish(channel, data, key);
  }

  private Request.Rpc rpc() throws IOException, MalformedException {
    String method = "";
    Payload data = Payload.EMPTY;
    in.expect(JsonToken.START_OBJECT, "rpc or send");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "method" -> method = in.text(name);
        case "data" -> data = in.raw();
        default -> in.skip();
      }
    }
    return new Request.Rpc(method, data);
  }

  private Request.History history() throws IOException, MalformedException {
    String channel = "";
    int limit = 0;
    StreamPosition since = null;
    boolean reverse = false;
    in.expect(JsonToken.START_OBJECT, "history");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "channel" -> channel = in.text(name);
        case "limit" -> limit = (int) in.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE);
        case "since" -> since = in.isNull() ? null : position();
        case "reverse" -> reverse = in.flag(name);
        default -> in.skip();
      }
    }
    return new Request.History(channel, limit, since, reverse);
  }

  private StreamPosition position() throws IOException, MalformedException {
    long offset = 0;
    String epoch = "";
    in.expect(JsonToken.START_OBJECT, "since");
    for (String name = in.next(); name != null; name = in.next()) {
      switch (name) {
        case "offset" -> offset = in.integer(name, 0, Long.MAX_VALUE);
        case "epoch" -> epoch = in.text(name);
        default -> in.skip();
      }
    }
    return new StreamPosition(offset, epoch);
  }

  private record ChannelAndToken(String channel, String token) {}

  /** The requests that are a channel, or a channel and one more text. */
  private ChannelAndToken channelAndMore(@Nullable String more)
      throws IOException, MalformedException {
    String channel = "";
    String token = "";
    in.expect(JsonToken.START_OBJECT, "request");
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals("channel")) {
        channel = in.text(name);
      } else if (name.equals(more)) {
        token = in.text(name);
      } else {
        in.skip();
      }
    }
    return new ChannelAndToken(channel, token);
  }
}
