package io.heartwire.api;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.JsonPayload;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.drain.DrainReport;
import io.heartwire.hub.NodeFigures;
import io.heartwire.hub.Nodes;
import io.heartwire.json.JsonSyntax;
import io.heartwire.json.RawJson;
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
  static byte[] one(ApiAnswer answer) {
    return object(to -> to.member("result", answer));
  }

  static byte[] error(ApiError error) {
    return one(new ApiAnswer.Failure(error));
  }

  /** {@code {"replies": [{"publish": …}, {"error": …}]}}. */
  static byte[] batch(List<ApiAnswer.Reply> replies) {
    return object(
        to -> {
          to.out.writeArrayFieldStart("replies");
          for (ApiAnswer.Reply reply : replies) {
            to.out.writeStartObject();
            to.member(reply.method(), reply.answer());
            to.out.writeEndObject();
          }
          to.out.writeEndArray();
        });
  }

  /** The members of the result, as one object; what another node has answered as it is. */
  static Payload result(ApiAnswer answer) {
    return answer instanceof ApiAnswer.Forwarded forwarded
        ? forwarded.result()
        : Payload.uncheckedJson(object(to -> to.members(answer)));
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

  private void member(String name, ApiAnswer answer) throws IOException {
    if (answer instanceof ApiAnswer.Failure failure) {
      why(failure.error());
    } else if (answer instanceof ApiAnswer.Forwarded forwarded) {
      data(name, forwarded.result());
    } else {
      out.writeObjectFieldStart(name);
      members(answer);
      out.writeEndObject();
    }
  }

  private void why(ApiError error) throws IOException {
    out.writeObjectFieldStart("error");
    out.writeNumberField("code", error.code());
    out.writeStringField("message", error.message());
    out.writeEndObject();
  }

  private void members(ApiAnswer answer) throws IOException {
    if (answer instanceof ApiAnswer.Published published) {
      position(published.position());
      if (published.local()) {
        out.writeBooleanField("local", true);
      }
    } else if (answer instanceof ApiAnswer.Broadcasted broadcasted) {
      out.writeArrayFieldStart("responses");
      for (ApiAnswer each : broadcasted.each()) {
        out.writeStartObject();
        member("result", each);
        out.writeEndObject();
      }
      out.writeEndArray();
    } else if (answer instanceof ApiAnswer.Present present) {
      out.writeObjectFieldStart("presence");
      for (ClientInfo client : present.clients()) {
        client(client.client(), client);
      }
      out.writeEndObject();
    } else if (answer instanceof ApiAnswer.Stats stats) {
      out.writeNumberField("num_clients", stats.stats().clients());
      out.writeNumberField("num_users", stats.stats().users());
    } else if (answer instanceof ApiAnswer.Read read) {
      publications(read.page().publications());
      out.writeStringField("epoch", read.page().now().epoch());
      out.writeNumberField("offset", read.page().now().offset());
    } else if (answer instanceof ApiAnswer.Active active) {
      channels(active.clients());
      outcomes(active.missing());
    } else if (answer instanceof ApiAnswer.Info info) {
      out.writeArrayFieldStart("nodes");
      for (Nodes.Member node : info.nodes()) {
        node(node);
      }
      out.writeEndArray();
    } else if (answer instanceof ApiAnswer.Left left) {
      report(left.report());
      outcomes(left.nodes());
    } else if (answer instanceof ApiAnswer.Done done) {
      outcomes(done.nodes());
    } else if (answer instanceof ApiAnswer.OfQueues queues) {
      QueueAnswers.write(out, queues);
    } else if (answer instanceof ApiAnswer.Returned returned) {
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

  private void node(Nodes.Member node) throws IOException {
    NodeFigures figures = node.figures().orElse(NodeFigures.NONE);
    out.writeStartObject();
    identity(node.info());
    out.writeStringField("version", node.info().version());
    out.writeNumberField("num_clients", figures.clients());
    out.writeNumberField("num_users", figures.users());
    out.writeNumberField("num_subs", figures.subscriptions());
    out.writeNumberField("num_channels", figures.channels());
    out.writeNumberField("uptime", figures.uptimeSeconds());
    out.writeBooleanField("draining", figures.draining());
    ConnectionCounts connections = figures.connections();
    out.writeObjectFieldStart("connections");
    out.writeNumberField("pending", connections.pending());
    out.writeNumberField("live", connections.live());
    out.writeNumberField("stale", connections.stale());
    out.writeNumberField("closing", connections.closing());
    out.writeNumberField("capacity", connections.capacity());
    out.writeEndObject();
    out.writeEndObject();
  }

  private void identity(NodeInfo node) throws IOException {
    out.writeStringField("uid", node.id().uid());
    out.writeStringField("name", node.name());
  }

  private void outcomes(List<NodeAnswer> nodes) throws IOException {
    if (!nodes.isEmpty()) {
      out.writeArrayFieldStart("nodes");
      for (NodeAnswer node : nodes) {
        out.writeStartObject();
        identity(node.node());
        out.writeStringField("outcome", node.outcome().name().toLowerCase(Locale.ROOT));
        if (node.outcome() == NodeAnswer.Outcome.FAILED) {
          why(ApiError.ofReason(node.body().asText()));
        }
        out.writeEndObject();
      }
      out.writeEndArray();
    }
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
      RawJson.write(out, bytes, JsonPayload.asJson(data).shared());
    }
  }
}
