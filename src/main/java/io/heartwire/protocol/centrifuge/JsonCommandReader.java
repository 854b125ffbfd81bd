package io.heartwire.protocol.centrifuge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.broker.BrokerFields;
import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonFields;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonSyntax;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads one command from one line of JSON.
 *
 * <p>Unknown fields are skipped. {@code null} counts as an absent field, except for data, where it
 * is a value. A command has one request.
 */
final class JsonCommandReader {
  private static final JsonField<Long> ID = JsonField.integer("id", 0, Command.MOST_ID);
  private static final JsonShape ID_ONLY = JsonShape.of(ID);

  private static final JsonField<String> CHANNEL = JsonField.text("channel");
  private static final JsonField<String> TOKEN = JsonField.text("token");
  private static final JsonField<Payload> DATA = BrokerFields.data("data");
  private static final JsonField<Long> TYPE =
      JsonField.integer("type", Integer.MIN_VALUE, Integer.MAX_VALUE);

  private static final JsonField<String> OP = JsonField.text("op");
  private static final JsonField<String> KEY = JsonField.text("key");
  private static final JsonField<String> CMP = JsonField.text("cmp");
  private static final JsonField<String> VAL = JsonField.text("val");
  private static final JsonField<List<String>> VALS = JsonField.textList("vals");
  private static final JsonField<List<FilterNode>> NODES =
      JsonField.<List<FilterNode>>of(
              "nodes", (in, path) -> in.list(path, JsonCommandReader::filterNode))
          .orElse(List.of());
  private static final JsonShape FILTER_NODE = JsonShape.of(OP, KEY, CMP, VAL, VALS, NODES);

  private static final JsonField<Boolean> RECOVER = JsonField.flag("recover");
  private static final JsonField<String> EPOCH = JsonField.text("epoch");
  private static final JsonField<Long> OFFSET = JsonField.integer("offset", 0, Long.MAX_VALUE);
  private static final JsonField<Boolean> POSITIONED = JsonField.flag("positioned");
  private static final JsonField<Boolean> RECOVERABLE = JsonField.flag("recoverable");
  private static final JsonField<Boolean> JOIN_LEAVE = JsonField.flag("join_leave");
  private static final JsonField<String> DELTA = JsonField.text("delta");
  private static final JsonField<FilterNode> FILTER =
      JsonField.of("tf", JsonCommandReader::filterNode);
  private static final JsonField<Long> FLAG =
      JsonField.integer("flag", Long.MIN_VALUE, Long.MAX_VALUE);
  private static final JsonShape SUBSCRIPTION =
      JsonShape.of(
          TOKEN,
          RECOVER,
          EPOCH,
          OFFSET,
          DATA,
          POSITIONED,
          RECOVERABLE,
          JOIN_LEAVE,
          DELTA,
          FILTER,
          FLAG,
          TYPE);

  private static final JsonField<Map<String, Request.Subscribe>> SUBS =
      JsonField.<Map<String, Request.Subscribe>>of("subs", JsonCommandReader::subs)
          .orElse(Map.of());
  private static final JsonField<String> NAME = JsonField.text("name");
  private static final JsonField<String> VERSION = JsonField.text("version");
  private static final JsonField<Map<String, String>> HEADERS = JsonField.texts("headers");
  private static final JsonField<Boolean> IDEMPOTENCY = JsonField.flag("idempotency");

  private static final JsonField<String> IDEMPOTENCY_KEY = JsonField.text("idempotency_key");
  private static final JsonField<String> METHOD = JsonField.text("method");
  private static final JsonField<Long> LIMIT =
      JsonField.integer("limit", Integer.MIN_VALUE, Integer.MAX_VALUE);
  private static final JsonField<StreamPosition> SINCE = BrokerFields.position("since");
  private static final JsonField<Boolean> REVERSE = JsonField.flag("reverse");

  /** What a request of one kind looks like, and what it is once it is read. */
  private record Form(JsonShape shape, Function<FieldValues, Request> request) {}

