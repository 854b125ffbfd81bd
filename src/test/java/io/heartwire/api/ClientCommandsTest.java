package io.heartwire.api;

import static io.heartwire.api.ApiFixture.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelException;
import io.heartwire.channel.ChannelProblem;
import io.heartwire.channel.SubscribeOverrides;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.ConnectionState;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ClientCommandsTest {
  private static final String DONE = "{\"result\":{}}";

  @RegisterExtension final TestPool pool = new TestPool(ApiFixture.SETTINGS);
  private final ApiFixture api = new ApiFixture(pool);
  private final FakeClient one = api.connect("7");
  private final FakeClient two = api.connect("7");
  private final FakeClient other = api.connect("8");

  @Test
  void subscribeMustMeanAllClientsOfTheUser() {
    assertThat(api.ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\"}")).isEqualTo(DONE);

    assertThat(one.done).containsExactly("subscribe a");
    assertThat(two.done).containsExactly("subscribe a");
    assertThat(other.done).isEmpty();
  }

  @Test
  void subscribeMustMeanOneClientWhereItIsNamed() {
    api.ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\",\"client\":\"" + one.id + "\"}");
    api.ok("subscribe", "{\"user\":\"7\",\"channel\":\"b\",\"session\":\"" + two.id + "\"}");

    assertThat(one.done).containsExactly("subscribe a");
    assertThat(two.done).containsExactly("subscribe b");
  }

  @Test
  void subscribeMustSucceedWithoutAnyClient() {
    assertThat(api.ok("subscribe", "{\"user\":\"9\",\"channel\":\"a\"}")).isEqualTo(DONE);
  }

  @Test
  void aNamespaceThatIsNotConfiguredMustBeRefusedWithoutAnyClientToo() {
    for (String method : new String[] {"subscribe", "unsubscribe"}) {
      for (String user : new String[] {"7", "9"}) {
        assertThat(api.ok(method, "{\"user\":\"" + user + "\",\"channel\":\"ful:a\"}"))
            .as(method + " of " + user)
            .startsWith("{\"error\":{\"code\":102,\"message\":\"unknown channel: ");
      }
    }
    assertThat(one.done).isEmpty();
  }

  @Test
  void subscribeMustPassOnWhatTheSubscriptionIsGiven() {
    long in5Minutes = pool.time.wallClock().getEpochSecond() + 300;

    api.ok(
        "subscribe",
        "{\"user\":\"7\",\"channel\":\"full:a\",\"info\":{\"i\" : 1},\"b64data\":\"AA==\","
            + ("\"expire_at\":" + in5Minutes + ",")
            + "\"recover_since\":{\"offset\":3,\"epoch\":\"e\"},"
            + "\"override\":{\"force_positioning\":{\"value\":true},"
            + "\"force_push_join_leave\":{\"value\":true},\"presence\":{\"value\":false}}}");

    assertThat(new String(one.grants.get(0).channelInfo().shared())).isEqualTo("{\"i\" : 1}");
    assertThat(one.grants.get(0).data().shared()).isEqualTo(new byte[] {0});
    assertThat(one.grants.get(0).ttl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(one.requests.get(0).since()).isEqualTo(new StreamPosition(3, "e"));
    assertThat(one.grants.get(0).overrides())
        .isEqualTo(new SubscribeOverrides(false, null, null, true, true));
  }

  @Test
  void subscribeMustRefuseWhatItWouldHaveToIgnore() {
    assertThat(override("a", "force_recovery", true)).startsWith("{\"error\":{\"code\":108,");
    assertThat(override("a", "force_push_join_leave", true))
        .startsWith("{\"error\":{\"code\":108,");
    assertThat(api.ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\",\"expire_at\":1}"))
        .isEqualTo(error(107, "bad request: expire_at is in the past"));
    assertThat(
            api.ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\",\"expire_at\":1893456000000}"))
        .contains("not milliseconds");
    assertThat(one.done).isEmpty();
  }

  @Test
  void subscribeMustReportWhyAClientCannotBe() {
    two.refusal = new ChannelException(ChannelProblem.LIMIT_EXCEEDED, "1024 subscriptions");

    assertThat(api.ok("subscribe", "{\"user\":\"7\",\"channel\":\"a\"}"))
        .isEqualTo(error(106, "limit exceeded: 1024 subscriptions"));
  }

  @Test
  void everyCommandMustNeedAUser() {
    for (String method : new String[] {"subscribe", "unsubscribe", "disconnect", "refresh"}) {
      assertThat(api.ok(method, "{}"))
          .as(method)
          .isEqualTo(error(107, "bad request: user is missing"));
    }
  }

  @Test
  void unsubscribeMustEndTheSubscription() {
    assertThat(
            api.ok(
                "unsubscribe", "{\"user\":\"7\",\"channel\":\"a\",\"client\":\"" + one.id + "\"}"))
        .isEqualTo(DONE);

    assertThat(one.done).containsExactly("unsubscribe a");
    assertThat(two.done).isEmpty();
  }

  @Test
  void disconnectMustCloseAllButTheWhitelisted() {
    assertThat(api.ok("disconnect", "{\"user\":\"7\",\"whitelist\":[\"" + one.id + "\"]}"))
        .isEqualTo(DONE);

    assertThat(one.connection.state()).isEqualTo(ConnectionState.LIVE);
    assertThat(two.connection.state()).isNotEqualTo(ConnectionState.LIVE);
    assertThat(other.connection.state()).isEqualTo(ConnectionState.LIVE);
  }

  @Test
  void disconnectMustTakeCodesOfApplicationsOnly() {
    assertThat(api.ok("disconnect", "{\"user\":\"7\",\"disconnect\":{\"code\":1000}}"))
        .isEqualTo(error(107, "bad request: disconnect.code must be from 3000 to 4999"));
    assertThat(api.ok("disconnect", "{\"user\":\"7\",\"disconnect\":{\"code\":4501}}"))
        .isEqualTo(DONE);
    assertThat(one.wire.closes()).extracting(CloseReason::code).containsExactly(4501);
  }

  @Test
  void refreshMustPutTheEndOffOrBringItOn() {
    long inAMinute = pool.time.wallClock().getEpochSecond() + 60;

    api.ok("refresh", "{\"user\":\"7\",\"expire_at\":" + inAMinute + "}");
    api.ok("refresh", "{\"user\":\"7\"}");
    api.ok("refresh", "{\"user\":\"7\",\"client\":\"" + one.id + "\",\"expired\":true}");
    api.ok("refresh", "{\"user\":\"7\",\"expire_at\":1}");

    assertThat(one.done).containsExactly("refresh", "refresh");
    assertThat(one.wire.closes()).extracting(CloseReason::code).containsExactly(3005);
    assertThat(two.wire.closes()).extracting(CloseReason::code).containsExactly(3005);
    assertThat(one.ttls).containsExactly(Duration.ofMinutes(1), null);
  }

  @Test
  void refreshMustChangeWhatOthersSee() {
    api.ok("refresh", "{\"user\":\"7\",\"info\":{\"name\" : \"Ann\"}}");

    assertThat(one.done).containsExactly("refresh {\"name\" : \"Ann\"}");
  }

  private String override(String channel, String option, boolean value) {
    return api.ok(
        "subscribe",
        "{\"user\":\"7\",\"channel\":\"%s\",\"override\":{\"%s\":{\"value\":%b}}}"
            .formatted(channel, option, value));
  }
}
