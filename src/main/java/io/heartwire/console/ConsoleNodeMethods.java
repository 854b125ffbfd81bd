package io.heartwire.console;

import io.heartwire.broker.NodeAnswer;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Lets clients of nodes go, and shows how far that is. Safe for use by any thread. */
@Singleton
class ConsoleNodeMethods implements ConsoleMethods {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final NodeAsking nodes;
  private final ApiMethods api;

  @Inject
  ConsoleNodeMethods(NodeAsking nodes, ApiMethods api) {
    this.nodes = nodes;
    this.api = api;
  }

  @Override
  public List<ConsoleMethod> methods() {
    return List.of(
        api.act("drain", "drain", List.of("node", "deadline", "delay", "rate", "cancel"), "node"),
        api.act("rebalance", "rebalance", List.of("node", "percent", "rate"), "node"),
        ConsoleMethod.read("drain_status", JsonShape.of(), request -> state()));
  }

  private CompletionStage<byte[]> state() {
    return nodes.ask("drain", "", NOTHING).thenApply(ConsoleNodeMethods::state);
  }

  private static byte[] state(List<NodeAnswer> answers) {
    return JsonText.object(
        out -> {
          out.writeArrayFieldStart("nodes");
          for (NodeAnswer answer : answers) {
            boolean answered = answer.outcome() == NodeAnswer.Outcome.DONE;
            out.writeStartObject();
            out.writeStringField("id", answer.node().id().uid());
            out.writeStringField("name", answer.node().name());
            out.writeBooleanField("answered", answered);
            if (answered) {
              DrainQuestion.copy(out, answer.body());
            }
            out.writeEndObject();
          }
          out.writeEndArray();
        });
  }
}
