package io.heartwire.it.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.example.shop.Diary;
import com.example.shop.Doorkeeper;
import com.example.shop.Gate;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.connection.CloseReason;
import io.heartwire.hook.CallOutcome;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.Client;
import io.heartwire.hub.Clients;
import io.heartwire.it.client.JsonClient;
import io.heartwire.it.client.RawSocket;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.jboss.arquillian.test.api.ArquillianResource;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/** What an application's beans can do inside the gateway, with clients outside of it. */
@ResourceLock(OneServer.NAME)
@ArquillianTest
class ApplicationIT {
  private static final String NOTHING = "{}";

  @Inject Clients clients;
  @Inject Channels channels;
  @Inject Hooks hooks;
  @Inject Diary diary;
  @ArquillianResource URL base;

  private final String user = UUID.randomUUID().toString();

  @Deployment
  static WebArchive archive() {
    return ApplicationArchive.named("application.war");
  }

  @AfterEach
  void nobodyIsLeft() {
    await().until(() -> clients.count() == 0);
    await().until(() -> channels.count() == 0);
  }

  @Test
  void aConnectHookSaysWhoTheClientIsAndWhatItIsTold() {
    try (JsonClient client = JsonClient.open(address())) {
      assertThat(client.ask("connect", "{\"data\":{\"user\":\"" + user + "\"}}"))
          .contains("\"data\":{\"welcome\":true}");
      assertThat(client.subscribe("news:who")).contains("\"subscribe\":");
      assertThat(client.ask("presence", "{\"channel\":\"news:who\"}"))
          .contains("\"user\":\"" + user + "\"")
          .contains("\"conn_info\":{\"name\":\"" + user + "\"}");
    }
  }

  @Test
  void aClientOfWhichNoHookKnowsAnythingIsAnonymous() {
    try (JsonClient client = JsonClient.connect(address(), NOTHING)) {
      client.subscribe("news:anonymous");
      assertThat(client.ask("presence_stats", "{\"channel\":\"news:anonymous\"}"))
          .contains("\"num_users\":1");
      assertThat(clients.users()).isEqualTo(1);
    }
  }

  @Test
  void aConnectHookMayRefuseOrDisconnect() throws Exception {
    try (JsonClient refused = JsonClient.open(address());
        JsonClient disconnected = JsonClient.open(address())) {
      assertThat(refused.ask("connect", "{\"data\":{\"refuse\":1002}}"))
          .contains("\"error\":{\"code\":1002,\"message\":\"not today\"");
      disconnected.tell("connect", "{\"data\":{\"disconnect\":4500,\"reason\":\"never\"}}");
      assertThat(disconnected.closeCode()).isEqualTo(4500);
    }
  }

  @Test
  void aConnectHookIsAskedForRawClientsToo() throws Exception {
    URI address = address().resolve("../ws/news:raw");
    Map<String, String> program = Map.of("User-Agent", Doorkeeper.UNWANTED);
    try (RawSocket wanted = RawSocket.connect(address);
        RawSocket unwanted = RawSocket.connect(address, program)) {
      assertThat(wanted.status()).isEqualTo(101);
      assertThat(unwanted.read(RawSocket.CLOSE).closeCode()).isEqualTo(4501);
    }
  }

  @Test
  void aUserHasNoMoreConnectionsThanOneMayHave() throws Exception {
    String data = "{\"user\":\"%s\"}".formatted(user);
    List<JsonClient> own = new ArrayList<>();
    for (int i = 0; i < ApplicationArchive.MOST_PER_USER; i++) {
      own.add(JsonClient.connect(address(), data));
    }
    try (JsonClient refused = JsonClient.open(address())) {
      refused.tell("connect", "{\"data\":" + data + "}");
      assertThat(refused.closeCode()).isEqualTo(3504);
    }
    assertThat(clients.of(user)).hasSize(ApplicationArchive.MOST_PER_USER);
    own.forEach(JsonClient::close);
  }

  @Test
  void aClientIsSubscribedByTheServerToItsOwnChannelAndToThoseTheHookNames() {
    String data = "{\"user\":\"%s\",\"channel\":\"news:given\"}".formatted(user);
    try (JsonClient client = JsonClient.open(address())) {
      assertThat(client.ask("connect", "{\"data\":" + data + "}"))
          .contains("\"news:given\":{")
          .contains("\"own:#" + user + "\":{");
      client.publish("news:given", "\"to all\"");
      await().until(() -> client.pushes().size() == 1);
      channels.publish(new ChannelName("own:#" + user), Payload.json("1"));
      await().until(() -> client.pushes().size() == 2);
      assertThat(client.pushes().get(1)).contains("own:#" + user);
      assertThat(client.subscribe("news:given")).contains("\"code\":105");
    }
  }

