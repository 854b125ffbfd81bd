package io.heartwire.it.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.metrics.Promtool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** The alert rules by themselves, as promtool sees them. */
class AlertsIT {
  private static final Path CASES = Path.of("src/test/resources/monitoring/alerts-test.yaml");

  @TempDir private Path directory;

  @Test
  void theRulesAreWellFormed() throws Exception {
    Path rules = Monitoring.rules(directory);

    assertThat(Promtool.run(directory, "", "check", "rules", rules.toString()))
        .contains("SUCCESS")
        .doesNotContain("FAILED", "exit code");
  }

  @Test
  void everyAlertFiresWhenItsCaseHappensAndNotBefore() throws Exception {
    Monitoring.rulesWithoutTexts(directory);
    Files.copy(CASES, directory.resolve("cases.yaml"));

    assertThat(Promtool.run(directory, "", "test", "rules", "cases.yaml"))
        .contains("SUCCESS")
        .doesNotContain("FAILED", "exit code");
  }

  @Test
  void everyAlertHasACase() throws Exception {
    String cases = Files.readString(CASES);
    Map<String, Object> rules = new Yaml().load(Files.readString(Monitoring.rules(directory)));

    assertThat(names(rules))
        .isNotEmpty()
        .allSatisfy(
            name ->
                assertThat(cases)
                    .matches("(?s).*alertname: " + name + "\\s+exp_alerts:\\s+- exp_labels.*"));
  }

  @SuppressWarnings("unchecked")
  private static List<Object> names(Map<String, Object> rules) {
    return ((List<Map<String, Object>>) rules.get("groups"))
        .stream()
            .flatMap(group -> ((List<Map<String, Object>>) group.get("rules")).stream())
            .map(rule -> rule.get("alert"))
            .toList();
  }
}
