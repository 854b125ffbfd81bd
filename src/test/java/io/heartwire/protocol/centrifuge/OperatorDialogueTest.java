package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelInspection;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ClientSubscribed;
import io.heartwire.channel.ClientUnsubscribed;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.connection.CloseReason;
import io.heartwire.hook.Decision;
import io.heartwire.hub.ClientConnected;
import io.heartwire.hub.ClientDisconnected;
import io.heartwire.hub.Identity;
import io.heartwire.testkit.FakeOperators;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Clients that bring a token of the console, and others that want what these get. */
class OperatorDialogueTest extends DialogueFixture {
  private static final String FEED = "$console:overview";

  OperatorDialogueTest() {
    operators = new FakeOperators();
  }

  @Test
  void anOperatorMustHearTheFeedInJson() {
    FakeClient operator = operator(client());

    operator.says("{'id':2,'subscribe':{'channel':'" + FEED + "'}}");
    assertThat(operator.reply(2).at("subscribe")).isNotNull();
    new ChannelInspection(kit().channels).tell(Payload.json("{\"n\":1}"));

    assertThat(operator.publications(FEED)).containsExactly(Map.of("n", 1L));
  }

  @Test
  void anOperatorMustDoNothingElse() {
    methods.put("any", call -> Payload.json("1"));
    FakeClient operator = operator(client());

    List<String> others =
        List.of(
            "'subscribe':{'channel':'plain:1'}",
            "'publish':{'channel':'plain:1','data':1}",
            "'history':{'channel':'feed:1'}",
            "'presence':{'channel':'chat:1'}",
            "'presence_stats':{'channel':'chat:1'}",
            "'rpc':{'method':'any'}",
            "'refresh':{'token':'ann'}",
            "'publish':{'channel':'" + FEED + "','data':1}");
    for (int i = 0; i < others.size(); i++) {
      operator.says("{'id':" + (i + 2) + "," + others.get(i) + "}");
      assertThat(operator.error(i + 2)).as(others.get(i)).isEqualTo(103);
    }
    assertThat(kit().channels.published()).isZero();
  }

  @Test
  void theApplicationMustNotHearOfAnOperatorNorDoAnythingToIt() {
    FakeClient operator = operator(client());
    operator.says("{'id':2,'subscribe':{'channel':'" + FEED + "'}}");
    assertThat(operator.reply(2).at("subscribe")).isNotNull();

    assertThat(world().clients().count()).isZero();
    assertThat(world().clients().users()).isZero();
    assertThat(world().clients().find(operator.connection.id())).isEmpty();
    operator.connection.ended(CloseReason.NORMAL);
    for (Class<?> event :
        List.of(
            ClientConnected.class,
            ClientSubscribed.class,
            ClientUnsubscribed.class,
            ClientDisconnected.class)) {
      assertThat(kit().told(event)).as(event.getSimpleName()).isEmpty();
    }
  }

  @Test
  void aForgedTokenMustBeInvalidAndNoHookBeAsked() {
    connectHooks.add(attempt -> Decision.accept(Identity.user("ann")));
    FakeClient client = client();
    client.says("{'id':1,'connect':{'token':'console-forged'}}");

    assertThat(client.closeCodes()).containsExactly(3500);
  }

  @Test
  void noOtherClientMustGetTheFeed() {
    verifyTokens();
    FakeClient plain = client("ann");
    plain.connects();
    plain.says("{'id':2,'subscribe':{'channel':'" + FEED + "'}}");
    assertThat(plain.error(2)).isEqualTo(103);
    plain.says("{'id':3,'subscribe':{'channel':'" + FEED + "','token':'" + FEED + "'}}");
    assertThat(plain.error(3)).as("with a token for it").isEqualTo(103);
    plain.says("{'id':4,'publish':{'channel':'" + FEED + "','data':1}}");
    assertThat(plain.error(4)).isEqualTo(103);
    plain.says("{'id':5,'history':{'channel':'" + FEED + "'}}");
    assertThat(plain.error(5)).isEqualTo(103);
  }

  @Test
  void noOtherClientMustGetTheFeedInProtobuf() {
    FakeClient client = protobufClient();
    client.does(1, new Request.Connect("", Payload.EMPTY, Map.of(), "", "", Map.of(), false));

    client.does(2, Examples.plainSubscribe(FEED));

    assertThat(client.replies().toString()).contains("103");
    assertThat(new ChannelInspection(kit().channels).isHeard()).isFalse();
  }

  @Test
  void theServerMustSubscribeNobodyElseToIt() {
    connectHooks.add(
        attempt ->
            Decision.accept(
                Identity.user("ann").with(new ChannelName(FEED), SubscribeGrant.PLAIN)));
    FakeClient client = client();
    client.says("{'id':1,'connect':{}}");

    assertThat(new ChannelInspection(kit().channels).isHeard()).isFalse();
  }

  private FakeClient operator(FakeClient client) {
    client.says("{'id':1,'connect':{'token':'console-good'}}");
    assertThat(client.reply(1).at("connect/client")).isEqualTo(client.connection.id().toString());
    return client.forgets();
  }
}
