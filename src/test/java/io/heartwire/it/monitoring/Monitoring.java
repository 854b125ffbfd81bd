package io.heartwire.it.monitoring;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** What {@code k8s/monitoring} ships. */
final class Monitoring {
  private static final Path SHIPPED = Path.of("k8s/monitoring");

  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:heartwire|jvm|process)_\\w+|up)\\b(\\{[^}]*\\})?");

  private Monitoring() {}

  /** The rules as a file of Prometheus. */
  static Path rules(Path directory) throws IOException {
    return write(directory, spec());
  }

  /** The same without annotations, which tests of rules would have to repeat word by word. */
  @SuppressWarnings("unchecked")
  static Path rulesWithoutTexts(Path directory) throws IOException {
    Map<String, Object> spec = spec();
    for (Map<String, Object> group : (List<Map<String, Object>>) spec.get("groups")) {
      for (Map<String, Object> rule : (List<Map<String, Object>>) group.get("rules")) {
        rule.remove("annotations");
      }
    }
    return write(directory, spec);
  }

  /** The dashboard's expressions by panel, with what Grafana puts in for its variables. */
  static List<Panel> panels() throws IOException {
    JsonObject dashboard =
        JsonParser.parseString(Files.readString(SHIPPED.resolve("heartwire-dashboard.json")))
            .getAsJsonObject();
    List<Panel> panels = new ArrayList<>();
    for (JsonElement each : dashboard.getAsJsonArray("panels")) {
      JsonObject panel = each.getAsJsonObject();
      if (panel.has("targets")) {
        for (JsonElement target : panel.getAsJsonArray("targets")) {
          String expression = target.getAsJsonObject().get("expr").getAsString();
          panels.add(
              new Panel(
                  panel.get("title").getAsString(),
                  expression
                      .replace("$job", ".*")
                      .replace("$instance", ".*")
                      .replace("$__rate_interval", "1m")));
        }
      }
    }
    return panels;
  }

  /** One expression of a panel. */
  record Panel(String title, String expression) {}

  /** The metrics, with their labels, that an expression is made of. */
  static List<String> selectors(String expression) {
    return SELECTOR.matcher(expression).results().map(found -> found.group()).toList();
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> spec() throws IOException {
    Map<String, Object> resource = new Yaml().load(Files.readString(SHIPPED.resolve("rules.yaml")));
    return (Map<String, Object>) resource.get("spec");
  }

  private static Path write(Path directory, Map<String, Object> spec) throws IOException {
    DumperOptions options = new DumperOptions();
    options.setWidth(200);
    return Files.writeString(directory.resolve("rules.yaml"), new Yaml(options).dump(spec));
  }
}
