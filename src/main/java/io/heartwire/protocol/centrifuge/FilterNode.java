package io.heartwire.protocol.centrifuge;

import java.util.List;

/**
 * A node of a publication filter, as sent: a comparison, or a combination of other nodes.
 *
 * <p>Depth is bounded by {@link #MOST_DEPTH}, so that it may be walked by recursion. What the
 * operators mean and whether they are known is up to {@link TagFilter}.
 *
 * @param op {@code and}, {@code or}, {@code not}, or empty for a comparison
 * @param key the tag that is compared
 * @param cmp {@code eq}, {@code neq}, {@code in}, {@code nin}, {@code ex}, {@code nex}, {@code sw},
 *     {@code ew}, {@code ct}, {@code lt}, {@code lte}, {@code gt} or {@code gte}
 * @param val what it is compared with
 * @param vals what it is compared with, for {@code in} and {@code nin}
 * @param nodes what is combined
 */
record FilterNode(
    String op, String key, String cmp, String val, List<String> vals, List<FilterNode> nodes) {
  /** How many nodes there may be from the root to a leaf. */
  static final int MOST_DEPTH = 16;

  FilterNode {
    vals = List.copyOf(vals);
    nodes = List.copyOf(nodes);
  }
}
