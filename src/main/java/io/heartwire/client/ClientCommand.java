package io.heartwire.client;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command of the <a href="https://centrifugal.dev/docs/transports/client_protocol">Centrifuge
 * client protocol</a>.
 *
 * @param method its name in the protocol
 * @param body its parameters, a JSON object
 * @param hasIdempotencyKey whether it carries a key by which the server can recognise a repetition
 */
record ClientCommand(String method, String body, boolean hasIdempotencyKey)
    implements ClientRequest.Body {
  private static final String NAME = "heartwire-java";

  @Override
  public boolean offer(SendQueue queue, int id, Runnable taken, Runnable written) {
    return queue.text(line(id), taken, () -> {}); // the server's reply is its answer
  }

  @Override
  public String toString() {
    return method;
  }

  /**
   * The command as it is sent.
   *
   * @param id repeated by the answer, or 0 for a command without an answer
   */
  String line(int id) {
    String start = id == 0 ? "{\"" : "{\"id\":" + id + ",\"";
    return start + method + "\":" + body + "}";
  }

  /**
   * @param recoverable positions from which to recover the server's subscriptions, by channel
   * @param asksForIdempotency whether the server is to say if it recognises the keys of
   *     publications: an addition of Heartwire to the protocol, which other servers ignore
   */
  static ClientCommand connect(
      @Nullable String token,
      @Nullable String data,
      Map<String, StreamPosition> recoverable,
      boolean asksForIdempotency) {
    return of(
        "connect",
        out -> {
          text(out, "token", token);
          data(out, "data", data);
          if (!recoverable.isEmpty()) {
            out.writeObjectFieldStart("subs");
            for (Map.Entry<String, StreamPosition> each : recoverable.entrySet()) {
              out.writeObjectFieldStart(each.getKey());
              recover(out, each.getValue());
              out.writeEndObject();
            }
            out.writeEndObject();
          }
          out.writeStringField("name", NAME);
          flag(out, "idempotency", asksForIdempotency);
        });
  }

  static ClientCommand subscribe(
      String channel,
      SubscriptionOptions options,
      @Nullable String token,
      @Nullable StreamPosition from) {
    return of(
        "subscribe",
        out -> {
          out.writeStringField("channel", channel);
          text(out, "token", token);
          data(out, "data", options.data());
          flag(out, "recoverable", options.recoverable());
          flag(out, "positioned", options.positioned());
          flag(out, "join_leave", options.joinLeave());
          recover(out, from);
        });
  }

  static ClientCommand unsubscribe(String channel) {
    return of("unsubscribe", out -> out.writeStringField("channel", channel));
  }

  static ClientCommand publish(String channel, String data) {
    return of(
        "publish",
        out -> {
          out.writeStringField("channel", channel);
          data(out, "data", data);
        });
  }

  /**
   * A publication that the server accepts once for this key.
   *
   * @param key at most 256 characters, another one for each publication of a user
   */
  static ClientCommand publishOnce(String channel, String data, String key) {
    ClientCommand publish =
        of(
            "publish",
            out -> {
              out.writeStringField("channel", channel);
              data(out, "data", data);
              out.writeStringField("idempotency_key", key);
            });
    return new ClientCommand(publish.method(), publish.body(), true);
  }

  static ClientCommand rpc(String method, String data) {
    return of(
        "rpc",
        out -> {
          out.writeStringField("method", method);
          data(out, "data", data);
        });
  }

  static ClientCommand send(String data) {
    return of("send", out -> data(out, "data", data));
  }

  static ClientCommand history(String channel, HistoryRequest request) {
    return of(
        "history",
        out -> {
          out.writeStringField("channel", channel);
          out.writeNumberField("limit", request.limit());
          StreamPosition since = request.since();
          if (since != null) {
            out.writeObjectFieldStart("since");
            position(out, since);
            out.writeEndObject();
          }
          flag(out, "reverse", request.reverse());
        });
  }

  static ClientCommand presence(String channel) {
    return of("presence", out -> out.writeStringField("channel", channel));
  }

  static ClientCommand presenceStats(String channel) {
    return of("presence_stats", out -> out.writeStringField("channel", channel));
  }

  static ClientCommand ping() {
    return of("ping", out -> {});
  }

  static ClientCommand refresh(String token) {
    return of("refresh", out -> out.writeStringField("token", token));
  }

  static ClientCommand subRefresh(String channel, String token) {
    return of(
        "sub_refresh",
        out -> {
          out.writeStringField("channel", channel);
          out.writeStringField("token", token);
        });
  }

  private static ClientCommand of(String method, ClientJson.Members body) {
    return new ClientCommand(method, ClientJson.object(body), false);
  }

  private static void recover(JsonGenerator out, @Nullable StreamPosition from) throws IOException {
    if (from != null) {
      out.writeBooleanField("recover", true);
      position(out, from);
    }
  }

  private static void position(JsonGenerator out, StreamPosition position) throws IOException {
    out.writeNumberField("offset", position.offset());
    out.writeStringField("epoch", position.epoch());
  }

  private static void text(JsonGenerator out, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      out.writeStringField(name, value);
    }
  }

  private static void data(JsonGenerator out, String name, @Nullable String json)
      throws IOException {
    if (json != null) {
      out.writeFieldName(name);
      out.writeRawValue(json);
    }
  }

  private static void flag(JsonGenerator out, String name, boolean value) throws IOException {
    if (value) {
      out.writeBooleanField(name, true);
    }
  }
}
