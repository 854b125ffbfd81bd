package io.heartwire.it.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.example.shop.Gate;
import io.github.centrifugal.centrifuge.HistoryOptions;
import io.github.centrifugal.centrifuge.HistoryResult;
import io.github.centrifugal.centrifuge.PresenceResult;
import io.github.centrifugal.centrifuge.PresenceStatsResult;
import io.github.centrifugal.centrifuge.ReplyError;
import io.github.centrifugal.centrifuge.ServerSubscribedEvent;
import io.heartwire.it.centrifuge.OfficialClient.Watched;
import io.heartwire.it.client.CuttingProxy;
import io.heartwire.it.container.ApplicationArchive;
import io.heartwire.it.container.OneServer;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The official Java client, which speaks Protobuf, against the gateway with an application. */
@ResourceLock(OneServer.NAME)
@ArquillianTest
class JavaClientIT {
  @ArquillianResource URL base;

  private final String user = UUID.randomUUID().toString();
  private final String channel = "news:" + user;

  @Deployment(testable = false)
  static WebArchive archive() {
    return ApplicationArchive.named("java-client.war");
  }

  @Test
  void whatOnePublishesTheOthersReceiveInOrder() throws Exception {
    try (OfficialClient ann = client();
        OfficialClient bob = client()) {
      Watched toAnn = subscribed(ann);
      Watched toBob = subscribed(bob);
      List<String> sent = IntStream.range(0, 200).mapToObj(i -> "message ✓ " + i).toList();
      sent.forEach(data -> ann.publish(channel, data));
      await().until(() -> toAnn.publications().size() == 200);
      await().until(() -> toBob.publications().size() == 200);
      assertThat(toAnn.publications()).isEqualTo(sent);
      assertThat(toBob.publications()).isEqualTo(sent);
    }
  }

  @Test
  void presenceAndHistoryAreReadAsTheyAre() throws Exception {
    try (OfficialClient client = client()) {
      subscribed(client);
      for (int i = 0; i < 5; i++) {
        client.publish(channel, "" + i);
      }
      PresenceResult presence = OfficialClient.ask(done -> client.plain().presence(channel, done));
      assertThat(presence.getClients().values())
          .singleElement()
          .satisfies(info -> assertThat(info.getUser()).isEqualTo(user));
      PresenceStatsResult stats =
          OfficialClient.ask(done -> client.plain().presenceStats(channel, done));
      assertThat(stats.getNumClients()).isEqualTo(1);
      assertThat(stats.getNumUsers()).isEqualTo(1);

      assertThat(history(client, new HistoryOptions.Builder().withLimit(2)))
          .containsExactly("0", "1");
      assertThat(history(client, new HistoryOptions.Builder().withLimit(2).withReverse(true)))
          .containsExactly("4", "3");
    }
  }

  @Test
  void methodsAreAnsweredAndErrorsHaveTheirCodes() throws Exception {
    try (OfficialClient client = client()) {
      assertThat(client.rpc("echo", "any bytes")).isEqualTo("any bytes");
      assertThatThrownBy(() -> client.rpc("refuse", "{}"))
          .cause()
          .isInstanceOfSatisfying(
              ReplyError.class,
              error -> {
                assertThat(error.getCode()).isEqualTo(1000);
                assertThat(error.getMessage()).isEqualTo("closed on Sundays");
              });
      assertThatThrownBy(() -> client.publish("gate:other", "x"))
          .cause()
          .isInstanceOfSatisfying(
              ReplyError.class, error -> assertThat(error.getCode()).isEqualTo(103));
    }
  }

  @Test
  void aRefusedSubscriptionStaysUnsubscribedWithTheErrorsCode() throws Exception {
    try (OfficialClient client = client()) {
      Watched refused = client.subscribe(Gate.REFUSING);
      await().until(() -> refused.events().contains("unsubscribed 1001"));
    }
  }

  @Test
  void theServerSubscribesItsClientsAndTheyRecoverWhatTheyMissed() throws Exception {
    String data = "{\"user\":\"%s\",\"channel\":\"%s\"}".formatted(user, channel);
    try (CuttingProxy proxy = CuttingProxy.to(address());
        OfficialClient client = OfficialClient.connect(proxy.address(), data);
        OfficialClient writer = client()) {
      await().until(() -> client.serverSubscriptions().size() == 2);
      assertThat(client.serverSubscriptions())
          .extracting(ServerSubscribedEvent::getChannel)
          .containsExactlyInAnyOrder(channel, "own:#" + user);
      writer.publish(channel, "heard");
      await().until(() -> client.publications().equals(List.of(channel + " heard")));
      proxy.down();
      await().until(() -> client.states().contains("connecting 1"));
      writer.publish(channel, "missed");
      proxy.up();
      await()
          .until(
              () -> client.publications().equals(List.of(channel + " heard", channel + " missed")));
      await().until(() -> client.serverSubscriptions().size() == 4);
      assertThat(client.serverSubscriptions().subList(2, 4))
          .allSatisfy(event -> assertThat(event.getRecovered()).isTrue());
    }
  }

