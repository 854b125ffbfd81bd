package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ClientUnsubscribed;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.protocol.centrifuge.delta.DeltaReader;
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
    assertThat(reply.number("subscribe/offset")).isEqualTo(3);
    assertThat(reply.at("subscribe/publications/0/data")).isEqualTo(2L);
    assertThat(reply.at("subscribe/publications/1/data")).isEqualTo(3L);
    assertThat(reply.list("subscribe/publications")).hasSize(2);
    assertThat(client.publications("feed:1")).containsExactly(4L);
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

  private static Request.Subscribe delta(String channel) {
    return new Request.Subscribe(
        channel, "", false, "", 0, Payload.EMPTY, false, false, false, "fossil", null, 0);
  }
}
