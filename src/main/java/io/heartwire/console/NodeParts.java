package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.NodeAnswer;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Which nodes have answered with their part of a list, and how long it is. */
record NodeParts(List<Part> parts) {

  /**
   * One node's.
   *
   * @param why it has not answered; empty if it has
   */
  record Part(NodeInfo node, boolean answered, long total, String why) {}

  /**
   * Adds all parts to a page.
   *
   * @throws io.heartwire.hook.RefusedException if none can be had
   */
  static NodeParts of(List<NodeAnswer> answers, TopRows<Payload> page) {
    List<Part> parts = new ArrayList<>();
    for (NodeAnswer answer : answers) {
      parts.add(part(answer, page));
    }
    if (parts.isEmpty()) {
      throw ConsoleErrors.temporary("the node starts");
    }
    if (parts.stream().noneMatch(Part::answered)) {
      throw NodeAsking.refusal(answers.get(0));
    }
    return new NodeParts(parts);
  }

  private static Part part(NodeAnswer answer, TopRows<Payload> page) {
    if (answer.outcome() != NodeAnswer.Outcome.DONE) {
      return new Part(answer.node(), false, 0, answer.body().asText());
    }
    try {
      long total = ListJson.addTo(page, answer.node().id().uid(), answer.body());
      return new Part(answer.node(), true, total, "");
    } catch (IOException unlike) {
      return new Part(answer.node(), false, 0, "its version answers something else");
    }
  }

  /** The member {@code nodes}. */
  void write(JsonGenerator out) throws IOException {
    out.writeArrayFieldStart("nodes");
    for (Part part : parts) {
      out.writeStartObject();
      out.writeStringField("id", part.node().id().uid());
      out.writeStringField("name", part.node().name());
      out.writeBooleanField("answered", part.answered());
      if (part.answered()) {
        out.writeNumberField("total", part.total());
      } else {
        out.writeStringField("why", part.why());
      }
      out.writeEndObject();
    }
    out.writeEndArray();
  }
}
