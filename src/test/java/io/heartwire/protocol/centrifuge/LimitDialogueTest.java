package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.connection.Limit;
import io.heartwire.hook.Decision;
import io.heartwire.hub.Identity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients of a class that may send 2 commands a second, and 3 at once after the first few. */
class LimitDialogueTest extends DialogueFixture {
  /** The first few are free, and the connect command was one of them. */
  private static final int FREE = 15;

  private static final int BURST = 3;

  @Test
  void aCommandOverTheLimitIsToldToTryAgain() {
    FakeClient client = exhausted();
    client.says(ping(100));

    assertThat(client.hears())
        .containsExactly(
            "{'id':100,'error':{'code':111,'message':'too many requests','temporary':true}}");
    assertThat(client.closeCodes()).isEmpty();
    assertThat(pool.registry.exceeded(Limit.COMMANDS)).isEqualTo(1);
  }

  @Test
  void soonTheClientMayGoOn() {
    FakeClient client = exhausted().says(ping(100)).forgets();
    pool.time.advance(Duration.ofMillis(500));
    client.says(ping(101), ping(102));

    assertThat(client.reply(101).at("ping")).isNotNull();
    assertThat(client.error(102)).isEqualTo(111);
  }

  @Test
  void whoDoesNotListenIsClosed() {
    FakeClient client = exhausted();
    client.says(ping(100), ping(101), ping(102));
    assertThat(client.closeCodes()).isEmpty();

    client.says(ping(103), ping(104));

    assertThat(client.closeCodes()).containsExactly(3013);
    assertThat(client.hasReply(104)).isFalse();
  }

  @Test
  void commandsInOneFrameCountEach() {
    FakeClient client = tight();
    client.says(
        IntStream.rangeClosed(1, FREE + BURST + 1).mapToObj(this::ping).toArray(String[]::new));

    assertThat(client.reply(FREE + BURST).at("ping")).isNotNull();
    assertThat(client.error(FREE + BURST + 1)).isEqualTo(111);
  }

  @Test
  void whatHasNoAnswerClosesInstead() {
    FakeClient client = exhausted();
    client.says("{'send':{'data':{}}}");

    assertThat(client.closeCodes()).containsExactly(3013);
  }

  @Test
  void aRefusalWaitsForItsTurn() {
    CompletableFuture<Payload> late = new CompletableFuture<>();
    methods.put("slow", call -> late);
    FakeClient client = tight();
    for (int id = 1; id < FREE + BURST; id++) {
      client.says(ping(id));
    }
    client.says("{'id':99,'rpc':{'method':'slow'}}").says(ping(100));
    assertThat(client.hasReply(100)).isFalse();

    late.complete(Payload.json("1"));

    assertThat(client.error(100)).isEqualTo(111);
  }

  @Test
  void othersHaveTheLimitsOfEverybody() {
    exhausted();
    FakeClient other = client("other");
    connectHooks.clear();
    other.connects();
    for (int id = 1; id <= 1000; id++) {
      other.says(ping(id));
    }

    assertThat(other.reply(1000).at("ping")).isNotNull();
  }

  @Test
  void aClassThatIsFullTakesNobody() {
    tight();
    FakeClient second = client().says("{'id':1,'connect':{}}");

    assertThat(second.closeCodes()).containsExactly(3504);
    assertThat(pool.registry.exceeded(Limit.TENANT_CONNECTIONS)).isEqualTo(1);
  }

  @Test
  void whoGetsMoreChannelsThanItMayIsClosed() {
    set("heartwire.client.max-subscriptions", "2");
    connectHooks.add(
        attempt ->
            CompletableFuture.completedStage(
                Decision.accept(
                    Identity.user("")
                        .with(new ChannelName("chat:1"), SubscribeGrant.PLAIN)
                        .with(new ChannelName("chat:2"), SubscribeGrant.PLAIN)
                        .with(new ChannelName("chat:3"), SubscribeGrant.PLAIN))));
    FakeClient client = client().says("{'id':1,'connect':{}}");

    assertThat(client.closeCodes()).containsExactly(3505);
    assertThat(pool.registry.exceeded(Limit.SUBSCRIPTIONS)).isEqualTo(1);
  }

  private FakeClient tight() {
    connectHooks.add(
        attempt ->
            CompletableFuture.completedStage(Decision.accept(Identity.user("").in("tight"))));
    return client().connects();
  }

  /** One that has sent all it may at once. */
  private FakeClient exhausted() {
    FakeClient client = tight();
    for (int id = 1; id <= FREE + BURST; id++) {
      client.says(ping(id));
    }
    assertThat(client.reply(FREE + BURST).at("ping")).isNotNull();
    return client.forgets();
  }

  private String ping(int id) {
    return "{'id':" + id + ",'ping':{}}";
  }
}
