package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestPool;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PublishTest {
  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private final ApiFixture api = new ApiFixture(pool);

  @Test
  void mustRefuseAChannelWhoseNamespaceIsNotConfigured() {
    for (String method :
        new String[] {"publish", "history", "history_remove", "presence", "presence_stats"}) {
      String data = method.equals("publish") ? ",\"data\":1" : "";
      assertThat(api.ok(method, "{\"channel\":\"any:a\"" + data + "}"))
          .as(method)
          .isEqualTo(
              "{\"error\":{\"code\":102,\"message\":\"unknown channel: namespace 'any' of channel"
                  + " any:a is not in heartwire.channel.namespaces\"}}");
    }
    assertThat(api.channels.channels.published()).isZero();
  }

  @Test
  void mustSayWhereThePublicationIsInItsStream() {
    assertThat(api.ok("publish", "{\"channel\":\"full:a\",\"data\":1}"))
        .startsWith("{\"result\":{\"offset\":1,\"epoch\":\"");
  }

  @Test
  void mustKeepDataByteForByte() {
    api.ok(
        "publish", " {\"channel\":\"full:a\", \"data\" : {\"n\" : 1.00,\n \"s\":\"\\u00e4ä\"} }\n");

    assertThat(api.ok("history", "{\"channel\":\"full:a\",\"limit\":1}"))
        .contains("{\"data\":{\"n\" : 1.00,\n \"s\":\"\\u00e4ä\"},\"offset\":1}");
  }

  @Test
  void mustTakeNullForData() {
    api.ok("publish", "{\"channel\":\"full:a\",\"data\":null}");

    assertThat(api.ok("history", "{\"channel\":\"full:a\",\"limit\":1}"))
        .contains("{\"data\":null,");
  }

  @Test
  void mustDecodeBinaryDataAndPreferIt() {
    api.ok("publish", "{\"channel\":\"full:a\",\"data\":1,\"b64data\":\"AP8H\"}");

    assertThat(api.ok("history", "{\"channel\":\"full:a\",\"limit\":1}"))
        .contains("{\"data\":\"AP8H\",");
  }

  @Test
  void mustKeepNoHistoryWhenToldSo() {
    String answer = api.ok("publish", "{\"channel\":\"full:a\",\"data\":1,\"skip_history\":true}");

    assertThat(answer).isEqualTo("{\"result\":{}}");
    assertThat(api.ok("history", "{\"channel\":\"full:a\"}")).endsWith("\"offset\":0}}");
  }

  @Test
  void mustPublishTheSameKeyOnce() {
    String request = "{\"channel\":\"full:a\",\"data\":1,\"idempotency_key\":\"k\",\"delta\":true}";

    assertThat(api.ok("publish", request)).isEqualTo(api.ok("publish", request));
    assertThat(api.ok("history", "{\"channel\":\"full:a\"}")).endsWith("\"offset\":1}}");
  }

  @Test
  void mustRefuseAKeyThatIsTooLong() {
    String key = "k".repeat(257);

    assertThat(
            api.ok("publish", "{\"channel\":\"a\",\"data\":1,\"idempotency_key\":\"" + key + "\"}"))
        .isEqualTo(error(107, "bad request: idempotency_key is longer than 256 characters"));
  }

  @Test
  void mustTakeAnyNameOfUtf8() {
    assertThat(api.ok("publish", "{\"channel\":\"\u65b0\u805e a\",\"data\":1}"))
        .doesNotContain("error");
  }

  @Test
  void mustRefuseWhatIsMissingOrWrong() {
    Map.of(
            "{\"data\":1}", "channel is missing",
            "{\"channel\":null,\"data\":1}", "channel is missing",
            "{\"channel\":\"a\"}", "data is missing; b64data may stand for it",
            "{\"channel\":\"a\",\"b64data\":\"*\"}", "b64data is not base64")
        .forEach(
            (request, why) ->
                assertThat(api.ok("publish", request))
                    .isEqualTo(error(107, "bad request: " + why)));
    assertThat(api.ok("publish", "{\"channel\":\"a\\u0007b\",\"data\":1}"))
        .startsWith("{\"error\":{\"code\":107,\"message\":\"bad request: channel must have 1 to");
  }

  @Test
  void mustPublishNoVersionThatIsNotNewer() {
    assertThat(version("5", "e")).contains("\"offset\":1");
    assertThat(version("5", "e")).contains("\"offset\":1");
    assertThat(version("4", "e")).contains("\"offset\":1");
    assertThat(version("4", "")).contains("\"offset\":1");
    assertThat(version("6", "e")).contains("\"offset\":2");
    assertThat(version("1", "f")).contains("\"offset\":3");
    assertThat(version("-1", "")).contains("version is not between 0");
    assertThat(version("9", "e".repeat(257)))
        .isEqualTo(error(107, "bad request: version_epoch is longer than 256 characters"));
  }

  private String version(String number, String epoch) {
    String body =
        "{\"channel\":\"full:v\",\"data\":1,\"version\":%s,\"version_epoch\":\"%s\"}"
            .formatted(number, epoch);
    return ApiFixture.text(api.run("publish", body));
  }

  @Test
  void broadcastMustAnswerForEachChannelInOrder() {
    assertThat(api.ok("broadcast", "{\"channels\":[\"a\",\"\",\"b\"],\"data\":1}"))
        .isEqualTo(
            "{\"result\":{\"responses\":[{\"result\":{}},"
                + error(107, "bad request: channel is missing")
                + ",{\"result\":{}}]}}");
  }

  @Test
  void broadcastMustNeedChannelsAndNotTooMany() {
    assertThat(api.ok("broadcast", "{\"channels\":[],\"data\":1}"))
        .isEqualTo(error(107, "bad request: channels is missing or empty"));
    assertThat(api.ok("broadcast", "{\"channels\":[\"a\",\"b\",\"c\",\"d\"],\"data\":1}"))
        .isEqualTo(error(106, "limit exceeded: more channels than heartwire.api.max-batch=3"));
    assertThat(api.channels.channels.published()).isZero();
  }
}