  @Test
  void theTimeThatAHookGivesAConnectionEndsIt() throws Exception {
    String data = "{\"user\":\"%s\",\"ttl\":1}".formatted(user);
    try (JsonClient client = JsonClient.open(address())) {
      assertThat(client.ask("connect", "{\"data\":" + data + "}"))
          .contains("\"expires\":true")
          .contains("\"ttl\":1");
      assertThat(client.closeCode()).isEqualTo(3005);
    }
  }

  @Test
  void aMethodAnswersItsCallersAndCanRefuseThem() {
    try (JsonClient client = client()) {
      assertThat(client.rpc("echo", "{\"a\":[1,2]}")).contains("\"rpc\":{\"data\":{\"a\":[1,2]}}");
      assertThat(client.rpc("refuse", NOTHING))
          .contains("\"error\":{\"code\":1000,\"message\":\"closed on Sundays\"");
      assertThat(client.rpc("unheard-of", NOTHING)).contains("\"code\":104");
    }
  }

  @Test
  void noEventLoopCallsABeanThatMightBlockIt() {
    try (JsonClient client = client()) {
      assertThat(client.rpc("thread", NOTHING))
          .contains("\"rpc\"")
          .doesNotContain("heartwire-loop");
    }
  }

  @Test
  void aMethodThatFailsOrNeverAnswersIsAnInternalErrorToItsCallerOnly() {
    long before = hooks.failed();
    try (JsonClient client = client()) {
      assertThat(client.rpc("fail", NOTHING)).contains("\"code\":100").contains("\"temporary\"");
      assertThat(client.rpc("never", NOTHING)).contains("\"code\":100");
      assertThat(client.rpc("echo", "1")).contains("\"rpc\":{\"data\":1}");
    }
    await().untilAsserted(() -> assertThat(hooks.failed()).isEqualTo(before + 2));
  }

  @Test
  void aMethodThatFailsTooOftenIsNotAskedAnyMoreAndAllOthersAre() throws Exception {
    long before = hooks.calls(CallOutcome.CIRCUIT_OPEN);
    try (JsonClient client = client()) {
      for (int n = 0; n < 25; n++) {
        assertThat(client.rpc("fail-often", NOTHING)).contains("\"code\":100", "\"temporary\"");
      }
      assertThat(client.rpc("echo", "1")).contains("\"rpc\":{\"data\":1}");
    }
    await()
        .untilAsserted(
            () -> {
              assertThat(hooks.calls(CallOutcome.CIRCUIT_OPEN)).isEqualTo(before + 5);
              assertThat(ready())
                  .contains("Methods$FailOften\":\"open, 0 under way, 0 hanging\"")
                  .contains("Methods$Echo\":\"closed");
            });
  }

  @Test
  void aSubscribeHookLetsInWhomTheRulesWouldNot() {
    try (JsonClient client = client()) {
      assertThat(client.subscribe(Gate.OPEN)).contains("\"data\":" + Gate.GREETING);
      assertThat(client.subscribe("gate:other")).contains("\"code\":103");
      assertThat(client.subscribe(Gate.REFUSING))
          .contains("\"error\":{\"code\":1001,\"message\":\"full\"");
      assertThat(client.subscribe(Gate.FAILING)).contains("\"code\":100");
    }
  }

  @Test
  void aSubscribeHookMayDisconnect() throws Exception {
    try (JsonClient client = client()) {
      client.tell("subscribe", "{\"channel\":\"" + Gate.DISCONNECTING + "\"}");
      assertThat(client.closeCode()).isEqualTo(4501);
    }
  }

  @Test
  void aPublishHookMayPutSomethingElseInItsPlace() {
    try (JsonClient client = client()) {
      client.subscribe(Gate.OPEN);
      assertThat(client.publish(Gate.OPEN, "\"swearing\"")).contains("\"publish\":{}");
      await().until(() -> client.pushes().size() == 1);
      assertThat(client.pushes().get(0)).contains("\"data\":" + Gate.REPLACEMENT);
    }
  }

