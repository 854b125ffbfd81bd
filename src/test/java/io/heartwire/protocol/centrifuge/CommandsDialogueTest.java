package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ClientPublished;
import io.heartwire.hook.Decision;
import io.heartwire.hook.DisconnectException;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.ClientMessage;
import io.heartwire.hub.RpcCall;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsDialogueTest extends DialogueFixture {

  @Test
  void publishingWithoutDataIsAnError() {
    FakeClient client = client().connects();

    assertThat(client.says("{'id':2,'publish':{'channel':'plain:1'}}").error(2)).isEqualTo(107);
    assertThat(kit().told(ClientPublished.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"closed:1, 103", "unknown:1, 102", "grün, 107"})
  void publishingWhereOneMayNotIsAnError(String channel, int code) {
    FakeClient client = client().connects();
    client.says("{'id':2,'publish':{'channel':'" + channel + "','data':1}}");

    assertThat(client.error(2)).isEqualTo(code);
  }

  @Test
  void publishingIntoAMapIsRefused() {
    FakeClient client = client().connects().subscribes("plain:1");
    client.says("{'id':2,'publish':{'channel':'plain:1','data':1,'type':1,'key':'k'}}");

    assertThat(client.error(2)).isEqualTo(103);
    assertThat(client.publications("plain:1")).isEmpty();
  }

  @Test
  void aHookMayPublishOtherDataInItsPlace() {
    kit().publishHooks.add(attempt -> Decision.accept(Payload.json("\"checked\"")));
    FakeClient client = client().connects().subscribes("plain:1");
    client.says("{'id':3,'publish':{'channel':'plain:1','data':1}}");

    assertThat(client.publications("plain:1")).containsExactly("checked");
    assertThat(client.reply(3).at("publish")).isNotNull();
  }

  @Test
  void aHookMayRefuseAPublicationOrEndTheConnectionForIt() {
    List<Decision<Payload>> decisions =
        new ArrayList<>(
            List.of(
                Decision.<Payload>refuse(470, "no"), Decision.<Payload>disconnect(4502, "out")));
    kit().publishHooks.add(attempt -> decisions.remove(0));
    FakeClient client = client().connects();
    client.says("{'id':2,'publish':{'channel':'plain:1','data':1}}");
    assertThat(client.error(2)).isEqualTo(470);
    client.says("{'id':3,'publish':{'channel':'plain:1','data':1}}");

    assertThat(client.closeCodes()).containsExactly(4502);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "-1, 3", "-7, 3", "2, 2", "99, 3"})
  void aHistoryHasAsManyPublicationsAsAskedFor(int limit, int size) {
    publishThree();
    Told reply = history("'limit':" + limit);

    assertThat(reply.list("history/publications")).hasSize(size);
    assertThat(reply.number("history/offset")).isEqualTo(3);
    assertThat(reply.text("history/epoch")).isNotEmpty();
  }

  @Test
  void aHistoryIsReadFromEitherEnd() {
    publishThree();

    assertThat(history("'limit':1").at("history/publications/0/data")).isEqualTo(1L);
    assertThat(history("'limit':1,'reverse':true").at("history/publications/0/data")).isEqualTo(3L);
  }

  @Test
  void aHistoryGoesOnWhereTheClientStopped() {
    publishThree();
    String epoch = history("").text("history/epoch");
    Told reply = history("'limit':-1,'since':{'offset':2,'epoch':'" + epoch + "'}");

    assertThat(reply.list("history/publications")).hasSize(1);
    assertThat(reply.at("history/publications/0/data")).isEqualTo(3L);
    assertThat(history("'limit':1,'since':{'offset':2,'epoch':'other'}").number("error/code"))
        .isEqualTo(112);
  }

  @ParameterizedTest
  @CsvSource({"plain:1, 108", "closed:1, 103", "unknown:1, 102"})
  void aHistoryThatIsNotThereIsAnError(String channel, int code) {
    FakeClient client = client().connects();

    assertThat(client.says("{'id':2,'history':{'channel':'" + channel + "'}}").error(2))
        .isEqualTo(code);
  }

  @Test
  void presenceSaysWhoIsThereAndItsStatsHowMany() {
    FakeClient alice = client("alice").connects().subscribes("chat:1");
    FakeClient again = client("alice").connects().subscribes("chat:1");
    client("bob").connects().subscribes("chat:1");
    alice.says("{'id':3,'presence':{'channel':'chat:1'}}");
    alice.says("{'id':4,'presence_stats':{'channel':'chat:1'}}");

    assertThat(alice.reply(3).at("presence/presence/" + again.connection.id() + "/user"))
        .isEqualTo("alice");
    assertThat(alice.hears().get(1))
        .isEqualTo("{'id':4,'presence_stats':{'num_clients':3,'num_users':2}}");
  }

  @ParameterizedTest
  @CsvSource({
    "presence, plain:1, 108",
    "presence, closed:1, 103",
    "presence_stats, plain:1, 108",
    "presence_stats, closed:1, 103"
  })
  void presenceThatIsNotThereIsAnError(String what, String channel, int code) {
    FakeClient client = client().connects();

    assertThat(client.says("{'id':2,'" + what + "':{'channel':'" + channel + "'}}").error(2))
        .isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"unsubscribe", "publish", "history", "presence", "presence_stats", "sub_refresh"})
  void aCommandWithoutItsChannelIsABadRequest(String what) {
    FakeClient client = client().connects().says("{'id':2,'" + what + "':{'data':1}}");

    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void aMethodIsCalledWithWhatTheClientSendsAndWhoItIs() {
    List<RpcCall> calls = new ArrayList<>();
    methods.put(
        "sum",
        call -> {
          calls.add(call);
          return CompletableFuture.completedStage(Payload.json("3"));
        });
    FakeClient client = client("alice").connects();
    client.says("{'id':2,'rpc':{'method':'sum','data':[1,2]}}");

    assertThat(client.hears()).containsExactly("{'id':2,'rpc':{'data':3}}");
    assertThat(calls)
        .containsExactly(
            new RpcCall(
                "sum",
                Payload.json("[1,2]"),
                new ClientInfo("alice", client.connection.id().toString())));
  }

  @Test
  void aMethodAnswersWithErrorsOfItsOwnAndFailsWithOursAlone() {
    methods.put(
        "refuse",
        call -> CompletableFuture.failedStage(new RefusedException(480, "sold out", true)));
    methods.put(
        "fail",
        call -> {
          throw new IllegalStateException("a secret");
        });
    methods.put("nothing", call -> CompletableFuture.completedStage(null));
    methods.put(
        "end", call -> CompletableFuture.failedStage(new DisconnectException(4503, "enough")));
    FakeClient client = client().connects();
    client.says(
        "{'id':2,'rpc':{'method':'refuse'}}",
        "{'id':3,'rpc':{'method':'fail'}}",
        "{'id':4,'rpc':{'method':'unknown'}}",
        "{'id':5,'rpc':{'method':'nothing'}}",
        "{'id':6,'rpc':{'method':'end'}}");

    assertThat(client.hears())
        .containsExactly(
            "{'id':2,'error':{'code':480,'message':'sold out','temporary':true}}",
            "{'id':3,'error':{'code':100,'message':'internal server error','temporary':true}}",
            "{'id':4,'error':{'code':104,'message':'method not found'}}",
            "{'id':5,'rpc':{}}");
    assertThat(client.closeCodes()).containsExactly(4503);
    assertThat(log.lines()).isNotEmpty();
  }

  @Test
  void whereTheApplicationAnswersNoMethodACallIsNotAvailable() {
    FakeClient client = client().connects().says("{'id':2,'rpc':{'method':'sum'}}");

    assertThat(client.error(2)).isEqualTo(108);
  }

  @Test
  void aMessageIsAnEventAndHasNoReply() {
    FakeClient client = client("alice").connects().says("{'send':{'data':{'a':1}}}");

    assertThat(client.hears()).isEmpty();
    assertThat(kit().told(ClientMessage.class))
        .containsExactly(
            new ClientMessage(
                new ClientInfo("alice", client.connection.id().toString()),
                Payload.json("{\"a\":1}")));
  }

  @Test
  void aPingIsAnsweredAndAnUnknownMethodIsAnError() {
    FakeClient client = client().connects().says("{'id':2,'ping':{}}", "{'id':3,'later':{}}");

    assertThat(client.hears())
        .containsExactly(
            "{'id':2,'ping':{}}", "{'id':3,'error':{'code':104,'message':'method not found'}}");
  }

  @Test
  void aHistoryBeforeItsBeginningIsABadRequestAndBehindItsEndIsEmpty() {
    publishThree();
    FakeClient client = client().connects();
    client.says(
        history(2, "'since':{'offset':0},'reverse':true"),
        history(3, "'since':{'offset':0}"),
        history(4, "'since':{'offset':9}"),
        history(5, "'since':{'offset':9},'reverse':true"),
        history(6, "'since':{'offset':4},'reverse':true"));

    assertThat(client.error(2)).isEqualTo(107);
    assertThat(client.reply(3).list("history/publications")).hasSize(3);
    assertThat(client.reply(4).list("history/publications")).isEmpty();
    assertThat(client.reply(5).list("history/publications")).isEmpty();
    assertThat(client.reply(6).list("history/publications")).hasSize(3);
  }

  private static String history(int id, String which) {
    return "{'id':%d,'history':{'channel':'feed:1','limit':-1,%s}}".formatted(id, which);
  }

  private void publishThree() {
    publish("feed:1", "1");
    publish("feed:1", "2");
    publish("feed:1", "3");
  }

  private Told history(String members) {
    String more = members.isEmpty() ? "" : "," + members;
    return client().connects().says("{'id':2,'history':{'channel':'feed:1'" + more + "}}").reply(2);
  }
}
