package io.heartwire.protocol.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.connection.ConnectionLimit;
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
    assertThat(pool.registry.exceeded(ConnectionLimit.COMMANDS)).isEqualTo(1);
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
    assertThat(pool.registry.exceeded(ConnectionLimit.TENANT_CONNECTIONS)).isEqualTo(1);
  }

  @Test
  void whoGetsMoreChannelsThanItMayIsClosed() {
    set("heartwire.client.max-subscriptions", "2");
    connectHooks.add(
        attempt ->
            Decision.accept(
                Identity.user("")
                    .with(new ChannelName("chat:1"), SubscribeGrant.PLAIN)
                    .with(new ChannelName("chat:2"), SubscribeGrant.PLAIN)
                    .with(new ChannelName("chat:3"), SubscribeGrant.PLAIN)));
    FakeClient client = client().says("{'id':1,'connect':{}}");

    assertThat(client.closeCodes()).containsExactly(3505);
    assertThat(pool.registry.exceeded(ConnectionLimit.SUBSCRIPTIONS)).isEqualTo(1);
  }

  private FakeClient tight() {
    connectHooks.add(attempt -> Decision.accept(Identity.user("").in("tight")));
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

  @Test
  void aFilterThatIsTooLargeIsABadRequest() {
    FakeClient client = client().connects();
    String values = "\"v\",".repeat(TagFilter.MOST_VALUES) + "\"v\"";
    client.says(
        "{'id':2,'subscribe':{'channel':'feed:1','tf':{'key':'k','cmp':'in','vals':["
            + values
            + "]}}}");

    assertThat(client.error(2)).isEqualTo(107);
    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void aFilterThatIsNestedTooDeepIsABadRequest() {
    FakeClient client = client().connects();
    int deep = TagFilter.MOST_DEPTH;
    client.says("{'id':2,'subscribe':{'channel':'feed:1','tf':" + nots(deep) + "}}");
    client.says("{'id':3,'subscribe':{'channel':'feed:1','tf':" + nots(deep - 1) + "}}");

    assertThat(client.error(2)).isEqualTo(107);
    assertThat(client.reply(3).at("subscribe")).isNotNull();
    assertThat(client.closeCodes()).isEmpty();
  }

  private static String nots(int count) {
    return "{'op':'not','nodes':[".repeat(count)
        + "{'key':'k','cmp':'eq','val':'v'}"
        + "]}".repeat(count);
  }

  @Test
  void theFiltersOfOneClientAreLimitedTogetherAndMakeRoomWhenTheyEnd() {
    set("heartwire.client.max-filter-bytes", "2000");
    FakeClient client = client().connects();
    String filter = "'tf':{'key':'k','cmp':'eq','val':'" + "x".repeat(700) + "'}";
    client.says("{'id':2,'subscribe':{'channel':'feed:1'," + filter + "}}");
    client.says("{'id':3,'subscribe':{'channel':'feed:2'," + filter + "}}");
    client.says("{'id':4,'subscribe':{'channel':'feed:3'}}");
    assertThat(client.hasReply(2)).isTrue();
    assertThat(client.error(3)).isEqualTo(106);
    assertThat(client.reply(4).at("subscribe")).as("one without a filter").isNotNull();
    assertThat(pool.registry.exceeded(ConnectionLimit.FILTER_BYTES)).isEqualTo(1);

    client.says("{'id':5,'unsubscribe':{'channel':'feed:1'}}");
    client.says("{'id':6,'subscribe':{'channel':'feed:2'," + filter + "}}");

    assertThat(client.reply(6).at("subscribe")).isNotNull();
  }

  @Test
  void whatWaitsOfOneClientIsLimitedInBytes() {
    set("heartwire.client.max-waiting-bytes", "20000");
    CompletableFuture<Payload> late = new CompletableFuture<>();
    methods.put("slow", call -> late);
    FakeClient client = client().connects();
    client.says("{'id':2,'rpc':{'method':'slow'}}");
    String large = "'data':'" + "x".repeat(9000) + "'}}";
    client.says("{'id':3,'rpc':{'method':'slow'," + large);
    client.says("{'id':4,'rpc':{'method':'slow'," + large);
    assertThat(client.closeCodes()).isEmpty();

    client.says("{'id':5,'rpc':{'method':'slow'," + large);

    assertThat(client.closeCodes()).containsExactly(3013);
    assertThat(pool.registry.exceeded(ConnectionLimit.WAITING_COMMANDS)).isEqualTo(1);
    late.complete(Payload.json("1"));
  }
}
