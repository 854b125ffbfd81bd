package io.heartwire.it.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A gateway whose console has a key, and calls of the console. */
record ConsoleServer(GatewayServer server) implements AutoCloseable {
  static final String KEY = "correct horse battery";
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  static ConsoleServer start(Map<String, String> env) {
    Map<String, String> all = new TreeMap<>(env);
    all.putIfAbsent("HEARTWIRE_API_KEY", KEY);
    return new ConsoleServer(GatewayServer.startOpen(all));
  }

  @Override
  public void close() {
    server.close();
  }

  /** Returns the token of an operator. */
  String signIn() throws Exception {
    return ok(null, "sign-in", "{\"key\":\"" + KEY + "\"}").get("token").asText();
  }

  /** The result of a call that must succeed. */
  JsonNode ok(String token, String name, String body) throws Exception {
    HttpResponse<String> answer = call(token, name, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).get("result");
  }

  HttpResponse<String> call(String token, String name, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request("/console/data/" + name, body);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request.header("Content-Type", "application/json").build());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(server.http(path)).timeout(Duration.ofSeconds(20)).build());
  }

  HttpRequest.Builder request(String path, String body) {
    return HttpRequest.newBuilder(server.http(path))
        .timeout(Duration.ofSeconds(20))
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }

  static JsonNode json(String text) throws IOException {
    return JSON.readTree(text);
  }
}
