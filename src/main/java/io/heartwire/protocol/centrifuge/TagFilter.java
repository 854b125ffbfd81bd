package io.heartwire.protocol.centrifuge;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * A publication filter that has been found valid and is ready to be asked.
 *
 * <p>Which filters are valid and what they mean is as in Centrifugo, see {@code
 * internal/filter/filter.go} of the Centrifuge library; {@link Comparison} names the exceptions.
 * Immutable: any thread may ask.
 */
final class TagFilter {
  /** How many nodes a filter may have, since a publication may have to pass them all. */
  static final int MOST_NODES = 100;

  private final Predicate<Map<String, String>> root;

  private TagFilter(Predicate<Map<String, String>> root) {
    this.root = root;
  }

  /** Whether a publication with these tags is wanted. */
  boolean matches(Map<String, String> tags) {
    return root.test(tags);
  }

  /** The filter that begins with this node. */
  static TagFilter compile(FilterNode root) throws MalformedException {
    return new TagFilter(new Compiler().compile(root));
  }

  /** Walks one filter, and counts its nodes. */
  private static final class Compiler {
    private int nodes;

    Predicate<Map<String, String>> compile(FilterNode node) throws MalformedException {
      nodes++;
      if (nodes > MOST_NODES) {
        throw new MalformedException("filter has more than " + MOST_NODES + " nodes");
      }
      return switch (node.op()) {
        case "" -> leaf(node);
        case "and" -> combined(node, Predicate::and);
        case "or" -> combined(node, Predicate::or);
        case "not" -> negated(node);
        default -> throw new MalformedException("filter has an unknown op: " + shown(node.op()));
      };
    }

    private Predicate<Map<String, String>> combined(
        FilterNode node, BinaryOperator<Predicate<Map<String, String>>> operator)
        throws MalformedException {
      List<FilterNode> children = node.nodes();
      if (children.isEmpty()) {
        throw new MalformedException("filter has " + node.op() + " without nodes");
      }
      Predicate<Map<String, String>> combined = compile(children.get(0));
      for (FilterNode child : children.subList(1, children.size())) {
        combined = operator.apply(combined, compile(child));
      }
      return combined;
    }

    private Predicate<Map<String, String>> negated(FilterNode node) throws MalformedException {
      if (node.nodes().size() != 1) {
        throw new MalformedException("filter has not with other than one node");
      }
      return compile(node.nodes().get(0)).negate();
    }
  }

  private static Predicate<Map<String, String>> leaf(FilterNode leaf) throws MalformedException {
    String key = leaf.key();
    Comparison comparison = Comparison.BY_NAME.get(leaf.cmp());
    if (comparison == null) {
      throw new MalformedException("filter has an unknown cmp: " + shown(leaf.cmp()));
    }
    if (key.isEmpty()) {
      throw new MalformedException("filter has " + leaf.cmp() + " without key");
    }
    Comparison.Test test = comparison.with(leaf.val(), leaf.vals());
    return tags -> test.matches(tags.get(key));
  }

  /** A word of the client's, short enough for a log. */
  private static String shown(String word) {
    return word.length() <= 16 ? word : word.substring(0, 16) + "…";
  }
}
