package io.heartwire.protocol.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.PublishExtras;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hook.Decision;
import io.heartwire.hub.ClientConnected;
import io.heartwire.hub.Identity;
import io.heartwire.protocol.stomp.FakeStompClient.Heard;
import io.heartwire.testkit.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopicDialogueTest extends StompFixture {

  @Test
  void whatIsSentToATopicReachesAllSubscriptionsToIt() {
    FakeStompClient ann = client().says("SUBSCRIBE", "id:a", "destination:/topic/open:x");
    FakeStompClient bob = client("bob").says("SUBSCRIBE", "id:7", "destination:/topic/open:x");
    bob.says("SUBSCRIBE", "id:8", "destination:/topic/open:x");

    bob.sends("destination:/topic/open:x", "priority:4", "hello");

    Heard heard = ann.hearsOne();
    assertThat(heard.body()).isEqualTo("hello");
    assertThat(heard.headers())
        .containsEntry("subscription", "a")
        .containsEntry("destination", "/topic/open:x")
        .containsEntry("content-type", "text/plain;charset=utf-8")
        .containsEntry("user-id", "bob")
        .containsEntry("priority", "4")
        .containsKey("message-id")
        .doesNotContainKeys("offset", "epoch", "ack");
    assertThat(bob.hears()).extracting(one -> one.header("subscription")).containsExactly("7", "8");
  }

  @Test
  void aTagThatClientsCannotTakeForAHeaderStaysAway() {
    FakeStompClient client = client().says("SUBSCRIBE", "id:1", "destination:/topic/open:x");
    for (String name : List.of("", " ", "\r", "\0")) {
      PublicationDraft draft =
          new PublicationDraft(Payload.text("x"), null, Map.of(name, "y", "a", "b"));
      Stages.now(
          world().kit().channels.publish(new ChannelName("open:x"), draft, PublishExtras.NONE));
    }

    assertThat(client.hears()).hasSize(4);
    assertThat(client.hears())
        .allSatisfy(
            heard -> assertThat(heard.headers()).containsEntry("a", "b").doesNotContainValue("y"));
  }

  @Test
  void aReceiptFollowsTheEffect() {
    FakeStompClient client = client();

    client.says("SUBSCRIBE", "id:1", "destination:/topic/open:x", "receipt:s");
    client.sends("destination:/topic/open:x", "receipt:p", "x");
    client.says("UNSUBSCRIBE", "id:1", "receipt:u");
    publish("open:x", "nobody hears it");

    assertThat(client.hears())
        .extracting(one -> one.command() + one.header("receipt-id"))
        .containsExactly("RECEIPTs", "MESSAGE", "RECEIPTp", "RECEIPTu");
  }

  @Test
  void aKeyThatIsRepeatedPublishesOnce() {
    FakeStompClient client = client("ann").says("SUBSCRIBE", "id:1", "destination:/topic/open:x");

    client.sends("destination:/topic/open:x", "idempotency-key:k", "a");
    client.sends("destination:/topic/open:x", "idempotency-key:k", "receipt:1", "a");

    assertThat(client.bodies()).containsExactly("a");
    assertThat(client.hears("RECEIPT").header("receipt-id")).isEqualTo("1");
  }

  @ParameterizedTest
  @CsvSource({
    "SUBSCRIBE, /topic/closed:x, permission denied, 3507",
    "SEND, /topic/closed:x, permission denied, 3507",
    "SUBSCRIBE, /topic/unknown:x, unknown channel, 3507",
    "SEND, /topic/unknown:x, unknown channel, 3507",
    "SUBSCRIBE, /topic/, bad request, 3501",
    "SUBSCRIBE, /exchange/x, bad request, 3501",
    "SEND, open:x, bad request, 3501",
    "SUBSCRIBE, /topic/open:x#bob, permission denied, 3507",
    "SUBSCRIBE, /temp-queue/x, bad request, 3501",
    "SEND, /temp-queue/x, bad request, 3501",
    "SUBSCRIBE, /reply-queue/00000000000000000000000000000000, bad request, 3501",
    "SEND, /reply-queue/x, bad request, 3501"
  })
  void whatMayNotBeIsAnErrorWithTheReceiptAndTheEnd(
      String command, String destination, String summary, int code) {
    FakeStompClient client = client("ann");

    client.says(command, "id:1", "destination:" + destination, "receipt:r");

    Heard error = client.hearsOne();
    assertThat(error.command()).isEqualTo("ERROR");
    assertThat(error.headers()).containsEntry("message", summary).containsEntry("receipt-id", "r");
    assertThat(error.body()).isNotEmpty();
    assertThat(client.closeCodes()).containsExactly(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUBSCRIBE\ndestination:/topic/open:x",
        "SUBSCRIBE\nid:1",
        "SEND\nx:y",
        "UNSUBSCRIBE\nx:y",
        "SUBSCRIBE\nid:/temp-queue/x\ndestination:/topic/open:x",
        "SUBSCRIBE\nid:taken\ndestination:/topic/open:y",
        "SUBSCRIBE\nid:2\ndestination:/topic/feed:x\noffset:-1\nepoch:e",
        "SUBSCRIBE\nid:2\ndestination:/topic/feed:x\noffset:x\nepoch:e"
      })
  void whatIsMissingOrWrongIsNamed(String frame) {
    FakeStompClient client = client().says("SUBSCRIBE", "id:taken", "destination:/topic/open:x");

    client.says(frame);

    assertThat(client.hearsOne().headers()).containsEntry("message", "bad request");
    assertThat(client.hearsOne().body()).containsPattern("'(id|destination|offset|taken)'");
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SUBSCRIBE\ndestination:/topic/open:x\nid:",
        "BEGIN\ntransaction:",
        "SEND\ndestination:/topic/open:x\nreply-to:/temp-queue/"
      })
  void aNameThatIsKeptIsShort(String frame) {
    FakeStompClient client = client().says(frame + "x".repeat(200));
    assertThat(client.hears()).isEmpty();

    client.says(frame.replace("id:", "id:1") + "x".repeat(256));

    assertThat(client.hearsOne().body()).contains("at most 255 characters");
    assertThat(client.closeCodes()).containsExactly(3501);
  }

  @Test
  void aTokenOpensAChannelThatNeedsOne() {
    verifyTokens();
    FakeStompClient client = client("ann");

    client.says("SUBSCRIBE", "id:1", "destination:/topic/$open:x", "token:$open:x", "receipt:r");
    assertThat(client.hearsOne().command()).isEqualTo("RECEIPT");

    FakeStompClient other = client("ann").says("SUBSCRIBE", "id:1", "destination:/topic/$open:x");
    assertThat(other.closeCodes()).containsExactly(3507);
  }

  @Test
  void aClientHasSoManySubscriptionsAtTheMost() {
    set("heartwire.client.max-subscriptions", "2");
    FakeStompClient client = client();
    for (int i = 0; i < 3; i++) {
      client.says("SUBSCRIBE", "id:" + i, "destination:/topic/open:" + i);
    }

    assertThat(client.hearsOne().body()).contains("heartwire.client.max-subscriptions=2");
    assertThat(client.closeCodes()).containsExactly(3505);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1.1"})
  void whoAcknowledgesWhatATopicSendsDoesNoHarm(String version) {
    FakeStompClient client = stranger().says("CONNECT", "accept-version:" + version).forgets();
    client.says("SUBSCRIBE", "id:1", "destination:/topic/open:x", "ack:client-individual");
    publish("open:x", "a");
    Heard heard = client.hearsOne();

    if (version.equals("1.2")) {
      client.settles("ACK", heard, "receipt:r");
    } else {
      client.says(
          "NACK", "subscription:1", "message-id:" + heard.header("message-id"), "receipt:r");
    }

    assertThat(client.hears("RECEIPT").header("acknowledged")).isEqualTo("true");
    assertThat(client.closeCodes()).isEmpty();
  }

  @Test
  void whoseSubscriptionTheServerEndsBeforeItHasBegunDoesNotKeepIt() {
    CompletableFuture<Decision<SubscribeGrant>> decision = new CompletableFuture<>();
    world().kit().subscribeHooks.add(attempt -> Decision.later(decision));
    FakeStompClient client =
        client("ann").says("SUBSCRIBE", "id:1", "destination:/topic/open:x", "receipt:r");
    assertThat(client.hears()).as("the hook is still asked").isEmpty();

    ChannelName channel = new ChannelName("open:x");
    world().services().clients().of("ann").forEach(one -> one.unsubscribe(channel));
    decision.complete(Decision.accept(SubscribeGrant.PLAIN));

    await().until(() -> client.closeCodes().equals(List.of(3503)));
  }

  @Test
  void whatIsGrantedForSomeTimeIsNotHadForLongerBySubscribingAgain() {
    ChannelName closed = new ChannelName("closed:x");
    SubscribeGrant grant = new SubscribeGrant(Payload.EMPTY, Payload.EMPTY, Duration.ofSeconds(10));
    connectHooks.add(attempt -> Decision.accept(Identity.user("ann").with(closed, grant)));
    FakeStompClient client = client();
    pass(6);
    client.says("SUBSCRIBE", "id:1", "destination:/topic/closed:x", "receipt:r");
    assertThat(client.hearsOne().command()).isEqualTo("RECEIPT");
    client.says("UNSUBSCRIBE", "id:1");
    pass(6);

    client.says("SUBSCRIBE", "id:1", "destination:/topic/closed:x");

    assertThat(client.closeCodes()).containsExactly(3507);
  }

  @Test
  void clientsWithTheSameIdShareOneEncoding() {
    FakeStompClient ann = client().says("SUBSCRIBE", "id:sub-0", "destination:/topic/open:x");
    FakeStompClient bob = client().says("SUBSCRIBE", "id:sub-0", "destination:/topic/open:x");

    publish("open:x", "shared");

    assertThat(ann.wire.messages().get(1)).isSameAs(bob.wire.messages().get(1));
  }

  @Test
  void manyIdsThatNobodyElseHasAreEncodedEachAndAllHear() {
    List<FakeStompClient> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      all.add(client().says("SUBSCRIBE", "id:own-" + i, "destination:/topic/open:x"));
    }

    publish("open:x", "to all");

    for (int i = 0; i < 50; i++) {
      assertThat(all.get(i).hearsOne().header("subscription")).isEqualTo("own-" + i);
    }
  }

  @Test
  void nothingOfASubscriptionIsDroppedForAnother() {
    Publication publication = new Publication(3, Payload.json("{}"), null, Map.of(), 0);

    assertThat(StompFormat.of("1", true, false).publication("c", "e", publication, null).topic())
        .isEqualTo(
            StompFormat.of("1", false, true).publication("c", "e", publication, null).topic())
        .isNotEqualTo(
            StompFormat.of("2", true, false).publication("c", "e", publication, null).topic());
  }

  @Test
  void whoIsConnectedIsKnownToTheHub() {
    client("ann");

    assertThat(world().kit().told(ClientConnected.class)).hasSize(1);
    assertThat(world().services().clients().of("ann")).hasSize(1);
    assertThat(Stages.now(world().kit().channels.active())).isEmpty();
    assertThat(world().kit().channels.subscriptions(new ChannelName("open:x").value())).isZero();
  }
}
