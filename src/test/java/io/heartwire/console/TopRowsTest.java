package io.heartwire.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of a list with many equal values: together they are the list, and none is long. */
class TopRowsTest {
  private static final int LIMIT = 7;

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void pagesMustTogetherBeTheSortedListWithoutGapsOrRepetitions(boolean descending) {
    List<RowKey> all = keys(500, 5);
    List<RowKey> sorted = new ArrayList<>(all);
    sorted.sort(descending ? Comparator.reverseOrder() : Comparator.naturalOrder());

    List<RowKey> read = new ArrayList<>();
    RowKey after = null;
    boolean hasMore = true;
    while (hasMore) {
      TopRows<String> page = new TopRows<>(LIMIT, descending, after);
      for (RowKey key : all) {
        if (!page.passes(key.number(), key.text())) {
          page.add(key, key.id());
        }
      }
      assertThat(page.total()).isEqualTo(500);
      assertThat(page.rows()).hasSizeLessThanOrEqualTo(LIMIT).isNotEmpty();
      page.rows().forEach(row -> read.add(row.key()));
      after = read.get(read.size() - 1);
      hasMore = page.hasMore();
    }

    assertThat(read).isEqualTo(sorted);
  }

  @Test
  void rowsThatComeBetweenPagesMustNotMoveOthers() {
    List<RowKey> all = keys(50, 3);
    TopRows<String> first = new TopRows<>(10, false, null);
    all.forEach(key -> first.add(key, ""));
    List<RowKey> before = first.rows().stream().map(TopRows.Row::key).toList();

    all.add(new RowKey(-1, "", "left", "early"));
    all.remove(before.get(3));
    TopRows<String> second = new TopRows<>(50, false, before.get(9));
    all.forEach(key -> second.add(key, ""));

    assertThat(second.rows()).hasSize(40);
    assertThat(second.rows().stream().map(TopRows.Row::key)).doesNotContainAnyElementsOf(before);
  }

  @Test
  void lastPageMustSayThatItIsTheLast() {
    TopRows<String> exact = new TopRows<>(2, false, null);
    exact.add(new RowKey(1, "", "n", "a"), "");
    exact.add(new RowKey(2, "", "n", "b"), "");

    assertThat(exact.hasMore()).isFalse();
    exact.add(new RowKey(3, "", "n", "c"), "");
    assertThat(exact.hasMore()).isTrue();
  }

  private static List<RowKey> keys(int count, int values) {
    Random random = new Random(42);
    List<RowKey> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String node = random.nextBoolean() ? "left" : "right";
      keys.add(new RowKey(random.nextInt(values), "", node, "id" + i));
    }
    return keys;
  }
}
