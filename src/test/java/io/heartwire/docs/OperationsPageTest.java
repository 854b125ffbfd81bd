package io.heartwire.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of metrics and alerts have each of them once, with what to do, and nothing else. */
class OperationsPageTest {
  private static final Path SOURCES = Path.of("src/main/java/io/heartwire/metrics");
  private static final Path RULES = Path.of("k8s/monitoring/rules.yaml");

  private final Page page = Page.read(Path.of("docs/operations.md"));

  @Test
  void everyMetricIsInTheTableOnceAndNoOther() throws IOException {
    List<String> documented = named("`(heartwire_\\w+)`", page.rows("name"));

    assertThat(documented).doesNotHaveDuplicates();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(registered());
  }

  @Test
  void everyMetricHasAMeaningAndSaysWhatToDoWhenItMoves() {
    assertThat(page.rows("name"))
        .hasSizeGreaterThan(50)
        .allSatisfy(row -> assertThat(row).hasSize(5).last().asString().isNotBlank())
        .allSatisfy(row -> assertThat(row.get(1)).isIn("counter", "gauge", "histogram", ""))
        .filteredOn(row -> row.get(4).equals("–"))
        .hasSizeLessThan(5);
  }

  @Test
  void everyAlertIsInTheTableOnceAndNoOther() throws IOException {
    List<String> documented = named("`(Heartwire\\w+)`", page.rows("alert"));

    assertThat(documented).doesNotHaveDuplicates();
    assertThat(documented)
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(
            found("alert: (\\w+)", Files.readString(RULES)).toList());
  }

  /** The names in the code of the package that registers them. */
  private static Set<String> registered() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> sources = Files.list(SOURCES)) {
      for (Path source : sources.toList()) {
        found("\"(heartwire_\\w+)\"", Files.readString(source)).forEach(names::add);
      }
    }
    return names;
  }

  private static List<String> named(String pattern, List<List<String>> rows) {
    List<String> names = new ArrayList<>();
    rows.forEach(row -> found(pattern, row.get(0)).forEach(names::add));
    return names;
  }

  private static Stream<String> found(String pattern, String text) {
    return Pattern.compile(pattern).matcher(text).results().map(result -> result.group(1));
  }
}