  private static final Map<String, Form> FORMS =
      Map.ofEntries(
          form(
              "connect",
              in ->
                  new Request.Connect(
                      in.get(TOKEN),
                      in.get(DATA),
                      in.get(SUBS),
                      in.get(NAME),
                      in.get(VERSION),
                      in.get(HEADERS),
                      in.get(IDEMPOTENCY)),
              TOKEN,
              DATA,
              SUBS,
              NAME,
              VERSION,
              HEADERS,
              IDEMPOTENCY),
          Map.entry(
              "subscribe",
              new Form(SUBSCRIPTION.and(CHANNEL), in -> subscribe(in.get(CHANNEL), in))),
          form("unsubscribe", in -> new Request.Unsubscribe(in.get(CHANNEL)), CHANNEL),
          form("publish", JsonCommandReader::publish, CHANNEL, DATA, IDEMPOTENCY_KEY, TYPE),
          form("presence", in -> new Request.Presence(in.get(CHANNEL)), CHANNEL),
          form("presence_stats", in -> new Request.PresenceStats(in.get(CHANNEL)), CHANNEL),
          form(
              "history",
              in ->
                  new Request.History(
                      in.get(CHANNEL), in.get(LIMIT).intValue(), in.find(SINCE), in.get(REVERSE)),
              CHANNEL,
              LIMIT,
              SINCE,
              REVERSE),
          form("ping", in -> new Request.Ping()),
          form("send", in -> new Request.Send(in.get(DATA)), DATA),
          form("rpc", in -> new Request.Rpc(in.get(METHOD), in.get(DATA)), METHOD, DATA),
          form("refresh", in -> new Request.Refresh(in.get(TOKEN)), TOKEN),
          form(
              "sub_refresh",
              in -> new Request.SubRefresh(in.get(CHANNEL), in.get(TOKEN)),
              CHANNEL,
              TOKEN));

  private JsonCommandReader() {}

  private static Map.Entry<String, Form> form(
      String method, Function<FieldValues, Request> request, JsonField<?>... fields) {
    return Map.entry(method, new Form(JsonShape.of(fields), request));
  }

  /** Reads the command in the bytes from {@code from} to {@code to}, which contain nothing else. */
  static Command read(byte[] frame, int from, int to) throws IOException, MalformedException {
    try (JsonParser parser = JsonSyntax.parser(frame, from, to)) {
      parser.nextToken();
      Command command = command(new JsonFields(parser, frame, from));
      if (parser.nextToken() != null) {
        throw new MalformedException("more than one value in a line");
      }
      return command;
    }
  }

  /**
   * Reads only the id of a command whose JSON exceeds a limit, so that it can be answered.
   *
   * @throws MalformedException if it has no id, or is not JSON
   */
  static Command readIdOnly(byte[] frame, int from, int to, String limit)
      throws IOException, MalformedException {
    try (JsonParser parser = JsonSyntax.lenientParser(frame, from, to)) {
      parser.nextToken();
      long id = ID_ONLY.read(new JsonFields(parser, frame, from), "command").get(ID);
      if (id == 0 || parser.nextToken() != null) {
        throw new MalformedException(limit);
      }
      return new Command(id, new Request.OverLimit(limit));
    }
  }

  private static Command command(JsonFields in) throws IOException, MalformedException {
    long id = 0;
    String method = null;
    Request request = null;
    in.expect(JsonToken.START_OBJECT, "command");
    for (String name = in.next(); name != null; name = in.next()) {
      if (name.equals("id")) {
        id = in.integer(name, 0, Command.MOST_ID);
        continue;
      }
      Form form = in.isNull() ? null : FORMS.get(name);
      if (form == null) {
        in.skip();
      } else if (method != null && !method.equals(name)) {
        throw new MalformedException("both " + method + " and " + name + " in a command");
      } else {
        method = name;
        request = form.request().apply(form.shape().read(in, name));
      }
    }
    return Command.of(id, request);
  }

  private static Map<String, Request.Subscribe> subs(JsonFields in, String path)
      throws IOException {
    Map<String, Request.Subscribe> subs = new LinkedHashMap<>();
    in.expect(JsonToken.START_OBJECT, path);
    for (String channel = in.next(); channel != null; channel = in.next()) {
      if (!in.isNull()) {
        // The key is the channel, whatever the entry says.
        subs.put(channel, subscribe(channel, SUBSCRIPTION.read(in, "an entry of " + path)));
      }
    }
    return Collections.unmodifiableMap(subs);
  }

  private static Request.Subscribe subscribe(String channel, FieldValues in) {
    return new Request.Subscribe(
        channel,
        in.get(TOKEN),
        in.get(RECOVER),
        in.get(EPOCH),
        in.get(OFFSET),
        in.get(DATA),
        in.get(POSITIONED),
        in.get(RECOVERABLE),
        in.get(JOIN_LEAVE),
        in.get(DELTA),
        in.find(FILTER),
        in.get(FLAG),
        in.get(TYPE).intValue());
  }

  /** Calls itself for the nodes inside, no deeper than JSON may be nested. */
  private static FilterNode filterNode(JsonFields in, String path) throws IOException {
    FieldValues node = FILTER_NODE.read(in, path);
    return new FilterNode(
        node.get(OP), node.get(KEY), node.get(CMP), node.get(VAL), node.get(VALS), node.get(NODES));
  }

  private static Request publish(FieldValues in) {
    return in.get(TYPE) == 0
        ? new Request.Publish(in.get(CHANNEL), in.get(DATA), in.get(IDEMPOTENCY_KEY))
        : new Request.OtherPublish(in.get(CHANNEL));
  }
}
