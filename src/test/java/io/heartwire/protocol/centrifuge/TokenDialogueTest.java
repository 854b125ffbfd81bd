package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.hub.ConnectAttempt;
import io.heartwire.hub.Revocations;
import io.heartwire.testkit.TestPool;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a token lasts, and who needs one. Who can refresh has 25 seconds for it. */
class TokenDialogueTest extends DialogueFixture {

  @BeforeEach
  void verify() {
    verifyTokens();
  }

  @Test
  void aClientThatDoesNotRefreshIsClosedAfterTheGrace() {
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:60'}}");
    later(60 + 24);
    assertThat(client.closeCodes()).isEmpty();

    later(1);
    assertThat(client.closeCodes()).containsExactly(3005);
  }

  @Test
  void aClientThatBringsANewTokenInTimeStays() {
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:60'}}");
    later(61);
    client.says("{'id':2,'refresh':{'token':'alice:90'}}");

    assertThat(client.reply(2).number("refresh/ttl")).isEqualTo(90);
    later(90 + 24);
    assertThat(client.closeCodes()).isEmpty();
    client.says("{'id':3,'refresh':{'token':'alice'}}");
    later(1000);
    assertThat(client.closeCodes()).as("the last one has no end").isEmpty();
  }

  @Test
  void aTokenThatIsNoGoodRefreshesNothing() {
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:60'}}");
    client.says("{'id':4,'refresh':{'token':'late'}}");

    assertThat(client.error(4)).isEqualTo(100);
    client.says("{'id':6,'refresh':{'token':'bob:60'}}");
    assertThat(client.closeCodes()).as("nobody becomes another").containsExactly(3500);
  }

  @ParameterizedTest
  @CsvSource({"expired, 3005", "alice:0, 3005", "revoked, 3500", "invalid, 3500"})
  void whoRefreshesTooLateIsClosedSoThatItComesBackWithANewToken(String token, int code) {
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:60'}}");
    client.says("{'id':2,'refresh':{'token':'" + token + "'}}");

    assertThat(client.hasReply(2)).as("to an error clients would give up").isFalse();
    assertThat(client.closeCodes()).containsExactly(code);
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired", "closed:1|0"})
  void aSubscriptionThatIsRefreshedTooLateEndsAloneAndMayBeginAnew(String token) {
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice'}}").subscribes("chat:1");
    client.says("{'id':3,'subscribe':{'channel':'closed:1','token':'closed:1|60'}}").forgets();
    client.says("{'id':4,'sub_refresh':{'channel':'closed:1','token':'" + token + "'}}");

    assertThat(client.heard()).hasSize(2);
    assertThat(client.heard().get(0).at("push/unsubscribe"))
        .as("before the answer, by which clients would give the subscription up")
        .isEqualTo(Map.of("code", 2501L, "reason", "subscription expired"));
    assertThat(client.error(4)).isEqualTo(109);
    assertThat(client.reply(4).at("error/temporary")).isEqualTo(true);
    client.says("{'id':5,'subscribe':{'channel':'closed:1','token':'closed:1|60'}}");
    assertThat(client.reply(5).number("subscribe/ttl")).isEqualTo(60);
    publish("chat:1", "1");
    assertThat(client.publications("chat:1")).containsExactly(1L);
  }

  @ParameterizedTest
  @CsvSource({"'', 107", "revoked, 103", "invalid, 103", "closed:2, 103", "late, 100"})
  void aTokenThatIsNoGoodChangesNothingOfTheSubscription(String token, int code) {
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice'}}");
    client.says("{'id':3,'subscribe':{'channel':'closed:1','token':'closed:1|60'}}");
    client.says("{'id':4,'sub_refresh':{'channel':'closed:1','token':'" + token + "'}}");

    assertThat(client.error(4)).isEqualTo(code);
    publish("closed:1", "1");
    assertThat(client.publications("closed:1")).containsExactly(1L);
  }

  @Test
  void whoseTimeIsOverBeforeItBeginsIsToldSo() {
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice:0'}}");
    assertThat(client.error(1)).isEqualTo(110);

    client.says("{'id':2,'connect':{'token':'alice'}}");
    client.says("{'id':3,'subscribe':{'channel':'closed:1','token':'closed:1|0'}}");
    assertThat(client.error(3)).isEqualTo(110);
  }

  @Test
  void aTokenWhoseKeyIsNotHereYetIsToBeBroughtAgain() {
    FakeClient client = client().says("{'id':1,'connect':{'token':'late'}}");

    assertThat(client.error(1)).isEqualTo(100);
    assertThat(client.reply(1).at("error/temporary")).isEqualTo(true);
  }

  @Test
  void aClientIsClosedWhenItsTokenIsRevokedAndItsNewOneIsNot() {
    FakeClient revoked = client().says("{'id':1,'connect':{'token':'alice:60'}}");
    FakeClient renewed = client().says("{'id':1,'connect':{'token':'alice:60'}}");
    renewed.says("{'id':2,'refresh':{'token':'alice:90'}}");

    assertThat(new Revocations(kit().revoked, kit().stays).revoke("alice:60", null)).isTrue();

    assertThat(revoked.closeCodes()).containsExactly(3500);
    assertThat(renewed.closeCodes()).isEmpty();
    FakeClient again = client().says("{'id':1,'connect':{'token':'alice:60'}}");
    assertThat(again.closeCodes()).containsExactly(3500);
    renewed.says("{'id':3,'refresh':{'token':'alice:60'}}");
    assertThat(renewed.closeCodes()).containsExactly(3500);
  }

  @Test
  void whoBringsNoneWhereOneIsRequiredIsUnauthorized() {
    set("heartwire.token.required", "true");
    FakeClient stranger = client().says("{'id':1,'connect':{}}");
    assertThat(stranger.error(1)).isEqualTo(101);
    assertThat(clients().count()).isZero();

    stranger.says("{'id':2,'connect':{'token':'alice'}}");
    assertThat(stranger.reply(2).at("connect")).isNotNull();
    assertThat(client("bob").says("{'id':1,'connect':{}}").hasReply(1)).isTrue();
    assertThat(clients().of("bob")).as("the container knows him").hasSize(1);
  }

  @Test
  void whatOnlyTheServerKnowsOfAClientIsNotSentToAnybody() {
    FakeClient client = client().says("{'id':1,'connect':{'token':'alice'}}");

    assertThat(clients().find(client.connection.id()).orElseThrow().meta())
        .isEqualTo(Payload.json("{\"plan\":\"gold\"}"));
    assertThat(client.hears().toString()).doesNotContain("gold");
  }

  @Test
  void anAttemptDoesNotShowItsToken() {
    ConnectAttempt attempt =
        new ConnectAttempt(
            pool.admit().id(),
            TestPool.peer(""),
            "js",
            "5",
            "hush",
            Payload.EMPTY,
            Map.of("authorization", "hush"));

    assertThat(attempt.toString()).contains("js 5").doesNotContain("hush");
  }

  /** Without the heartbeat, which these clients do not answer. */
  private void later(int seconds) {
    pool.time.advance(Duration.ofSeconds(seconds));
    kit().stays.tick(pool.time.nanos());
  }
}
