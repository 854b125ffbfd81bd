package io.heartwire.broker.redis;

import io.heartwire.broker.NodeId;
import io.heartwire.broker.NodeInfo;
import io.heartwire.broker.Payload;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonObject;
import io.heartwire.json.JsonShape;
import java.io.IOException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A node's lease as Redis has it. A node takes another one when Redis has lost or ended the last.
 *
 * @param id the node's uid, a dot, and a number
 * @param node what the node says of itself
 * @param millis until it ends; 0 or less = it has ended
 */
record Lease(String id, NodeInfo node, long millis) {
  private static final Logger LOG = Logger.getLogger(Lease.class.getName());
  private static final JsonField<String> NAME = JsonField.text("name");
  private static final JsonField<String> VERSION = JsonField.text("version");
  private static final JsonField<Payload> FIGURES = PayloadJson.field("figures");
  private static final JsonShape SHAPE = JsonShape.of(NAME, VERSION, FIGURES);

  static String id(String uid, int number) {
    return uid + '.' + number;
  }

  /** The uid of a lease's node. */
  static String uidOf(String id) {
    int dot = id.lastIndexOf('.');
    return dot < 0 ? id : id.substring(0, dot);
  }

  /** Reads what a node says of itself; what can't be read is shown as a node without a name. */
  static Lease of(String id, byte[] node, long millis) {
    NodeId nodeId = new NodeId(uidOf(id));
    try {
      FieldValues in = SHAPE.read(node, "the node");
      return new Lease(
          id, new NodeInfo(nodeId, in.get(NAME), in.get(VERSION), in.get(FIGURES)), millis);
    } catch (IOException | IllegalArgumentException unreadable) {
      LOG.log(Level.FINE, "Node " + id + " can't be read", unreadable);
      return new Lease(id, new NodeInfo(nodeId, "", "", Payload.EMPTY), millis);
    }
  }

  static byte[] json(NodeInfo node) {
    return JsonObject.of(
        out -> {
          out.text("name", node.name()).text("version", node.version());
          PayloadJson.write(out, "figures", node.figures());
        });
  }

  String uid() {
    return node.id().uid();
  }

  boolean hasEnded() {
    return millis <= 0;
  }
}
