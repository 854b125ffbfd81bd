package io.heartwire.protocol.centrifuge;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Predicate;

/**
 * A publication filter, checked and compiled.
 *
 * <p>The syntax and meaning of filters are as in Centrifugo, see {@code internal/filter/filter.go}
 * of the Centrifuge library; {@link TagComparison} names the exceptions. Immutable, so safe for use
 * by any thread.
 */
final class TagFilter {
  /** The most nodes from the root of a filter to a leaf. */
  static final int MOST_DEPTH = 16;

  /** The most nodes of a filter, since a publication may have to pass them all. */
  static final int MOST_NODES = 100;

  /** The most values of all its nodes. */
  static final int MOST_VALUES = 1000;

  /** The most characters of all its keys and values. */
  static final int MOST_TEXT = 16 * 1024;

  private final Predicate<Map<String, String>> root;

  private TagFilter(Predicate<Map<String, String>> root) {
    this.root = root;
  }

  /** Returns whether a publication with these tags matches. */
  boolean matches(Map<String, String> tags) {
    return root.test(tags);
  }

  /** Compiles the filter with this root. */
  static TagFilter compile(FilterNode root) throws MalformedException {
    return new TagFilter(new Compiler().compile(root, 1));
  }

  /** Compiles one filter, and counts its nodes, values and text. */
  private static final class Compiler {
    private int nodes;
    private int values;
    private int text;

    Predicate<Map<String, String>> compile(FilterNode node, int depth) throws MalformedException {
      check(depth, MOST_DEPTH, "levels");
      count(node);
      return switch (node.op()) {
        case "" -> leaf(node);
        case "and" -> combined(node, depth, Predicate::and);
        case "or" -> combined(node, depth, Predicate::or);
        case "not" -> negated(node, depth);
        default -> throw new MalformedException("filter has an unknown op: " + shown(node.op()));
      };
    }

    private void count(FilterNode node) throws MalformedException {
      nodes++;
      values += node.vals().size();
      text += node.key().length() + node.val().length();
      for (String value : node.vals()) {
        text += value.length();
      }
      check(nodes, MOST_NODES, "nodes");
      check(values, MOST_VALUES, "values");
      check(text, MOST_TEXT, "characters");
    }

    private static void check(int count, int most, String what) throws MalformedException {
      if (count > most) {
        throw new MalformedException("filter has more than " + most + " " + what);
      }
    }

    private Predicate<Map<String, String>> combined(
        FilterNode node, int depth, BinaryOperator<Predicate<Map<String, String>>> operator)
        throws MalformedException {
      List<FilterNode> children = node.nodes();
      if (children.isEmpty()) {
        throw new MalformedException("filter has " + node.op() + " without nodes");
      }
      Predicate<Map<String, String>> combined = compile(children.get(0), depth + 1);
      for (FilterNode child : children.subList(1, children.size())) {
        combined = operator.apply(combined, compile(child, depth + 1));
      }
      return combined;
    }

    private Predicate<Map<String, String>> negated(FilterNode node, int depth)
        throws MalformedException {
      if (node.nodes().size() != 1) {
        throw new MalformedException("filter has not with other than one node");
      }
      return compile(node.nodes().get(0), depth + 1).negate();
    }
  }

  private static Predicate<Map<String, String>> leaf(FilterNode leaf) throws MalformedException {
    String key = leaf.key();
    TagComparison comparison = TagComparison.BY_NAME.get(leaf.cmp());
    if (comparison == null) {
      throw new MalformedException("filter has an unknown cmp: " + shown(leaf.cmp()));
    }
    if (key.isEmpty()) {
      throw new MalformedException("filter has " + leaf.cmp() + " without key");
    }
    TagComparison.Test test = comparison.with(leaf.val(), leaf.vals());
    return tags -> test.matches(tags.get(key));
  }

  /** Shortens text of the client for the log. */
  private static String shown(String word) {
    return word.length() <= 16 ? word : word.substring(0, 16) + "…";
  }
}
