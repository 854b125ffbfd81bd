package io.heartwire.it.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may call the server API, and what it refuses. */
class ApiAccessIT {
  private static ApiServer api;

  @BeforeAll
  static void start() {
    api = ApiServer.start();
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @Test
  void everythingMustBeClosedWithoutTheKey() throws Exception {
    for (String path : List.of("/api/publish", "/api/nothing", "/api/")) {
      HttpResponse<String> none = api.send(api.post(path, "{}").build());
      HttpResponse<String> wrong =
          api.send(api.post(path, "{}").header("X-API-Key", ApiServer.KEY + "!").build());

      assertThat(none.statusCode()).as(path).isEqualTo(401);
      assertThat(none.body()).startsWith("{\"error\":{\"code\":101,\"message\":\"unauthorized");
      assertThat(wrong.statusCode()).as(path).isEqualTo(401);
    }
  }

  @Test
  void keyMustBeTakenAsAuthorizationToo() throws Exception {
    HttpRequest request =
        api.post("/api/info", "{}").header("Authorization", "apikey " + ApiServer.KEY).build();

    assertThat(api.send(request).statusCode()).isEqualTo(200);
  }

  @Test
  void keyMustBeTakenInTheAddressToo() throws Exception {
    String key = ApiServer.KEY.replace(" ", "%20");
    assertThat(api.send(api.post("/api/info?api_key=" + key, "{}").build()).statusCode())
        .isEqualTo(200);
    assertThat(api.send(api.post("/api/info?api_key=wrong", "{}").build()).statusCode())
        .isEqualTo(401);
  }

  @Test
  void fieldThatIsNotKnownMustBeNamedInAHeader() throws Exception {
    HttpResponse<String> answer = api.call("info", "{\"colour\":\"red\"}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("X-Heartwire-Ignored-Fields")).contains("colour");
    assertThat(api.call("info", "{}").headers().firstValue("X-Heartwire-Ignored-Fields")).isEmpty();
  }

  @Test
  void keyMustNotBeLogged() throws Exception {
    api.ok("info", "{}");

    assertThat(api.server().log()).doesNotContain(ApiServer.KEY);
  }

  @Test
  void bodyThatIsNotWhatTheMethodTakesMustBeRefused() throws Exception {
    HttpResponse<String> type = api.call("history", "{\"channel\":\"kept:h\",\"limit\":\"ten\"}");
    HttpResponse<String> json = api.call("publish", "{\"channel\":\"a\",");

    assertThat(type.statusCode()).isEqualTo(400);
    assertThat(type.body())
        .isEqualTo(
            "{\"error\":{\"code\":107,\"message\":\"bad request: limit is not an integer\"}}");
    assertThat(json.statusCode()).isEqualTo(400);
    assertThat(json.body()).startsWith("{\"error\":{\"code\":107,\"message\":\"bad request: not");
  }

  @Test
  void bodyBeyondTheLimitMustBeRefused() throws Exception {
    String data = "x".repeat(5000);

    HttpResponse<String> answer =
        api.call("publish", "{\"channel\":\"a\",\"data\":\"" + data + "\"}");

    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(answer.body()).contains("heartwire.api.max-body-bytes=4096");
  }

  @Test
  void moreThanTheLimitAtOnceMustBeRefused() throws Exception {
    HttpResponse<String> batch = api.call("batch", "{\"commands\":[{},{},{},{}]}");

    assertThat(batch.statusCode()).isEqualTo(400);
    assertThat(batch.body()).startsWith("{\"error\":{\"code\":106,");
    assertThat(api.ok("broadcast", "{\"channels\":[\"a\",\"b\",\"c\",\"d\"],\"data\":1}"))
        .startsWith("{\"error\":{\"code\":106,");
  }

  @Test
  void unknownMethodMustNotBeFound() throws Exception {
    HttpResponse<String> answer = api.call("nothing", "{}");

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(answer.body())
        .isEqualTo("{\"error\":{\"code\":104,\"message\":\"not found: no such method\"}}");
  }

  @Test
  void getMustNotBeAllowed() throws Exception {
    HttpResponse<String> answer = api.look("/api/info");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).contains("POST");
    assertThat(answer.body()).contains("methods are called by POST");
    assertThat(api.look("/api/nothing").statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/plain", "application/x-www-form-urlencoded"})
  void bodyMayComeUnderAnyContentType(String type) throws Exception {
    HttpRequest request =
        api.post("/api/publish", "{\"channel\":\"a\",\"data\":\"1+1=2&x\"}")
            .header("X-API-Key", ApiServer.KEY)
            .header("Content-Type", type)
            .build();

    assertThat(api.send(request).body()).isEqualTo("{\"result\":{}}");
  }
}
