package io.heartwire.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** A gateway whose server API has a key, with small limits, and calls of it. */
record ApiServer(GatewayServer server) implements AutoCloseable {
  static final String KEY = "correct horse battery";
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** Which the server does not have by itself. */
  private static final String OPEN_API =
      "<featureManager><feature>mpOpenAPI-4.1</feature></featureManager>";

  static ApiServer start() {
    return new ApiServer(
        GatewayServer.startOpen(
            Map.ofEntries(
                Map.entry(ServerDirectory.VARIABLE, ServerDirectory.with(OPEN_API).toString()),
                Map.entry("HEARTWIRE_API_KEY", KEY),
                Map.entry("HEARTWIRE_API_MAX_BODY_BYTES", "4096"),
                Map.entry("HEARTWIRE_API_MAX_BATCH", "3"),
                Map.entry("HEARTWIRE_NODE_NAME", "left"),
                Map.entry("HEARTWIRE_CHANNEL_NAMESPACES", "kept,orders"),
                Map.entry("HEARTWIRE_QUEUE_NAMESPACES", "work"),
                Map.entry("HEARTWIRE_CHANNEL_ORDERS_ALLOW_SUBSCRIBE", "true"),
                Map.entry("HEARTWIRE_CHANNEL_ORDERS_ALLOW_PUBLISH", "subscribers"),
                Map.entry("HEARTWIRE_CHANNEL_KEPT_ALLOW_SUBSCRIBE", "true"),
                Map.entry("HEARTWIRE_CHANNEL_KEPT_ALLOW_PUBLISH", "subscribers"),
                Map.entry("HEARTWIRE_CHANNEL_KEPT_HISTORY_SIZE", "10"),
                Map.entry("HEARTWIRE_CHANNEL_KEPT_HISTORY_TTL", "5m"),
                Map.entry("HEARTWIRE_CHANNEL_KEPT_PRESENCE", "true"))));
  }

  @Override
  public void close() {
    server.close();
  }

  String ok(String method, String body) throws Exception {
    HttpResponse<String> answer = call(method, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  HttpResponse<String> call(String method, String body) throws IOException, InterruptedException {
    return send(post("/api/" + method, body).header("X-API-Key", KEY).build());
  }

  HttpResponse<String> look(String path) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.http(path))
            .timeout(Duration.ofSeconds(20))
            .header("X-API-Key", KEY)
            .build();
    return send(request);
  }

  HttpRequest.Builder post(String path, String body) {
    return HttpRequest.newBuilder(server.http(path))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
