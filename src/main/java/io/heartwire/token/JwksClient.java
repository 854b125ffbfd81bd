package io.heartwire.token;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Fetches a key set over HTTP, with a timeout and a size limit, without following redirects. No
 * thread waits for it.
 */
final class JwksClient {
  private static final int OK = 200;

  private final JwksConfig config;
  private final HttpClient http;

  JwksClient(JwksConfig config, Executor executor) {
    this.config = config;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(config.timeout())
            .executor(executor)
            .build();
  }

  /**
   * @return fails if the response does not come in time, is not 200, or is too long
   */
  CompletableFuture<byte[]> fetch(URI url) {
    HttpRequest request =
        HttpRequest.newBuilder(url)
            .timeout(config.timeout())
            .header("Accept", "application/jwk-set+json, application/json")
            .build();
    CompletableFuture<HttpResponse<byte[]>> exchange =
        http.sendAsync(request, head -> new BoundedBody(config.maxBytes()));
    // The request's timeout covers the response's head only; the body must not take for ever.
    CompletableFuture<HttpResponse<byte[]>> inTime =
        exchange.copy().orTimeout(config.timeout().toNanos(), TimeUnit.NANOSECONDS);
    return inTime
        .whenComplete((answer, failure) -> exchange.cancel(true))
        .thenApply(JwksClient::body);
  }

  private static byte[] body(HttpResponse<byte[]> answer) {
    if (answer.statusCode() != OK) {
      throw new CompletionException(
          new IOException("the response status is " + answer.statusCode()));
    }
    return answer.body();
  }
}
