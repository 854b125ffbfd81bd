package io.heartwire.it.client;

import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client of the server API with its key. */
public final class ApiClient {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final GatewayServer server;
  private final String key;

  public ApiClient(GatewayServer server, String key) {
    this.server = server;
    this.key = key;
  }

  /** Returns the body of the response, whatever the status. */
  public String post(String method, String body) {
    return postLater(method, body).join();
  }

  public CompletableFuture<String> postLater(String method, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(server.http("/api/" + method))
            .header("X-API-Key", key)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .thenApply(HttpResponse::body);
  }

  public String get(String method) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.http("/api/" + method)).header("X-API-Key", key).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  /** Returns a number in a response by its name. */
  public static double number(String answer, String name) {
    Matcher found = Pattern.compile('"' + name + "\":([0-9.]+)").matcher(answer);
    if (!found.find()) {
      throw new IllegalArgumentException("no number " + name + " in " + answer);
    }
    return Double.parseDouble(found.group(1));
  }
}