  @Test
  void aPublishHookMayRefuseOrDisconnect() throws Exception {
    try (JsonClient client = client()) {
      assertThat(client.publish(Gate.REFUSING, "1")).contains("\"code\":1001");
      assertThat(client.publish("gate:other", "1")).contains("\"code\":103");
      client.tell("publish", "{\"channel\":\"" + Gate.DISCONNECTING + "\",\"data\":1}");
      assertThat(client.closeCode()).isEqualTo(4501);
    }
  }

  @Test
  void everythingThatHappensToAClientIsObservedOnceAndInOrder() {
    try (JsonClient client = client()) {
      client.subscribe("news:observed");
      client.publish("news:observed", "\"hello\"");
      client.send("\"psst\"");
      client.ask("unsubscribe", "{\"channel\":\"news:observed\"}");
      client.subscribe("news:left-open");
    }
    await().until(() -> diary.of(user).contains("disconnected"));
    List<String> lines = diary.of(user);
    assertThat(lines)
        .containsSubsequence(
            "connected",
            "subscribed to news:observed",
            "published \"hello\" to news:observed at 1",
            "sent \"psst\"",
            "unsubscribed from news:observed: CLIENT",
            "subscribed to news:left-open",
            "unsubscribed from news:left-open: DISCONNECT",
            "disconnected")
        .contains("subscribed to own:#" + user, "unsubscribed from own:#" + user + ": DISCONNECT")
        .hasSize(10);
    assertThat(lines.get(9)).isEqualTo("disconnected");
  }

  @Test
  void theServerSubscribesAndUnsubscribesAllClientsOfAUser() {
    ChannelName name = new ChannelName("news:by-server");
    try (JsonClient one = client();
        JsonClient other = client()) {
      assertThat(clients.of(user)).hasSize(2);
      for (Client client : clients.of(user)) {
        client
            .subscribe(name, SubscribeRequest.PLAIN, SubscribeGrant.PLAIN)
            .toCompletableFuture()
            .join();
      }
      channels.publish(name, Payload.json("\"news\""));
      for (JsonClient client : List.of(one, other)) {
        await().until(() -> client.pushes().size() == 2);
        assertThat(client.pushes().get(0)).contains("\"subscribe\":{", "news:by-server");
        assertThat(client.pushes().get(1)).contains("\"pub\":{\"data\":\"news\"");
      }
      clients.of(user).forEach(client -> client.unsubscribe(name));
      for (JsonClient client : List.of(one, other)) {
        await().until(() -> client.pushes().size() == 3);
        assertThat(client.pushes().get(2)).contains("\"unsubscribe\":{\"code\":2000");
      }
      channels.publish(name, Payload.json("\"to nobody\""));
      assertThat(one.rpc("echo", "2")).contains("\"rpc\"");
      assertThat(one.pushes()).hasSize(3);
    }
  }

  @Test
  void theServerDisconnectsAUsersClientsAndNobodyElses() throws Exception {
    try (JsonClient one = client();
        JsonClient other = client();
        JsonClient stranger = JsonClient.connect(address(), "{\"user\":\"stranger\"}")) {
      clients.of(user).forEach(client -> client.disconnect(CloseReason.FORCE_NO_RECONNECT));
      assertThat(one.closeCode()).isEqualTo(3503);
      assertThat(other.closeCode()).isEqualTo(3503);
      assertThat(stranger.rpc("echo", "1")).contains("\"rpc\"");
    }
  }

  @Test
  void aUserLimitedChannelIsForTheUsersInItsNameOnly() {
    String ours = "own:room#" + user + ",somebody";
    try (JsonClient client = client();
        JsonClient anonymous = JsonClient.connect(address(), NOTHING);
        JsonClient stranger = JsonClient.connect(address(), "{\"user\":\"stranger\"}")) {
      assertThat(client.subscribe(ours)).contains("\"subscribe\":");
      assertThat(stranger.subscribe(ours)).contains("\"code\":103");
      assertThat(anonymous.subscribe(ours)).contains("\"code\":103");
      assertThat(client.subscribe("own:room#stranger")).contains("\"code\":103");
    }
  }

  private JsonClient client() {
    return JsonClient.connect(address(), "{\"user\":\"" + user + "\"}");
  }

  private String ready() throws Exception {
    HttpRequest request = HttpRequest.newBuilder(base.toURI().resolve("/health/ready")).build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body();
  }

  private URI address() {
    return URI.create(base.toString().replaceFirst("^http", "ws") + "connection/websocket");
  }
}
