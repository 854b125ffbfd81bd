package io.heartwire.protocol.centrifuge;

import java.util.List;

/**
 * A node of a publication filter as the client sent it: a comparison, or a combination of other
 * nodes.
 *
 * <p>Its depth is bounded by what JSON and Protobuf may be nested, so that recursion over it is
 * safe. {@link TagFilter} checks its own limits, and interprets the operators.
 *
 * @param op {@code and}, {@code or}, {@code not}, or empty for a comparison
 * @param key the tag that is compared
 * @param cmp {@code eq}, {@code neq}, {@code in}, {@code nin}, {@code ex}, {@code nex}, {@code sw},
 *     {@code ew}, {@code ct}, {@code lt}, {@code lte}, {@code gt} or {@code gte}
 * @param val the value that it is compared with
 * @param vals the values that it is compared with, for {@code in} and {@code nin}
 * @param nodes the nodes that are combined
 */
record FilterNode(
    String op, String key, String cmp, String val, List<String> vals, List<FilterNode> nodes) {
  /** Approximate bytes of a node or a value besides its text. */
  private static final int OBJECT_BYTES = 128;

  FilterNode {
    vals = List.copyOf(vals);
    nodes = List.copyOf(nodes);
  }

  /** Returns the approximate size in memory of this node and all below it. */
  long cost() {
    long cost = OBJECT_BYTES + 2L * (key.length() + val.length());
    for (String value : vals) {
      cost += OBJECT_BYTES + 2L * value.length();
    }
    for (FilterNode node : nodes) {
      cost += node.cost();
    }
    return cost;
  }
}
