package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.testkit.TestPool;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PublishTest {
  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private ApiFixture api;

  @BeforeEach
  void set() {
    api = new ApiFixture(pool);
  }

  @Test
  void mustTakeAPublicationForANamespaceThatIsNotConfigured() {
    assertThat(api.ok("publish", "{\"channel\":\"any:a\",\"data\":1}"))
        .isEqualTo("{\"result\":{}}");
    assertThat(api.channels.channels.published()).isEqualTo(1);
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
    assertThat(api.ok("publish", "{\"channel\":\"a b\",\"data\":1}"))
        .startsWith("{\"error\":{\"code\":107,\"message\":\"bad request: channel must have 1 to");
  }

  @Test
  void mustRefuseAFieldThatItDoesNotKnowUnlessItSaysNothing() {
    assertThat(api.ok("publish", "{\"channel\":\"a\",\"data\":1,\"version\":3}"))
        .isEqualTo(error(107, "bad request: field 'version' is not supported"));
    assertThat(
            api.ok(
                "publish",
                "{\"channel\":\"a\",\"data\":1,\"version\":0,\"version_epoch\":\"\",\"x\":null}"))
        .isEqualTo("{\"result\":{}}");
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
