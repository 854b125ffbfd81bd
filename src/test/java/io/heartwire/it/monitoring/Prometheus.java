package io.heartwire.it.monitoring;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.heartwire.testkit.OwnPort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real Prometheus that scrapes every second; Debian has it in {@code prometheus}. */
final class Prometheus implements AutoCloseable {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final OwnPort port;
  private final Process process;
  private final Path log;

  /**
   * @param directory for its files
   * @param rules a file of rules
   * @param ports of the gateways, by the job that scrapes them
   */
  Prometheus(Path directory, Path rules, Map<String, Integer> ports) throws IOException {
    port = new OwnPort();
    log = directory.resolve("prometheus.log");
    Path config = directory.resolve("prometheus.yaml");
    StringBuilder text =
        new StringBuilder(
            """
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
              evaluation_interval: 1s
            rule_files:
              - %s
            scrape_configs:
            """
                .formatted(rules.toAbsolutePath()));
    ports.forEach(
        (job, gateway) ->
            text.append("  - job_name: ")
                .append(job)
                .append("\n    static_configs:\n      - targets: [\"127.0.0.1:")
                .append(gateway)
                .append("\"]\n"));
    Files.writeString(config, text);
    process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + config,
                "--storage.tsdb.path=" + directory.resolve("data"),
                "--web.listen-address=127.0.0.1:" + port.number(),
                "--log.level=warn")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
  }

  boolean isReady() {
    if (!process.isAlive()) {
      throw new IllegalStateException("prometheus has ended: " + log());
    }
    try {
      return get("/-/ready").contains("Ready");
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The series that an expression has now. */
  JsonArray query(String expression) throws IOException {
    String answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    JsonObject json = JsonParser.parseString(answer).getAsJsonObject();
    if (!json.get("status").getAsString().equals("success")) {
      throw new IllegalArgumentException(expression + ": " + answer);
    }
    return json.getAsJsonObject("data").getAsJsonArray("result");
  }

  /** All rules, as it has evaluated them. */
  List<JsonObject> rules() throws IOException {
    JsonArray groups =
        JsonParser.parseString(get("/api/v1/rules"))
            .getAsJsonObject()
            .getAsJsonObject("data")
            .getAsJsonArray("groups");
    return groups.asList().stream()
        .flatMap(group -> group.getAsJsonObject().getAsJsonArray("rules").asList().stream())
        .map(rule -> rule.getAsJsonObject())
        .toList();
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException unreadable) {
      return unreadable.toString();
    }
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    process.onExit().join();
    port.close();
  }

  private String get(String path) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.number() + path)).build();
    try {
      return HTTP.send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
