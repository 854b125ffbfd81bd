package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ClientUnsubscribed;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.centrifuge.delta.DeltaReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecoveryDialogueTest extends DialogueFixture {
  private static final String LONG = "a text that is long enough for a delta to be worth it: ";

  @Test
  void aRecoverableSubscriptionIsToldItsPosition() {
    publish("feed:1", "1");
    FakeClient client =
        client().connects().says("{'id':2,'subscribe':{'channel':'feed:1','recoverable':true}}");
    Told reply = client.reply(2);

    assertThat(reply.flag("subscribe/recoverable")).isTrue();
    assertThat(reply.flag("subscribe/positioned")).isTrue();
    assertThat(reply.number("subscribe/offset")).isEqualTo(1);
    assertThat(reply.text("subscribe/epoch")).isNotEmpty();
    assertThat(reply.flag("subscribe/was_recovering")).isFalse();
    assertThat(reply.list("subscribe/publications")).isEmpty();
  }

  @Test
  void aPositionedSubscriptionIsNotThereforeRecoverable() {
    FakeClient client =
        client().connects().says("{'id':2,'subscribe':{'channel':'feed:1','positioned':true}}");

    assertThat(client.reply(2).flag("subscribe/positioned")).isTrue();
    assertThat(client.reply(2).flag("subscribe/recoverable")).isFalse();
    assertThat(client.reply(2).text("subscribe/epoch")).isNotEmpty();
  }

  @Test
  void whoeverAsksForNoPositionHasNone() {
    publish("feed:1", "1");
    FakeClient client = client().connects().says("{'id':2,'subscribe':{'channel':'feed:1'}}");

    assertThat(client.hears()).containsExactly("{'id':2,'subscribe':{}}");
  }

  @Test
  void whatWasMissedComesWithTheReply() {
    String epoch = leftAfterOne();
    publish("feed:1", "2");
    publish("feed:1", "3");
    FakeClient client = recovering(1, epoch);
    publish("feed:1", "4");

    Told reply = client.reply(2);
    assertThat(reply.flag("subscribe/recovered")).isTrue();
    assertThat(reply.flag("subscribe/was_recovering")).isTrue();
    assertThat(reply.number("subscribe/offset")).as("the publications advance it").isEqualTo(1);
    assertThat(reply.at("subscribe/publications/0/data")).isEqualTo(2L);
    assertThat(reply.at("subscribe/publications/1/data")).isEqualTo(3L);
    assertThat(reply.list("subscribe/publications")).hasSize(2);
    assertThat(client.publications("feed:1")).containsExactly(4L);
  }

  @Test
  void whoeverWasRecoveringIsToldSoThoughThereIsNothingToRecoverFrom() {
    FakeClient client =
        client()
            .connects()
            .says("{'id':2,'subscribe':{'channel':'plain:1','recover':true,'offset':1}}");

    assertThat(client.hears()).containsExactly("{'id':2,'subscribe':{'was_recovering':true}}");
  }

  @Test
  void anOffsetWithoutAnEpochIsOneOfThePresentStream() {
    leftAfterOne();
    publish("feed:1", "2");

    for (int offset = 0; offset <= 2; offset++) {
      Told reply = recovering(offset, "").reply(2);
      assertThat(reply.flag("subscribe/recovered")).isTrue();
      assertThat(reply.list("subscribe/publications")).hasSize(2 - offset);
    }
  }

  @Test
  void whoeverMissedNothingHasRecovered() {
    FakeClient client = recovering(1, leftAfterOne());

    assertThat(client.reply(2).flag("subscribe/recovered")).isTrue();
    assertThat(client.reply(2).list("subscribe/publications")).isEmpty();
  }

  @Test
  void whatCannotBeRecoveredAsAWholeIsNotRecoveredAtAll() {
    String epoch = leftAfterOne();
    for (int i = 0; i < 20; i++) {
      publish("feed:1", String.valueOf(i));
    }
    Told tooLate = recovering(1, epoch).reply(2);
    Told elsewhere = recovering(1, "another").reply(2);

    for (Told reply : List.of(tooLate, elsewhere)) {
      assertThat(reply.flag("subscribe/recovered")).isFalse();
      assertThat(reply.flag("subscribe/was_recovering")).isTrue();
      assertThat(reply.list("subscribe/publications")).isEmpty();
      assertThat(reply.number("subscribe/offset")).isEqualTo(21);
    }
  }

  @Test
  void whoeverWantsAllOrNothingHasNoSubscriptionWhenRecoveryFails() {
    String epoch = leftAfterOne();
    publish("feed:1", "2");
    FakeClient whole = client().connects();
    FakeClient none = client().connects();
    whole.says(recoverOrRefuse(1, epoch));
    none.says(recoverOrRefuse(1, "another"));

    assertThat(whole.reply(2).list("subscribe/publications")).hasSize(1);
    assertThat(none.error(2)).isEqualTo(112);
    publish("feed:1", "3");
    assertThat(whole.publications("feed:1")).containsExactly(3L);
    assertThat(none.publications("feed:1")).isEmpty();
    none.says("{'id':3,'subscribe':{'channel':'feed:1','flag':2,'recoverable':true}}");
    assertThat(none.reply(3).flag("subscribe/recoverable")).as("nothing to recover").isTrue();
  }

  @Test
  void whoeverWantsAllOrNothingMaySayItInProtobufToo() {
    FakeClient client = protobufClient();
    client.does(1, new Request.Connect("", Payload.EMPTY, Map.of(), "", "", Map.of(), false));
    client.does(2, recovering("feed:1", Request.Subscribe.REJECT_UNRECOVERED));
    client.does(3, recovering("feed:2", 0));

    assertThat(client.replies().get(1))
        .isEqualTo(new Reply.Failure(2, 112, "unrecoverable position", false));
    assertThat(client.replies().get(2)).isInstanceOf(Reply.Success.class);
  }

  @Test
  void aGapEndsAClientsOwnSubscriptionAndItSubscribesAgain() {
    FakeClient client = client().connects();
    client.says("{'id':2,'subscribe':{'channel':'feed:1','positioned':true}}").forgets();
    broker.loses(1);
    publish("feed:1", "1");
    publish("feed:1", "2");
    publish("feed:1", "3");

    assertThat(client.hears())
        .containsExactly(
            "{'push':{'channel':'feed:1','unsubscribe':"
                + "{'code':2500,'reason':'insufficient state'}}}");
    assertThat(client.closeCodes()).isEmpty();
    assertThat(kit().told(ClientUnsubscribed.class))
        .extracting(ClientUnsubscribed::why)
        .containsExactly(UnsubscribeCode.INSUFFICIENT_STATE);
    client.forgets().subscribes("feed:1");
  }

  @Test
  void aPublicationThatWasLostIsNoticedThoughNoOtherFollows() {
    FakeClient client = client().connects();
    client.says("{'id':2,'subscribe':{'channel':'feed:1','positioned':true}}").forgets();
    broker.loses(1);
    publish("feed:1", "1");
    for (int i = 0; i < 100; i++) {
      client.says("{}");
      pass(1);
    }

    assertThat(client.heard().stream().map(told -> told.number("push/unsubscribe/code")))
        .contains(2500L);
  }

  @Test
  void deltasInJsonAddUpToWhatWasPublished() {
    FakeClient client = client().connects();
    client.says("{'id':2,'subscribe':{'channel':'delta:1','delta':'fossil'}}");
    assertThat(client.reply(2).flag("subscribe/delta")).isTrue();
    byte[] last = new byte[0];
    for (int i = 0; i < 3; i++) {
      publish("delta:1", "{'text':'" + LONG + i + "'}");
      Told told = client.heard().get(client.heard().size() - 1);
      byte[] text = told.text("push/pub/data").getBytes(UTF_8);
      assertThat(told.flag("push/pub/delta")).isEqualTo(i > 0);
      last = i == 0 ? text : DeltaReader.apply(last, text);

      assertThat(new String(last, UTF_8)).isEqualTo("{\"text\":\"" + LONG + i + "\"}");
    }
  }

  @Test
  void deltasInProtobufAddUpToWhatWasPublished() {
    FakeClient client = protobufClient();
    client.does(1, new Request.Connect("", Payload.EMPTY, Map.of(), "", "", Map.of(), false));
    client.does(2, delta("delta:1"));
    byte[] last = new byte[0];
    for (int i = 0; i < 3; i++) {
      Payload data = Payload.sharing((LONG + i).getBytes(UTF_8));
      publish("delta:1", data, Map.of());
      Reply.News news = (Reply.News) client.replies().get(2 + i);
      Push.Published published = (Push.Published) news.push();
      byte[] bytes = published.publication().data().shared();
      assertThat(published.delta()).isEqualTo(i > 0);
      last = i == 0 ? bytes : DeltaReader.apply(last, bytes);

      assertThat(last).isEqualTo(data.shared());
    }
  }

  @Test
  void afterOneThatWasFilteredOutThePublicationIsInFull() {
    FakeClient client = client().connects();
    client.says(
        "{'id':2,'subscribe':{'channel':'delta:1','delta':'fossil',"
            + "'tf':{'key':'k','cmp':'eq','val':'in'}}}");
    client.forgets();
    for (String tag : List.of("in", "in", "out", "in", "in")) {
      publish("delta:1", Payload.text(LONG + tag), Map.of("k", tag));
    }

    assertThat(client.heard().stream().map(told -> told.flag("push/pub/delta")))
        .containsExactly(false, true, false, true);
  }

  @Test
  void whatWasMissedIsInFullAndTheNextOneBuildsUponIt() {
    client().connects().subscribes("delta:1");
    publish("delta:1", "{'text':'" + LONG + "0'}");
    FakeClient client = client().connects();
    client.says(
        "{'id':2,'subscribe':{'channel':'delta:1','delta':'fossil','recover':true,"
            + "'recoverable':true}}");
    publish("delta:1", "{'text':'" + LONG + "1'}");

    String missed = client.reply(2).text("subscribe/publications/0/data");
    assertThat(missed).isEqualTo("{\"text\":\"" + LONG + "0\"}");
    Told next = client.heard().get(1);
    assertThat(next.flag("push/pub/delta")).isTrue();
    assertThat(
            new String(
                DeltaReader.apply(
                    missed.getBytes(UTF_8), next.text("push/pub/data").getBytes(UTF_8)),
                UTF_8))
        .isEqualTo("{\"text\":\"" + LONG + "1\"}");
  }

  @Test
  void whereTheNamespaceHasNoDeltasNobodyGetsAny() {
    FakeClient client =
        client().connects().says("{'id':2,'subscribe':{'channel':'feed:1','delta':'fossil'}}");
    publish("feed:1", "{'a':1}");

    assertThat(client.reply(2).flag("subscribe/delta")).isFalse();
    assertThat(client.publications("feed:1")).containsExactly(Map.of("a", 1L));
  }

  /** Publishes 1 and says which epoch that was in. */
  private String leftAfterOne() {
    publish("feed:1", "1");
    FakeClient client = client().connects();
    client.says("{'id':2,'subscribe':{'channel':'feed:1','recoverable':true}}");
    String epoch = client.reply(2).text("subscribe/epoch");
    client.vanishes();
    return epoch;
  }

  private FakeClient recovering(long offset, String epoch) {
    return client()
        .connects()
        .says(
            "{'id':2,'subscribe':{'channel':'feed:1','recoverable':true,'recover':true,"
                + "'offset':%d,'epoch':'%s'}}".formatted(offset, epoch));
  }

  private static String recoverOrRefuse(long offset, String epoch) {
    return ("{'id':2,'subscribe':{'channel':'feed:1','recover':true,'flag':2,"
            + "'offset':%d,'epoch':'%s'}}")
        .formatted(offset, epoch);
  }

  private static Request.Subscribe recovering(String channel, long flag) {
    return new Request.Subscribe(
        channel, "", true, "another", 1, Payload.EMPTY, true, true, false, "", null, flag, 0);
  }

  private static Request.Subscribe delta(String channel) {
    return new Request.Subscribe(
        channel, "", false, "", 0, Payload.EMPTY, false, false, false, "fossil", null, 0, 0);
  }

  @Test
  void aClientWithAllTheSubscriptionsItMayHaveComesBackWithOneFrame() {
    int most = new ClientConfig(pool.settings).mostSubscriptions();
    List<String> commands = new ArrayList<>();
    commands.add("{'id':1,'connect':{'name':'js'}}");
    for (int i = 0; i < most; i++) {
      String name = "feed:" + i;
      commands.add(
          ("{'id':%d,'subscribe':{'channel':'%s','recover':true,'epoch':'12345678',"
                  + "'offset':1234567890}}")
              .formatted(i + 2, name + "x".repeat(255 - name.length())));
    }
    FakeClient client = client();
    client.says(commands.toArray(String[]::new));

    int size = String.join("\n", commands).length();
    CentrifugeConfig config = new CentrifugeConfig(pool.settings, new ClientConfig(pool.settings));
    assertThat(size).isBetween(5 * 65_536, config.mostFrameBytes());
    while (client.wire.isAskedToComeAgain()) {
      pool.time.advance(Duration.ofMillis(250)); // nobody answers its pings here
      client.wire.comeAgain();
    }
    assertThat(client.closeCodes()).isEmpty();
    for (int i = 0; i < most; i++) {
      assertThat(client.reply(i + 2).at("subscribe")).as("subscription " + i).isNotNull();
    }
  }

  @Test
  void oneCommandIsNoLargerThanAMessageOfOthers() {
    FakeClient client = client().connects();
    client.says("{'id':2,'ping':{}}", "{'id':3,'rpc':{'data':'" + "x".repeat(65_536) + "'}}");

    assertThat(client.closeCodes()).containsExactly(1009);
  }
}
