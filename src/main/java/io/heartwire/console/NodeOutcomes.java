package io.heartwire.console;

import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import java.io.IOException;
import java.util.List;

/** What became of an act on each node, as the server API answers it. */
final class NodeOutcomes {
  private static final String DONE = "done";
  private static final JsonField<String> NAME = JsonField.text("name");
  private static final JsonField<String> OUTCOME = JsonField.text("outcome");
  private static final JsonShape NODE = JsonShape.of(NAME, OUTCOME);
  private static final JsonField<List<FieldValues>> NODES =
      JsonField.<List<FieldValues>>of("nodes", (in, path) -> in.list(path, NODE::read))
          .orElse(List.of());
  private static final JsonShape RESULT = JsonShape.of(NODES);

  private NodeOutcomes() {}

  /**
   * In one line: {@code done}, or where it was not.
   *
   * @param result of something that was not refused as a whole; a JSON object
   */
  static String inWords(byte[] result) {
    List<FieldValues> nodes;
    try {
      nodes = RESULT.read(result, "the result").get(NODES);
    } catch (IOException unlike) {
      return DONE; // it names no nodes
    }
    List<String> others =
        nodes.stream()
            .filter(node -> !node.get(OUTCOME).isEmpty() && !node.get(OUTCOME).equals(DONE))
            .map(node -> node.get(NAME) + ' ' + node.get(OUTCOME))
            .toList();
    if (others.isEmpty()) {
      return DONE;
    }
    return (others.size() == nodes.size() ? "not done: " : "done in part: ")
        + String.join(", ", others);
  }
}
