package io.heartwire.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The first rows after a place, of as many as there are: one pass keeps no more than a page of
 * them, in a heap with the last one on top. For one thread.
 */
final class TopRows<T> {
  private final int most;
  private final boolean descending;
  private final Comparator<RowKey> order;
  private final @Nullable RowKey after;
  private final PriorityQueue<Row<T>> kept;
  private long total;
  private boolean hasMore;

  /** A row, and its place. */
  record Row<T>(RowKey key, T value) {}

  /**
   * @param most rows of a page
   * @param after where the page before has ended; null = from the beginning
   */
  TopRows(int most, boolean descending, @Nullable RowKey after) {
    this.most = most;
    this.descending = descending;
    this.order = descending ? Comparator.reverseOrder() : Comparator.naturalOrder();
    this.after = after;
    this.kept = new PriorityQueue<>((one, other) -> order.compare(other.key(), one.key()));
  }

  /** One that is in the list, on this page or another. */
  void add(RowKey key, T value) {
    total++;
    if (after != null && order.compare(key, after) <= 0) {
      return;
    }
    if (kept.size() < most) {
      kept.add(new Row<>(key, value));
      return;
    }
    hasMore = true;
    if (order.compare(key, kept.element().key()) < 0) {
      kept.poll();
      kept.add(new Row<>(key, value));
    }
  }

  /**
   * Whether a row with these values is in the list but not on this page, so that its place need not
   * be made; it is counted then.
   */
  boolean passes(long number, String text) {
    boolean isBefore = after != null && compare(number, text, after) < 0;
    boolean isBehind =
        kept.size() >= most && !kept.isEmpty() && compare(number, text, kept.element().key()) > 0;
    if (isBefore || isBehind) {
      total++;
      hasMore |= isBehind && !isBefore;
      return true;
    }
    return false;
  }

  /** In the order of the list, by values alone. */
  private int compare(long number, String text, RowKey key) {
    int natural = Long.compare(number, key.number());
    if (natural == 0) {
      natural = text.compareTo(key.text());
    }
    return descending ? -natural : natural;
  }

  /** Rows of another list that this one is a part of, with those that are not shown here. */
  void count(long others) {
    total += others;
  }

  /** There are more rows after this page than were added. */
  void more() {
    hasMore = true;
  }

  /** All that were added, on whichever page they are. */
  long total() {
    return total;
  }

  boolean hasMore() {
    return hasMore;
  }

  /** The rows of the page in their order. */
  List<Row<T>> rows() {
    List<Row<T>> rows = new ArrayList<>(kept);
    rows.sort((one, other) -> order.compare(one.key(), other.key()));
    return rows;
  }
}
