package io.heartwire.console;

/**
 * The place of a row in a list that comes from several nodes. All rows have different places, so
 * that pages neither repeat nor leave out rows with the same value.
 *
 * @param number by which the list is sorted; the same for all rows where a text sorts
 * @param text the same of lists sorted by text; empty where a number sorts
 * @param node the node's uid
 * @param id of the row, unique on its node
 */
record RowKey(long number, String text, String node, String id) implements Comparable<RowKey> {
  @Override
  public int compareTo(RowKey other) {
    int order = Long.compare(number, other.number);
    if (order == 0) {
      order = text.compareTo(other.text);
    }
    if (order == 0) {
      order = node.compareTo(other.node);
    }
    return order == 0 ? id.compareTo(other.id) : order;
  }
}
