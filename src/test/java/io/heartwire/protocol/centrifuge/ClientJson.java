package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.Payload;
import io.heartwire.json.JsonSyntax;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** The other end of a JSON wire: writes commands, as a client does. */
final class ClientJson {

  private ClientJson() {}

  static String write(Command command) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = JsonSyntax.factory().createGenerator(text)) {
      out.writeStartObject();
      if (command.id() != 0) {
        out.writeNumberField("id", command.id());
      }
      json(out, command.request());
      out.writeEndObject();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  private static void json(JsonGenerator out, Request request) throws IOException {
    if (request instanceof Request.Connect connect) {
      out.writeObjectFieldStart("connect");
      out.writeStringField("token", connect.token());
      data(out, connect.data());
      out.writeObjectFieldStart("subs");
      for (Map.Entry<String, Request.Subscribe> sub : connect.subs().entrySet()) {
        out.writeObjectFieldStart(sub.getKey());
        json(out, sub.getValue());
        out.writeEndObject();
      }
      out.writeEndObject();
      out.writeStringField("name", connect.name());
      out.writeStringField("version", connect.version());
      out.writeObjectFieldStart("headers");
      for (Map.Entry<String, String> header : connect.headers().entrySet()) {
        out.writeStringField(header.getKey(), header.getValue());
      }
      out.writeEndObject();
      out.writeEndObject();
    } else if (request instanceof Request.Subscribe subscribe) {
      out.writeObjectFieldStart("subscribe");
      json(out, subscribe);
      out.writeEndObject();
    } else if (request instanceof Request.History history) {
      out.writeObjectFieldStart("history");
      out.writeStringField("channel", history.channel());
      out.writeNumberField("limit", history.limit());
      if (history.since() != null) {
        out.writeObjectFieldStart("since");
        out.writeStringField("epoch", history.since().epoch());
        out.writeNumberField("offset", history.since().offset());
        out.writeEndObject();
      }
      out.writeBooleanField("reverse", history.reverse());
      out.writeEndObject();
    } else if (request instanceof Request.Publish publish) {
      small(out, "publish", "channel", publish.channel(), publish.data());
    } else if (request instanceof Request.Rpc rpc) {
      small(out, "rpc", "method", rpc.method(), rpc.data());
    } else if (request instanceof Request.Send send) {
      small(out, "send", "ignored", "", send.data());
    } else if (request instanceof Request.Unsubscribe unsubscribe) {
      small(out, "unsubscribe", "channel", unsubscribe.channel(), Payload.EMPTY);
    } else if (request instanceof Request.Presence presence) {
      small(out, "presence", "channel", presence.channel(), Payload.EMPTY);
    } else if (request instanceof Request.PresenceStats stats) {
      small(out, "presence_stats", "channel", stats.channel(), Payload.EMPTY);
    } else if (request instanceof Request.Ping) {
      small(out, "ping", "channel", "", Payload.EMPTY);
    } else if (request instanceof Request.Refresh refresh) {
      small(out, "refresh", "token", refresh.token(), Payload.EMPTY);
    } else if (request instanceof Request.SubRefresh refresh) {
      out.writeObjectFieldStart("sub_refresh");
      out.writeStringField("token", refresh.token());
      out.writeStringField("channel", refresh.channel());
      out.writeEndObject();
    }
  }

  private static void small(
      JsonGenerator out, String method, String name, String value, Payload data)
      throws IOException {
    out.writeObjectFieldStart(method);
    data(out, data);
    out.writeStringField(name, value);
    out.writeEndObject();
  }

  private static void json(JsonGenerator out, Request.Subscribe in) throws IOException {
    out.writeBooleanField("recover", in.recover());
    out.writeBooleanField("positioned", in.positioned());
    out.writeBooleanField("recoverable", in.recoverable());
    out.writeBooleanField("join_leave", in.joinLeave());
    out.writeStringField("channel", in.channel());
    out.writeStringField("token", in.token());
    out.writeStringField("epoch", in.epoch());
    out.writeStringField("delta", in.delta());
    out.writeNumberField("offset", in.offset());
    out.writeNumberField("flag", in.flag());
    out.writeNumberField("type", in.type());
    data(out, in.data());
    if (in.filter() != null) {
      out.writeFieldName("tf");
      json(out, in.filter());
    }
  }

  private static void json(JsonGenerator out, FilterNode in) throws IOException {
    out.writeStartObject();
    out.writeStringField("op", in.op());
    out.writeStringField("key", in.key());
    out.writeStringField("cmp", in.cmp());
    out.writeStringField("val", in.val());
    out.writeArrayFieldStart("vals");
    for (String val : in.vals()) {
      out.writeString(val);
    }
    out.writeEndArray();
    out.writeArrayFieldStart("nodes");
    for (FilterNode node : in.nodes()) {
      json(out, node);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  private static void data(JsonGenerator out, Payload data) throws IOException {
    if (!data.isEmpty()) {
      out.writeFieldName("data");
      out.writeRawValue(new String(data.shared(), UTF_8));
    }
  }
}
