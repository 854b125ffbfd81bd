package io.heartwire.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Much at one moment, all of it within the limits: nobody who reads is closed for it. */
class BurstIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.startOpen(
            Map.of(
                "HEARTWIRE_CHANNEL_DEFAULT_HISTORY_SIZE", "10",
                "HEARTWIRE_CHANNEL_DEFAULT_HISTORY_TTL", "1m",
                "HEARTWIRE_CHANNEL_DEFAULT_ALLOW_HISTORY", "true",
                "HEARTWIRE_CHANNEL_DEFAULT_JOIN_LEAVE", "true"));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aFrameOfAThousandPublicationsReachesAllSubscribers() {
    List<TestClient> readers = TestClient.subscribe(server.ws("/ws/burst"), 20);
    try (TestClient publisher = connect()) {
      List<String> commands = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        commands.add(
            "{\"id\":%d,\"publish\":{\"channel\":\"burst\",\"data\":%d}}".formatted(i + 2, i));
      }
      publisher.send(String.join("\n", commands));

      await()
          .atMost(PATIENCE)
          .until(() -> readers.stream().allMatch(reader -> reader.texts().size() == 1000));
      await().atMost(PATIENCE).until(() -> lines(publisher).size() == 1001);
    }
    assertThat(readers).noneMatch(TestClient::isClosed);
    readers.forEach(TestClient::close);
  }

  @Test
  void aClientComesBackWithAllTheSubscriptionsThatItMayHaveInOneFrame() {
    List<String> commands = new ArrayList<>();
    commands.add("{\"id\":1,\"connect\":{\"name\":\"js\"}}");
    for (int i = 0; i < 1024; i++) {
      String name = "channel-" + i + "-";
      commands.add(
          ("{\"id\":%d,\"subscribe\":{\"channel\":\"%s\",\"recover\":true,\"epoch\":\"abcdefgh\","
                  + "\"offset\":1234567}}")
              .formatted(i + 2, name + "x".repeat(255 - name.length())));
    }
    try (TestClient client = TestClient.connect(address())) {
      client.send(String.join("\n", commands));

      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  client.isClosed()
                      || lines(client).stream()
                              .filter(line -> line.contains("\"subscribe\":"))
                              .count()
                          == 1024);
      assertThat(client.isClosed()).as(client.closeReason()).isFalse();
    }
  }

  @Test
  void aCrowdThatJoinsAtOneMomentClosesNobody() {
    List<TestClient> crowd = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      crowd.add(connect());
    }
    crowd.forEach(
        client ->
            client.send("{\"id\":2,\"subscribe\":{\"channel\":\"room\",\"join_leave\":true}}"));

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                crowd.stream()
                    .allMatch(
                        client ->
                            lines(client).stream().anyMatch(l -> l.contains("\"subscribe\":"))));
    assertThat(crowd).noneMatch(TestClient::isClosed);
    crowd.forEach(TestClient::close);
  }

  private static TestClient connect() {
    TestClient client = TestClient.connect(address());
    client.answer("{}", "{}"); // pings, while it waits for the others
    client.send("{\"id\":1,\"connect\":{}}");
    return client.awaitAnswer();
  }

  private static URI address() {
    return server.ws("/connection/websocket");
  }

  private static List<String> lines(TestClient client) {
    return client.texts().stream().flatMap(String::lines).toList();
  }
}
