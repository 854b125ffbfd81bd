package io.heartwire.protocol.stomp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.channel.ClientPublished;
import io.heartwire.protocol.stomp.FakeStompClient.Heard;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a MESSAGE carries, and where replies come to. */
class MessageDialogueTest extends StompFixture {

  @Test
  void headersAreEscapedAndTextIsCountedInBytes() {
    FakeStompClient client = client().says("SUBSCRIBE", "id:1", "destination:/topic/open:x");

    client.sends("destination:/topic/open\\cx", "odd\\cname:a\\nb\\\\c\\r", "grün\u20ac");

    assertThat(client.hearsOne().body()).isEqualTo("grün€");
    assertThat(client.hearsOne().headers()).containsEntry("odd:name", "a\nb\\c\r");
  }

  @Test
  void whoSpeaksAnOlderVersionGetsNoEscapeThatItDoesNotKnow() {
    FakeStompClient client = stranger().says("CONNECT", "accept-version:1.1").forgets();
    client.says("SUBSCRIBE", "id:1", "destination:/topic/open:x");

    client.sends("destination:/topic/open:x", "odd:a\\rb", "x");

    assertThat(client.hearsOne().header("odd")).isEqualTo("ab");
  }

  @Test
  void aBinaryBodyIsBytesUnlessItsTypeIsText() {
    FakeStompClient client = client().says("SUBSCRIBE", "id:1", "destination:/topic/open:x");

    client.saysBytes("SEND\ndestination:/topic/open:x\ncontent-length:3\n\na\0b\0".getBytes(UTF_8));
    client.saysBytes(
        "SEND\ndestination:/topic/open:x\ncontent-type:text/html\n\n<b>\0".getBytes(UTF_8));
    client.saysBytes(
        "SEND\ndestination:/topic/open:x\ncontent-type:application/json\n\n{}\0".getBytes(UTF_8));

    assertThat(client.hears())
        .extracting(Heard::body, one -> one.header("content-type"))
        .containsExactly(
            tuple("a\0b", "application/octet-stream"),
            tuple("<b>", "text/html"),
            tuple("{}", "application/json"));
    assertThat(client.wire.sequence().get(1)).as("in a binary message").endsWith("bytes");
    assertThat(world().kit().told(ClientPublished.class))
        .extracting(event -> event.data().kind())
        .containsExactly(Payload.Kind.BYTES, Payload.Kind.TEXT, Payload.Kind.JSON);
  }

  @Test
  void aReplyComesToTheOneWhoAskedAtATemporaryQueue() {
    FakeStompClient service = client().says("SUBSCRIBE", "id:1", "destination:/topic/open:ask");
    FakeStompClient asker = client();
    asker.sends("destination:/topic/open:ask", "reply-to:/temp-queue/answers", "what?");
    asker.sends("destination:/topic/open:ask", "reply-to:/temp-queue/answers", "what else?");
    String to = service.hears().get(0).header("reply-to");
    assertThat(to).startsWith("/reply-queue/");
    assertThat(service.hears().get(1).header("reply-to")).isEqualTo(to);

    service.sends("destination:" + to, "correlation-id:5", "that");

    Heard answer = asker.hearsOne();
    assertThat(answer.body()).isEqualTo("that");
    assertThat(answer.headers())
        .containsEntry("subscription", "/temp-queue/answers")
        .containsEntry("destination", "/temp-queue/answers")
        .containsEntry("correlation-id", "5");
  }

  @Test
  void whoNoLongerWantsRepliesUnsubscribesFromTheTemporaryQueue() {
    FakeStompClient service = client().says("SUBSCRIBE", "id:1", "destination:/topic/open:ask");
    FakeStompClient asker = client();
    asker.sends("destination:/topic/open:ask", "reply-to:/temp-queue/answers", "what?");
    asker.says("UNSUBSCRIBE", "id:/temp-queue/answers");

    service.sends("destination:" + service.hearsOne().header("reply-to"), "receipt:r", "that");

    assertThat(asker.hears()).isEmpty();
    assertThat(service.hears("RECEIPT").header("receipt-id")).isEqualTo("r");
  }

  @Test
  void nobodyPutsWordsIntoTheMouthOfTheGateway() {
    FakeStompClient client = client().says("SUBSCRIBE", "id:1", "destination:/topic/open:x");

    client.sends(
        "destination:/topic/open:x",
        "user-id:root",
        "offset:5",
        "subscription:9",
        "passcode:p",
        "x");

    assertThat(client.hearsOne().headers())
        .containsEntry("subscription", "1")
        .doesNotContainKeys("user-id", "offset", "passcode");
  }

  @Test
  void norByANameThatOlderClientsReadAsAnother() {
    FakeStompClient older = stranger().says("CONNECT", "accept-version:1.1").forgets();
    older.says("SUBSCRIBE", "id:1", "destination:/topic/open:x");

    client().sends("destination:/topic/open:x", "user-id\\r:root", " user-id:root", "x");

    assertThat(older.hearsOne().body()).isEqualTo("x");
    assertThat(older.hearsOne().headers()).doesNotContainKeys("user-id", " user-id");
  }

  @Test
  void tagsOfABackEndAreHeaders() {
    Publication publication =
        new Publication(3, Payload.json("{}"), null, Map.of("kind", "a:b"), 0);

    assertThat(StompFormat.of("1", true, false).publication("c", "e", publication, null).toString())
        .isEqualTo(
            "MESSAGE\nsubscription:1\ndestination:/topic/c\nmessage-id:e-3\noffset:3\nepoch:e\n"
                + "content-type:application/json\nkind:a\\cb\ncontent-length:2\n\n{}\0");
  }
}
