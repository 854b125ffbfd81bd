package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.JsonPayload;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.json.JsonSyntax;
import io.heartwire.json.RawJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Writes one reply as one line of JSON.
 *
 * <p>Members with their default value are left out, except those that the official clients require.
 */
final class JsonReplyWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final JsonGenerator out;

  private JsonReplyWriter() throws IOException {
    out = JsonSyntax.factory().createGenerator(bytes, JsonEncoding.UTF8);
  }

  static String write(Reply reply) {
    try {
      JsonReplyWriter writer = new JsonReplyWriter();
      try (JsonGenerator out = writer.out) {
        out.writeStartObject();
        writer.reply(reply);
        out.writeEndObject();
      }
      return writer.bytes.toString(UTF_8);
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
  }

  private void reply(Reply reply) throws IOException {
    if (reply instanceof Reply.Success success) {
      out.writeNumberField("id", success.id());
      result(success.result());
    } else if (reply instanceof Reply.Failure failure) {
      out.writeNumberField("id", failure.id());
      out.writeObjectFieldStart("error");
      out.writeNumberField("code", failure.code());
      out.writeStringField("message", failure.message());
      flag("temporary", failure.temporary());
      out.writeEndObject();
    } else if (reply instanceof Reply.News news) {
      out.writeObjectFieldStart("push");
      push(news.push());
      out.writeEndObject();
    }
  }

  private void result(Result result) throws IOException {
    if (result instanceof Result.Connect connect) {
      out.writeObjectFieldStart("connect");
      connect(connect);
    } else if (result instanceof Result.Subscribe subscribe) {
      out.writeObjectFieldStart("subscribe");
      subscribe(subscribe);
    } else if (result instanceof Result.Unsubscribe) {
      out.writeObjectFieldStart("unsubscribe");
    } else if (result instanceof Result.Publish) {
      out.writeObjectFieldStart("publish");
    } else if (result instanceof Result.Presence presence) {
      out.writeObjectFieldStart("presence");
      out.writeObjectFieldStart("presence");
      for (Map.Entry<String, ClientInfo> entry : presence.presence().entrySet()) {
        info(entry.getKey(), entry.getValue());
      }
      out.writeEndObject();
    } else if (result instanceof Result.PresenceStats stats) {
      out.writeObjectFieldStart("presence_stats");
      out.writeNumberField("num_clients", stats.clients());
      out.writeNumberField("num_users", stats.users());
    } else if (result instanceof Result.History history) {
      out.writeObjectFieldStart("history");
      publications(history.publications());
      out.writeStringField("epoch", history.epoch());
      out.writeNumberField("offset", history.offset());
    } else if (result instanceof Result.Ping) {
      out.writeObjectFieldStart("ping");
    } else if (result instanceof Result.Rpc rpc) {
      out.writeObjectFieldStart("rpc");
      data("data", rpc.data());
    } else if (result instanceof Result.Refresh refresh) {
      out.writeObjectFieldStart("refresh");
      out.writeStringField("client", refresh.client());
      text("version", refresh.version());
      expiry(refresh.expires(), refresh.ttl());
    } else if (result instanceof Result.SubRefresh refresh) {
      out.writeObjectFieldStart("sub_refresh");
      expiry(refresh.expires(), refresh.ttl());
    }
    out.writeEndObject();
  }

  private void connect(Result.Connect connect) throws IOException {
    out.writeStringField("client", connect.client());
    out.writeStringField("version", connect.version());
    expiry(connect.expires(), connect.ttl());
    data("data", connect.data());
    subs(connect.subs());
    number("ping", connect.ping());
    flag("pong", connect.pong());
    text("session", connect.session());
    text("node", connect.node());
    Result.Repetitions repetitions = connect.repetitions();
    if (repetitions != null) {
      out.writeObjectFieldStart("idempotency");
      out.writeStringField("scope", repetitions.scope());
      out.writeNumberField("window", repetitions.window());
      out.writeEndObject();
    }
  }

  private void subscribe(Result.Subscribe subscribe) throws IOException {
    expiry(subscribe.expires(), subscribe.ttl());
    flag("recoverable", subscribe.recoverable());
    text("epoch", subscribe.epoch());
    if (!subscribe.publications().isEmpty()) {
      publications(subscribe.publications());
    }
    flag("recovered", subscribe.recovered());
    number("offset", subscribe.offset());
    flag("positioned", subscribe.positioned());
    data("data", subscribe.data());
    flag("was_recovering", subscribe.wasRecovering());
    flag("delta", subscribe.delta());
  }

  private void push(Push push) throws IOException {
    if (push instanceof Push.Published published) {
      text("channel", published.channel());
      out.writeObjectFieldStart("pub");
      publication(published.publication(), published.delta());
    } else if (push instanceof Push.Join join) {
      text("channel", join.channel());
      out.writeObjectFieldStart("join");
      info("info", join.info());
    } else if (push instanceof Push.Leave leave) {
      text("channel", leave.channel());
      out.writeObjectFieldStart("leave");
      info("info", leave.info());
    } else if (push instanceof Push.Unsubscribe unsubscribe) {
      text("channel", unsubscribe.channel());
      out.writeObjectFieldStart("unsubscribe");
      out.writeNumberField("code", unsubscribe.code());
      text("reason", unsubscribe.reason());
    } else if (push instanceof Push.Message message) {
      out.writeObjectFieldStart("message");
      data("data", message.data());
    } else if (push instanceof Push.Subscribe subscribe) {
      text("channel", subscribe.channel());
      out.writeObjectFieldStart("subscribe");
      flag("recoverable", subscribe.recoverable());
      text("epoch", subscribe.epoch());
      number("offset", subscribe.offset());
      flag("positioned", subscribe.positioned());
      data("data", subscribe.data());
    } else if (push instanceof Push.Connect connect) {
      out.writeObjectFieldStart("connect");
      out.writeStringField("client", connect.client());
      out.writeStringField("version", connect.version());
      data("data", connect.data());
      subs(connect.subs());
      expiry(connect.expires(), connect.ttl());
      number("ping", connect.ping());
      flag("pong", connect.pong());
      text("session", connect.session());
      text("node", connect.node());
    } else if (push instanceof Push.Disconnect disconnect) {
      out.writeObjectFieldStart("disconnect");
      out.writeNumberField("code", disconnect.code());
      out.writeStringField("reason", disconnect.reason());
      flag("reconnect", disconnect.reconnect());
    } else if (push instanceof Push.Refresh refresh) {
      out.writeObjectFieldStart("refresh");
      expiry(refresh.expires(), refresh.ttl());
    }
    out.writeEndObject();
  }

  private void subs(Map<String, Result.Subscribe> subs) throws IOException {
    if (subs.isEmpty()) {
      return;
    }
    out.writeObjectFieldStart("subs");
    for (Map.Entry<String, Result.Subscribe> entry : subs.entrySet()) {
      out.writeObjectFieldStart(entry.getKey());
      subscribe(entry.getValue());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private void publications(List<Publication> publications) throws IOException {
    out.writeArrayFieldStart("publications");
    for (Publication publication : publications) {
      out.writeStartObject();
      publication(publication, false);
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void publication(Publication publication, boolean delta) throws IOException {
    data("data", publication.data());
    ClientInfo info = publication.info();
    if (info != null) {
      info("info", info);
    }
    number("offset", publication.offset());
    if (!publication.tags().isEmpty()) {
      out.writeObjectFieldStart("tags");
      for (Map.Entry<String, String> tag : publication.tags().entrySet()) {
        out.writeStringField(tag.getKey(), tag.getValue());
      }
      out.writeEndObject();
    }
    flag("delta", delta);
    number("time", publication.timeMillis());
  }

  private void info(String name, ClientInfo info) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("user", info.user());
    out.writeStringField("client", info.client());
    data("conn_info", info.connectionInfo());
    data("chan_info", info.channelInfo());
    out.writeEndObject();
  }

  private void expiry(boolean expires, long ttl) throws IOException {
    flag("expires", expires);
    number("ttl", ttl);
  }

  private void flag(String name, boolean value) throws IOException {
    if (value) {
      out.writeBooleanField(name, true);
    }
  }

  private void number(String name, long value) throws IOException {
    if (value != 0) {
      out.writeNumberField(name, value);
    }
  }

  private void text(String name, String value) throws IOException {
    if (!value.isEmpty()) {
      out.writeStringField(name, value);
    }
  }

  private void data(String name, Payload data) throws IOException {
    if (!data.isEmpty() || data.kind() == Payload.Kind.TEXT) {
      out.writeFieldName(name);
      RawJson.writeOnOneLine(
          out, bytes, JsonPayload.asJson(data).shared()); // a line break would end the reply
    }
  }
}
