package io.heartwire.api;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.drain.DrainReport;
import io.heartwire.json.JsonPayload;
import io.heartwire.json.JsonSyntax;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Writes answers as JSON, with the members that Centrifugo's have, present and left out alike. */
final class AnswerWriter {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
  private final JsonGenerator out;

  private AnswerWriter() throws IOException {
    out = JsonSyntax.factory().createGenerator(bytes, JsonEncoding.UTF8);
  }

  private interface Part {
    void write(AnswerWriter to) throws IOException;
  }

  /** {@code {"result": …}} or {@code {"error": …}}. */
  static byte[] one(Answer answer) {
    return object(to -> to.member("result", answer));
  }

  static byte[] error(ApiError error) {
    return one(new Answer.Failure(error));
  }

  /** {@code {"replies": [{"publish": …}, {"error": …}]}}. */
  static byte[] batch(List<Answer.Reply> replies) {
    return object(
        to -> {
          to.out.writeArrayFieldStart("replies");
          for (Answer.Reply reply : replies) {
            to.out.writeStartObject();
            to.member(reply.method(), reply.answer());
            to.out.writeEndObject();
          }
          to.out.writeEndArray();
        });
  }

  private static byte[] object(Part members) {
    try {
      AnswerWriter writer = new AnswerWriter();
      try (JsonGenerator out = writer.out) {
        out.writeStartObject();
        members.write(writer);
        out.writeEndObject();
      }
      return writer.bytes.toByteArray();
    } catch (IOException impossible) {
      throw new UncheckedIOException("writing to memory", impossible);
    }
  }

  private void member(String name, Answer answer) throws IOException {
    if (answer instanceof Answer.Failure failure) {
      out.writeObjectFieldStart("error");
      out.writeNumberField("code", failure.error().code());
      out.writeStringField("message", failure.error().message());
    } else {
      out.writeObjectFieldStart(name);
      result(answer);
    }
    out.writeEndObject();
  }

  private void result(Answer answer) throws IOException {
    if (answer instanceof Answer.Published published) {
      position(published.position());
    } else if (answer instanceof Answer.Broadcasted broadcasted) {
      out.writeArrayFieldStart("responses");
      for (Answer each : broadcasted.each()) {
        out.writeStartObject();
        member("result", each);
        out.writeEndObject();
      }
      out.writeEndArray();
    } else if (answer instanceof Answer.Present present) {
      out.writeObjectFieldStart("presence");
      for (ClientInfo client : present.clients()) {
        client(client.client(), client);
      }
      out.writeEndObject();
    } else if (answer instanceof Answer.Stats stats) {
      out.writeNumberField("num_clients", stats.stats().clients());
      out.writeNumberField("num_users", stats.stats().users());
    } else if (answer instanceof Answer.Read read) {
      publications(read.page().publications());
      out.writeStringField("epoch", read.page().now().epoch());
      out.writeNumberField("offset", read.page().now().offset());
    } else if (answer instanceof Answer.Active active) {
      channels(active.clients());
    } else if (answer instanceof Answer.Info info) {
      out.writeArrayFieldStart("nodes");
      node(info.node());
      out.writeEndArray();
    } else if (answer instanceof Answer.Left left) {
      report(left.report());
    } else if (answer instanceof Answer.Returned returned) {
      data("data", returned.data());
    }
  }

  private void position(StreamPosition position) throws IOException {
    if (!position.equals(StreamPosition.NONE)) {
      out.writeNumberField("offset", position.offset());
      out.writeStringField("epoch", position.epoch());
    }
  }

  private void publications(List<Publication> publications) throws IOException {
    out.writeArrayFieldStart("publications");
    for (Publication publication : publications) {
      out.writeStartObject();
      data("data", publication.data());
      ClientInfo info = publication.info();
      if (info != null) {
        client("info", info);
      }
      out.writeNumberField("offset", publication.offset());
      if (!publication.tags().isEmpty()) {
        out.writeObjectFieldStart("tags");
        for (Map.Entry<String, String> tag : publication.tags().entrySet()) {
          out.writeStringField(tag.getKey(), tag.getValue());
        }
        out.writeEndObject();
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }

  private void client(String name, ClientInfo client) throws IOException {
    out.writeObjectFieldStart(name);
    out.writeStringField("user", client.user());
    out.writeStringField("client", client.client());
    data("conn_info", client.connectionInfo());
    data("chan_info", client.channelInfo());
    out.writeEndObject();
  }

  private void channels(Map<String, Integer> clients) throws IOException {
    out.writeObjectFieldStart("channels");
    for (Map.Entry<String, Integer> channel : clients.entrySet()) {
      out.writeObjectFieldStart(channel.getKey());
      out.writeNumberField("num_clients", channel.getValue());
      out.writeEndObject();
    }
    out.writeEndObject();
  }

  private void node(Answer.NodeInfo node) throws IOException {
    out.writeStartObject();
    out.writeStringField("uid", node.uid());
    out.writeStringField("name", node.name());
    out.writeStringField("version", node.version());
    out.writeNumberField("num_clients", node.clients());
    out.writeNumberField("num_users", node.users());
    out.writeNumberField("num_subs", node.subscriptions());
    out.writeNumberField("num_channels", node.channels());
    out.writeNumberField("uptime", node.uptimeSeconds());
    out.writeEndObject();
  }

  private void report(DrainReport report) throws IOException {
    out.writeStringField("state", report.state().name().toLowerCase(Locale.ROOT));
    out.writeBooleanField("cancelled", report.cancelled());
    out.writeNumberField("connections", report.connections());
    out.writeNumberField("moved", report.moved());
    out.writeNumberField("lost", report.lost());
    out.writeNumberField("cut", report.cut());
    out.writeNumberField("left", report.left());
    out.writeNumberField("remaining", report.remaining());
    out.writeNumberField("time", report.time().toMillis() / 1e3);
  }

  private void data(String name, Payload data) throws IOException {
    if (!data.isEmpty()) {
      out.writeFieldName(name);
      JsonPayload.write(out, bytes, data);
    }
  }
}
