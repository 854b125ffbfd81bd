package io.heartwire.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.hub.Clients;
import io.heartwire.it.client.JsonClient;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What a back end does to the clients of a user through the server API, seen by the clients. */
@ResourceLock(OneServer.NAME)
@ArquillianTest
class ServerApiIT {
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String DONE = "{\"result\":{}}";

  @Inject Clients clients;
  @ArquillianResource URL base;

  @Deployment
  static WebArchive archive() {
    return ApplicationArchive.named("server-api.war");
  }

  @AfterEach
  void nobodyIsLeft() {
    await().until(() -> clients.count() == 0);
  }

  @Test
  void aBackEndSubscribesPublishesAndUnsubscribes() throws Exception {
    try (JsonClient ann = client("ann");
        JsonClient ben = client("ben")) {
      String where = "{\"user\":\"ann\",\"channel\":\"news:api\"}";
      assertThat(post("subscribe", where)).isEqualTo(DONE);
      await().until(() -> ann.pushes().size() == 1);
      assertThat(ann.pushes().get(0)).contains("\"subscribe\":{", "news:api");

      assertThat(post("publish", "{\"channel\":\"news:api\",\"data\":{\"a\": 1}}"))
          .contains("\"offset\":1");
      await().until(() -> ann.pushes().size() == 2);
      assertThat(ann.pushes().get(1)).contains("\"data\":{\"a\": 1}");

      assertThat(post("unsubscribe", where)).isEqualTo(DONE);
      await().until(() -> ann.pushes().size() == 3);
      assertThat(ann.pushes().get(2)).contains("\"unsubscribe\":{\"code\":2000");
      assertThat(ben.pushes()).isEmpty();
    }
  }

  @Test
  void aBackEndDisconnectsAUserWithItsOwnCode() throws Exception {
    try (JsonClient ann = client("ann");
        JsonClient ben = client("ben")) {
      String how = "{\"code\":4501,\"reason\":\"banned\"}";
      assertThat(post("disconnect", "{\"user\":\"ann\",\"disconnect\":" + how + "}"))
          .isEqualTo(DONE);
      assertThat(ann.closeCode()).isEqualTo(4501);
      assertThat(ben.rpc("echo", "1")).contains("\"rpc\":{\"data\":1}");
    }
  }

  @Test
  void aBackEndCallsTheMethodsOfTheApplication() throws Exception {
    assertThat(post("rpc", "{\"method\":\"echo\",\"params\":[1,2]}"))
        .isEqualTo("{\"result\":{\"data\":[1,2]}}");
    assertThat(post("rpc", "{\"method\":\"refuse\"}")).contains("\"code\":1000");
  }

  private String post(String method, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(base + "api/" + method))
            .header("X-API-Key", ApplicationArchive.API_KEY)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }

  private JsonClient client(String user) {
    return JsonClient.connect(
        URI.create(base.toString().replaceFirst("^http", "ws") + "connection/websocket"),
        "{\"user\":\"" + user + "\"}");
  }
}
