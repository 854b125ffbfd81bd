package io.heartwire.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The tables of settings have each setting once, with its default, and nothing else. */
class ConfigurationPageTest {
  private static final Path SETTINGS = Path.of("docs/configuration.md");
  private static final Path NAMESPACES = Path.of("docs/channels.md");
  private static final Path QUEUES = Path.of("docs/queues.md");
  private static final Path TENANTS = Path.of("docs/admission.md");

  /** What a key without a default has in its place. */
  private static final String UNSET = "unset";

  private final Set<String> read =
      GatewayConfiguration.read(
              Map.of(
                  "heartwire.channel.namespaces", "orders",
                  "heartwire.queue.namespaces", "work",
                  "heartwire.tenant.classes", "gold"))
          .keys();

  @Test
  void everySettingThatTheGatewayReadsIsDocumentedOnceAndNoOther() {
    List<String> documented = keys(SETTINGS);

    assertThat(documented).doesNotHaveDuplicates();
    assertThat(documented).containsExactlyInAnyOrderElementsOf(global(read));
  }

  @Test
  void everyDefaultIsTheOneThatIsShipped() {
    Map<String, String> defaults = TestSettings.defaults();

    assertThat(Page.read(SETTINGS).rows("key"))
        .isNotEmpty()
        .allSatisfy(
            row -> {
              String key = plain(row.get(0));
              String value = row.get(1);
              if (defaults.containsKey(key)) {
                assertThat(plain(value)).as("default of %s", key).isEqualTo(defaults.get(key));
              } else {
                assertThat(value).as("default of %s", key).startsWith(UNSET);
              }
            });
    defaults.keySet().removeIf(key -> !key.startsWith("heartwire."));
    assertThat(keys(SETTINGS)).containsAll(defaults.keySet());
  }

  @Test
  void everyOptionOfANamespaceIsDocumented() {
    assertThat(new TreeSet<>(keys(NAMESPACES, "option")))
        .isEqualTo(section("heartwire.channel.orders."));
  }

  @Test
  void everyOptionOfANamespaceOfQueuesIsDocumented() {
    assertThat(new TreeSet<>(keys(QUEUES, "option"))).isEqualTo(section("heartwire.queue.work."));
  }

  @Test
  void everyOptionOfATenantIsDocumented() {
    assertThat(new TreeSet<>(keys(TENANTS, "limit"))).isEqualTo(section("heartwire.tenant.gold."));
  }

  private Set<String> section(String prefix) {
    Set<String> options = new TreeSet<>();
    read.stream()
        .filter(key -> key.startsWith(prefix))
        .forEach(key -> options.add(key.substring(prefix.length())));
    assertThat(options).isNotEmpty();
    return options;
  }

  private static Set<String> global(Set<String> keys) {
    Map<String, String> global = new TreeMap<>();
    keys.stream()
        .filter(
            key ->
                !key.matches(
                    "heartwire\\.(channel\\.(orders|default)|queue\\.(work|default)|tenant\\.gold)\\..*"))
        .forEach(key -> global.put(key, key));
    return global.keySet();
  }

  private static List<String> keys(Path page) {
    return keys(page, "key");
  }

  private static List<String> keys(Path page, String title) {
    List<String> keys = new ArrayList<>();
    Page.read(page).rows(title).forEach(row -> keys.add(plain(row.get(0))));
    return keys;
  }

  /** Without the marks of code, and without the sign of a setting that can change at run time. */
  private static String plain(String cell) {
    return cell.replace("`", "").replace("↻", "").strip();
  }
}
