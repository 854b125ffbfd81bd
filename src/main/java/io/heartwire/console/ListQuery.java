package io.heartwire.console;

import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is wanted, in which order.
 *
 * @param after null = the first page
 */
record ListQuery<S extends Enum<S>>(S sort, boolean descending, int limit, @Nullable RowKey after) {
  static final int MOST = 200;
  private static final int USUAL = 50;

  static final JsonField<String> SORT = JsonField.text("sort");
  static final JsonField<Boolean> DESCENDING = JsonField.flag("descending");
  static final JsonField<Long> LIMIT = JsonField.integer("limit", 0, MOST);
  static final JsonField<String> AFTER = JsonField.text("after");

  /**
   * @param sorts the orders that there are, the usual one first
   * @throws io.heartwire.hook.RefusedException if there is no such order, or page
   */
  static <S extends Enum<S>> ListQuery<S> read(FieldValues in, S[] sorts) {
    String wanted = in.get(SORT);
    S sort =
        wanted.isEmpty()
            ? sorts[0]
            : Arrays.stream(sorts)
                .filter(each -> label(each).equals(wanted))
                .findFirst()
                .orElseThrow(
                    () ->
                        ConsoleErrors.badRequest(
                            "sort must be one of "
                                + Arrays.stream(sorts).map(ListQuery::label).toList()));
    boolean descending = in.get(DESCENDING);
    int limit = in.get(LIMIT).intValue();
    return new ListQuery<>(
        sort,
        descending,
        limit == 0 ? USUAL : limit,
        Cursor.read(in.get(AFTER), order(sort, descending)));
  }

  /** What a cursor is good for. */
  String order() {
    return order(sort, descending);
  }

  <T> TopRows<T> page() {
    return new TopRows<>(limit, descending, after);
  }

  private static String order(Enum<?> sort, boolean descending) {
    return label(sort) + (descending ? '-' : '+');
  }

  private static String label(Enum<?> sort) {
    return sort.name().toLowerCase(Locale.ROOT);
  }
}