  @Test
  void whatWasMissedWhileTheNetworkWasAwayIsRecovered() throws Exception {
    try (CuttingProxy proxy = CuttingProxy.to(address());
        OfficialClient reader = OfficialClient.connect(proxy.address(), data());
        OfficialClient writer = client()) {
      Watched watched = subscribed(reader);
      List<String> sent = new ArrayList<>();
      for (int cut = 0; cut < 3; cut++) {
        publish(writer, "online " + cut, sent);
        await().until(() -> watched.publications().size() == sent.size());
        proxy.down();
        int offline = cut + 1;
        await()
            .until(
                () -> watched.events().stream().filter("subscribing 1"::equals).count() == offline);
        publish(writer, "offline " + cut, sent);
        proxy.up();
        await().until(() -> watched.publications().size() == sent.size());
      }
      assertThat(watched.publications()).isEqualTo(sent);
      assertThat(watched.events().stream().filter("recovered"::equals)).hasSize(3);
    }
  }

  @Test
  void whatWasMissedWhenTheServerClosedTheConnectionIsRecovered() throws Exception {
    try (OfficialClient reader = client();
        OfficialClient writer = client()) {
      Watched watched = subscribed(reader);
      reader.rpcWithoutAnswer("close-me", "{\"code\":3011,\"reason\":\"move on\"}");
      List<String> sent = new ArrayList<>();
      publish(writer, "meanwhile", sent);
      await().until(() -> watched.events().contains("recovered"));
      publish(writer, "afterwards", sent);
      await().until(() -> watched.publications().size() == sent.size());
      assertThat(watched.publications()).isEqualTo(sent);
      assertThat(reader.states())
          .containsExactly("connecting 0", "connected", "connecting 3011", "connected");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3001, 3008, 3012, 3499, 4000, 4499})
  void aClientComesBackAfterTheseCodes(int code) throws Exception {
    aClientComesBack(code, code);
  }

  /** As with Centrifugo, the connection is cut without a word. */
  @Test
  void aClientComesBackAfterTheCodeThatIsNeverSent() throws Exception {
    int transportClosed = 1;
    aClientComesBack(3000, transportClosed);
  }

  private void aClientComesBack(int code, int told) throws Exception {
    try (OfficialClient client = client()) {
      await().until(() -> client.states().contains("connected"));
      client.rpcWithoutAnswer("close-me", "{\"code\":%d,\"reason\":\"again\"}".formatted(code));
      await()
          .until(
              () ->
                  client
                      .states()
                      .equals(
                          List.of("connecting 0", "connected", "connecting " + told, "connected")));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3500, 3503, 3999, 4500, 4999})
  void aClientStaysAwayAfterTheseCodes(int code) throws Exception {
    try (OfficialClient client = client()) {
      await().until(() -> client.states().contains("connected"));
      client.rpcWithoutAnswer("close-me", "{\"code\":%d,\"reason\":\"stay\"}".formatted(code));
      await().until(() -> client.states().contains("disconnected " + code));
      await()
          .during(Duration.ofMillis(500)) // longer than its delays of coming back
          .until(() -> client.states().size() == 3);
    }
  }

  @Test
  void aSubscriptionThatMissedAPublicationSubscribesAgainAndRecoversIt() throws Exception {
    try (OfficialClient client = client()) {
      Watched watched = subscribed(client);
      List<String> sent = new ArrayList<>();
      publish(client, "first", sent);
      publish(client, "second will be lost", sent);
      publish(client, "third", sent);
      await().until(() -> watched.publications().size() == sent.size());
      assertThat(watched.publications()).isEqualTo(sent);
      assertThat(watched.events())
          .containsExactly("subscribing 0", "subscribed", "subscribing 2500", "recovered");
    }
  }

  @Test
  void aSubscriptionThatMissedTheLastPublicationIsFoundByTheCheckOfPositions() throws Exception {
    try (OfficialClient client = client()) {
      Watched watched = subscribed(client);
      client.publish(channel, "the only one will be lost");
      await().until(() -> watched.publications().equals(List.of("the only one will be lost")));
      assertThat(watched.events())
          .containsExactly("subscribing 0", "subscribed", "subscribing 2500", "recovered");
    }
  }

  private Watched subscribed(OfficialClient client) throws Exception {
    Watched watched = client.subscribe(channel);
    await().until(() -> watched.events().contains("subscribed"));
    return watched;
  }

  private void publish(OfficialClient writer, String data, List<String> sent) {
    writer.publish(channel, data);
    sent.add(data);
  }

  private List<String> history(OfficialClient client, HistoryOptions.Builder options) {
    HistoryResult page =
        OfficialClient.ask(done -> client.plain().history(channel, options.build(), done));
    return page.getPublications().stream()
        .map(publication -> new String(publication.getData(), StandardCharsets.UTF_8))
        .toList();
  }

  private OfficialClient client() {
    return OfficialClient.connect(address(), data());
  }

  private String data() {
    return "{\"user\":\"" + user + "\"}";
  }

  private URI address() {
    return URI.create(base.toString().replaceFirst("^http", "ws") + "connection/websocket");
  }
}
