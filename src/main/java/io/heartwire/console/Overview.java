package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.Engine;
import io.heartwire.broker.EngineState;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.hub.NodeFigures;
import io.heartwire.hub.Nodes;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All nodes at one glance, by what each told with its lease: no other node is asked. Safe for use
 * by any thread.
 */
@Singleton
class Overview {
  private static final JsonField<String> STATUS = JsonField.text("status");
  private static final JsonField<Payload> FIGURES =
      JsonField.any("figures", Payload::uncheckedJson).orElse(Payload.EMPTY);
  private static final JsonField<List<Problem>> PROBLEMS =
      JsonField.<List<Problem>>of("problems", (in, path) -> in.list(path, Problem::read))
          .orElse(List.of());
  private static final JsonShape SHAPE = JsonShape.of(STATUS, FIGURES, PROBLEMS);

  private final Nodes nodes;
  private final Engine engine;
  private final TimeSource time;

  private record Shown(NodeInfo info, String status, Payload figures, List<Problem> problems) {}

  @Inject
  Overview(Nodes nodes, Engine engine, TimeSource time) {
    this.nodes = nodes;
    this.engine = engine;
    this.time = time;
  }

  byte[] json() {
    List<Shown> all = nodes.all().stream().map(Overview::read).toList();
    return JsonText.object(
        out -> {
          out.writeStringField("node", all.get(0).info().id().uid());
          out.writeNumberField("now", time.wallClock().toEpochMilli());
          out.writeArrayFieldStart("nodes");
          for (int i = 0; i < all.size(); i++) {
            node(out, all.get(i), i == 0);
          }
          out.writeEndArray();
          engine(out);
          out.writeArrayFieldStart("problems");
          problems(out, all);
          out.writeEndArray();
        });
  }

  /** The bad ones first; what several nodes say of one queue once. */
  private static void problems(JsonGenerator out, List<Shown> nodes) throws IOException {
    List<Problem> said = new ArrayList<>();
    for (boolean bad : new boolean[] {true, false}) {
      for (Shown each : nodes) {
        for (Problem problem : each.problems()) {
          if (problem.bad() == bad && said.stream().noneMatch(problem::isSameAs)) {
            said.add(problem);
            problem.show(out, each.info().name());
          }
        }
      }
    }
  }

  private static void node(JsonGenerator out, Shown node, boolean self) throws IOException {
    out.writeStartObject();
    out.writeStringField("id", node.info().id().uid());
    out.writeStringField("name", node.info().name());
    out.writeStringField("version", node.info().version());
    out.writeBooleanField("self", self);
    out.writeStringField("status", node.status());
    if (!node.figures().isEmpty()) {
      out.writeFieldName("figures");
      out.writeRawValue(node.figures().asText());
    }
    out.writeEndObject();
  }

  private void engine(JsonGenerator out) throws IOException {
    EngineState state = engine.state();
    out.writeObjectFieldStart("engine");
    out.writeStringField("name", state.name());
    out.writeStringField("status", state.status().name().toLowerCase(Locale.ROOT));
    out.writeObjectFieldStart("detail");
    out.writeNumberField("since_s", Duration.ofNanos(time.nanos() - state.since()).toSeconds());
    out.writeNumberField("pending", engine.figures().pending());
    out.writeNumberField("refused", engine.figures().refused());
    out.writeNumberField("catch_ups", engine.figures().catchUps());
    out.writeNumberField("reconnects", engine.figures().reconnects());
    if (!state.detail().isEmpty()) {
      out.writeStringField("problem", state.detail());
    }
    out.writeEndObject();
    out.writeEndObject();
  }

  /** A node of another version may tell less, or something else. */
  private static Shown read(Nodes.Member node) {
    Payload details = node.figures().map(NodeFigures::details).orElse(Payload.EMPTY);
    if (!details.isEmpty()) {
      try {
        FieldValues in = SHAPE.read(details.shared(), "the details");
        return new Shown(node.info(), in.get(STATUS), in.get(FIGURES), in.get(PROBLEMS));
      } catch (IOException unlike) {
        // shown as one that tells nothing
      }
    }
    return new Shown(
        node.info(),
        "unknown",
        Payload.EMPTY,
        new ArrayList<>(List.of(new Problem(false, "the node tells no figures", 0))));
  }
}
