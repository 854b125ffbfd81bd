package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ClientSubscribed;
import io.heartwire.channel.ClientUnsubscribed;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hook.Decision;
import io.heartwire.testkit.LogCapture;
import io.heartwire.testkit.Race;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SubscribeDialogueTest extends DialogueFixture {

  @Test
  void aSubscriberGetsWhatIsPublishedAndItsOwnToo() {
    FakeClient one = client("alice").connects().subscribes("plain:1");
    FakeClient other = client().connects().subscribes("plain:1");
    one.says("{'id':3,'publish':{'channel':'plain:1','data':{'a':1}}}");

    assertThat(one.publications("plain:1")).containsExactly(Map.of("a", 1L));
    assertThat(other.publications("plain:1")).containsExactly(Map.of("a", 1L));
    assertThat(other.heard().get(0).at("push/pub/info/user")).isEqualTo("alice");
    assertThat(one.reply(3).at("publish")).isNotNull();
  }

  @Test
  void theReplyPrecedesWhatIsPublishedMeanwhile() {
    FakeClient client = client().connects();
    broker.takesItsTime();
    client.says("{'id':2,'subscribe':{'channel':'feed:1','positioned':true}}");
    publish("feed:1", "1");
    publish("feed:1", "2");
    assertThat(client.hears()).isEmpty();
    broker.answers();
    publish("feed:1", "3");

    assertThat(client.heard().get(0).number("id")).isEqualTo(2);
    assertThat(client.heard().get(0).number("subscribe/offset")).isZero();
    assertThat(client.publications("feed:1")).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatComesWhileTheFirstOnesAreHandedOverComesBehindThem() {
    FakeClient client = client().connects();
    broker.takesItsTime();
    client.says("{'id':2,'subscribe':{'channel':'chat:1'}}");
    publish("chat:1", "1");
    publish("chat:1", "2");
    onceWritten(client, 1, () -> publish("chat:1", "3"));
    broker.answers();

    assertThat(client.publications("chat:1")).containsExactly(1L, 2L, 3L);
  }

  @Test
  void aSubscriptionThatEndsAsItBeginsIsToldToNobody() {
    ofTenant("small");
    FakeClient client = client().connects();
    client.wire.hold();
    broker.takesItsTime();
    client.says("{'id':2,'subscribe':{'channel':'chat:1'}}");
    for (int i = 0; i < 140; i++) { // more than an outbox takes
      publish("chat:1", "1");
    }
    broker.answers();

    assertThat(client.closeCodes()).containsExactly(3008);
    assertThat(kit().told(ClientSubscribed.class)).isEmpty();
    assertThat(kit().told(ClientUnsubscribed.class)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"plain:1", "feed:1"})
  void theReplyPrecedesWhatOthersPublishAtThatMomentAndNothingChangesItsOrder(String channel) {
    for (int round = 0; round < 200; round++) {
      FakeClient client = client().connects();
      String name = channel + round;
      Race.between(
          () -> client.says("{'id':2,'subscribe':{'channel':'" + name + "','positioned':true}}"),
          () -> {
            for (int i = 1; i <= 30; i++) {
              publish(name, String.valueOf(i));
            }
          });

      assertThat(client.heard().get(0).number("id")).isEqualTo(2);
      List<Long> got =
          client.publications(name).stream().map(data -> ((Number) data).longValue()).toList();
      for (int i = 0; i < got.size(); i++) {
        assertThat(got.get(i)).as("%s", got).isEqualTo(30 - got.size() + 1 + i);
      }
      client.vanishes();
    }
  }

  @Test
  void aSubscriptionWithoutHistoryHasNoPosition() {
    FakeClient client =
        client()
            .connects()
            .says("{'id':2,'subscribe':{'channel':'plain:1','recoverable':true,'recover':true}}");

    assertThat(client.hears()).containsExactly("{'id':2,'subscribe':{'was_recovering':true}}");
  }

  @ParameterizedTest
  @CsvSource({
    "closed:1, 103",
    "unknown:1, 102",
    "#alice, 103",
    "chat:#bob, 103",
    "'chat:be\\u0007ll', 107",
    "'chat:ha\\ud83dlf', 107",
    "'grün', 107"
  })
  void aChannelThatCannotBeHadIsAnError(String channel, int code) {
    FakeClient client = client("alice2").connects();
    client.says("{'id':2,'subscribe':{'channel':'" + channel + "'}}", "{'id':3,'ping':{}}");

    assertThat(client.error(2)).isEqualTo(code);
    assertThat(client.hasReply(3)).isTrue();
  }

  @Test
  void aUsersOwnChannelIsOpenToIt() {
    client("alice").connects().subscribes("chat:#alice,bob");
  }

  @ParameterizedTest
  @ValueSource(strings = {"chat:white space", "chat:<a>%?[{|}]", "chat:a/b"})
  void aChannelMayHaveAnyNameOfPrintableAscii(String channel) {
    FakeClient client = client().connects().subscribes(channel);
    client.says("{'id':3,'publish':{'channel':'" + channel + "','data':1}}");

    assertThat(client.publications(channel)).containsExactly(1L);
  }

  @Test
  void anEmptyNameIsABadRequest() {
    assertThat(client().connects().says("{'id':2,'subscribe':{'channel':''}}").closeCodes())
        .containsExactly(3501);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"'tf':{'op':'xor'}", "'tf':{'key':'a','cmp':'like','val':'b'}", "'type':1"})
  void whatMakesNoSenseIsAnErrorAndTakesNoPlace(String what) {
    FakeClient client = client().connects();
    client.says(
        "{'id':2,'subscribe':{'channel':'plain:1'," + what + "}}",
        "{'id':3,'subscribe':{'channel':'plain:1'}}");

    assertThat(client.error(2)).isEqualTo(107);
    assertThat(client.reply(3).at("subscribe")).isNotNull();
  }

  @Test
  void subscribingTwiceIsAnError() {
    FakeClient client = client().connects().subscribes("plain:1");

    assertThat(client.says("{'id':3,'subscribe':{'channel':'plain:1'}}").error(3)).isEqualTo(105);
    publish("plain:1", "1");
    assertThat(client.publications("plain:1")).hasSize(1);
  }

  @Test
  void aClientHasOnlySoManyChannels() {
    set("heartwire.client.max-subscriptions", "2");
    FakeClient client = client().connects().subscribes("plain:1").subscribes("plain:2");
    assertThat(client.says("{'id':3,'subscribe':{'channel':'plain:3'}}").error(3)).isEqualTo(106);

    client.says("{'id':4,'unsubscribe':{'channel':'plain:1'}}");
    client.forgets().subscribes("plain:3");
  }

  @Test
  void anUnsubscribedClientHearsNothingMore() {
    FakeClient client = client().connects().subscribes("plain:1");
    client.says("{'id':3,'unsubscribe':{'channel':'plain:1'}}");
    publish("plain:1", "1");

    assertThat(client.hears()).containsExactly("{'id':3,'unsubscribe':{}}");
    assertThat(kit().told(ClientUnsubscribed.class))
        .extracting(ClientUnsubscribed::why)
        .containsExactly(UnsubscribeCode.CLIENT);
    client.forgets().subscribes("plain:1");
  }

  @Test
  void unsubscribingFromWhatIsNotThereIsDone() {
    FakeClient client = client().connects().says("{'id':2,'unsubscribe':{'channel':'plain:1'}}");

    assertThat(client.hears()).containsExactly("{'id':2,'unsubscribe':{}}");
  }

  @Test
  void unsubscribingWaitsForTheSubscribingBeforeIt() {
    CompletableFuture<Decision<SubscribeGrant>> decision = new CompletableFuture<>();
    kit().subscribeHooks.add(attempt -> Decision.later(decision));
    FakeClient client = client().connects();
    client.says(
        "{'id':2,'subscribe':{'channel':'plain:1'}}",
        "{'id':3,'unsubscribe':{'channel':'plain:1'}}");
    decision.complete(Decision.accept(SubscribeGrant.PLAIN));

    assertThat(client.hears())
        .containsExactly("{'id':2,'subscribe':{}}", "{'id':3,'unsubscribe':{}}");
    assertThat(kit().channels.count()).isZero();
  }

  @Test
  void theServerMayUnsubscribeAClientThatIsStillSubscribing() {
    CompletableFuture<Decision<SubscribeGrant>> decision = new CompletableFuture<>();
    kit().subscribeHooks.add(attempt -> Decision.later(decision));
    FakeClient client = client("alice").connects();
    client.says("{'id':2,'subscribe':{'channel':'chat:1'}}");
    clients().of("alice").get(0).unsubscribe(new ChannelName("chat:1"));
    decision.complete(Decision.accept(SubscribeGrant.PLAIN));

    assertThat(client.error(2)).isEqualTo(100);
    assertThat(kit().channels.count()).isZero();
    assertThat(kit().memory.figures().presence()).isZero();
    assertThat(kit().told(ClientSubscribed.class)).isEmpty();
    client.forgets().subscribes("chat:1");
  }

  @Test
  void aHooksGrantIsInTheReplyAndInThePresence() {
    kit()
        .subscribeHooks
        .add(
            attempt ->
                Decision.accept(
                    new SubscribeGrant(
                        Payload.json("\"red\""), Payload.json("[2]"), Duration.ofSeconds(30))));
    FakeClient client = client().connects().says("{'id':2,'subscribe':{'channel':'chat:1'}}");
    client.says("{'id':3,'presence':{'channel':'chat:1'}}");

    assertThat(client.reply(2).at("subscribe/data")).isEqualTo(List.of(2L));
    assertThat(client.reply(2).flag("subscribe/expires")).isTrue();
    assertThat(client.reply(2).number("subscribe/ttl")).isEqualTo(30);
    assertThat(client.reply(3).at("presence/presence/" + client.connection.id() + "/chan_info"))
        .isEqualTo("red");
  }

  @Test
  void aHooksRefusalTakesNoPlace() {
    kit().subscribeHooks.add(attempt -> Decision.refuse(460, "full"));
    FakeClient client = client().connects();
    assertThat(client.says("{'id':2,'subscribe':{'channel':'chat:1'}}").error(2)).isEqualTo(460);

    kit().subscribeHooks.clear();
    client.forgets().subscribes("chat:1");
  }

  @ParameterizedTest
  @CsvSource({"expired, 109", "invalid, 103", "closed:2, 103", "revoked, 103", "broken, 100"})
  void aSubscriptionTokenThatIsNoGoodTakesNoPlaceAndEndsNothingElse(String token, int code) {
    verifyTokens();
    FakeClient client = client("alice").connects().subscribes("chat:1");
    client.says(
        "{'id':2,'subscribe':{'channel':'closed:1','token':'" + token + "'}}",
        "{'id':3,'subscribe':{'channel':'closed:1','token':'closed:1|60'}}");

    assertThat(client.error(2)).isEqualTo(code);
    assertThat(client.reply(3).number("subscribe/ttl")).isEqualTo(60);
    publish("chat:1", "1");
    assertThat(client.publications("chat:1")).containsExactly(1L);
    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void whoeverAsksForItHearsWhoComesAndGoes() {
    FakeClient watcher = client().connects();
    watcher.says("{'id':2,'subscribe':{'channel':'chat:1','join_leave':true}}").forgets();
    FakeClient deaf = client().connects().subscribes("chat:1");
    FakeClient guest = client("alice").connects().subscribes("chat:1");
    guest.says("{'id':3,'unsubscribe':{'channel':'chat:1'}}");

    assertThat(watcher.heard())
        .extracting(
            told -> told.at("push/join/info/client"), told -> told.at("push/leave/info/client"))
        .containsExactly(
            tuple(deaf.connection.id().toString(), null),
            tuple(guest.connection.id().toString(), null),
            tuple(null, guest.connection.id().toString()));
    assertThat(deaf.hears()).isEmpty();
  }

  @Test
  void aFilterKeepsOutWhatItsTagsDoNotMatch() {
    FakeClient client = client().connects();
    client.says(
        "{'id':2,'subscribe':{'channel':'plain:1','tf':{'key':'k','cmp':'eq','val':'in'}}}");
    publish("plain:1", Payload.json("1"), Map.of("k", "out"));
    publish("plain:1", Payload.json("2"), Map.of("k", "in"));

    assertThat(client.publications("plain:1")).containsExactly(2L);
  }

  @Test
  void aThrowingObserverHarmsNobody() {
    FakeClient client = client();
    kit()
        .told
        .observe(
            event -> {
              throw new IllegalStateException("an observer out of order");
            });
    try (LogCapture events = new LogCapture(ApplicationEvents.class)) {
      client.connects().subscribes("chat:1");
      client.says("{'send':{'data':1}}", "{'id':3,'publish':{'channel':'chat:1','data':1}}");
      client.vanishes();
      assertThat(events.lines()).isNotEmpty();
    }

    assertThat(client.reply(3).at("publish")).isNotNull();
    assertThat(client.publications("chat:1")).containsExactly(1L);
  }

  /** Does it in the middle of handing over, when a publication with this data has been written. */
  private void onceWritten(FakeClient client, long data, Runnable step) {
    pool.time.atNextRead(
        () -> {
          if (client.publications("chat:1").contains(data)) {
            step.run();
          } else {
            onceWritten(client, data, step);
          }
        });
  }
}
