package io.heartwire.it.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the configuration of the packaged server. */
class PackagedServerIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server = GatewayServer.startCold(Map.of("HEARTWIRE_API_KEY", "open-sesame"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aServerWithoutHttpsMakesNoCertificate() {
    assertThat(server.log()).doesNotContain("CWPKI0803A"); // "SSL certificate created in …"
    assertThat(server.outputDirectory().resolve("resources/security/key.p12")).doesNotExist();
  }

  @Test
  void theConsoleSaysByWhomConnectionsAreRead() throws Exception {
    Path console = server.outputDirectory().resolveSibling("console.log");

    assertThat(Files.readString(console)).containsOnlyOnce("Connections are read by event loops");
  }

  @Test
  void noOtherSitesPageMayReadTheMetrics() throws Exception {
    for (String path : new String[] {"/metrics", "/health"}) {
      HttpRequest request =
          HttpRequest.newBuilder(server.http(path))
              .header("Origin", "https://elsewhere.example")
              .build();
      HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      assertThat(answer.headers().map().keySet())
          .as(path)
          .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control"));
    }
  }

  @Test
  void noBrowserGuessesWhatAnAnswerOfTheApiIs() throws Exception {
    assertThat(nosniff("/api/info", "open-sesame", "{}")).as("a result").isEqualTo("200 nosniff");
    assertThat(nosniff("/api/info", "guessed", "{}")).as("no key").isEqualTo("401 nosniff");
    assertThat(nosniff("/api/nothing", "open-sesame", "{}")).as("404").isEqualTo("404 nosniff");
    assertThat(nosniff("/api/info", "open-sesame", "[")).as("no JSON").isEqualTo("400 nosniff");
  }

  private static String nosniff(String path, String key, String body) throws Exception {
    URI address = server.http(path);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("X-API-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    HttpHeaders headers = answer.headers();
    return answer.statusCode() + " " + headers.firstValue("X-Content-Type-Options").orElse("none");
  }
}
