package io.heartwire.it.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** GETs of a server under test. */
final class HttpLook {
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(20);

  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private HttpLook() {}

  /** Fails the test if there is no answer. */
  static HttpResponse<String> at(URI address) {
    try {
      return ask(address);
    } catch (IOException e) {
      throw new UncheckedIOException("GET " + address, e);
    }
  }

  /**
   * @throws IOException if there is no answer
   */
  static HttpResponse<String> ask(URI address) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWER_LIMIT).build();
    try {
      return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while looking at a test server", e);
    }
  }
}
