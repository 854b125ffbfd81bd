package io.heartwire.it.stomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.server.Environment;
import io.heartwire.it.server.GatewayServer;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.MessageDeliveryException;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.messaging.simp.stomp.StompFrameHandler;
import org.springframework.messaging.simp.stomp.StompHeaders;
import org.springframework.messaging.simp.stomp.StompSession;
import org.springframework.messaging.simp.stomp.StompSessionHandlerAdapter;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.socket.client.standard.StandardWebSocketClient;
import org.springframework.web.socket.messaging.WebSocketStompClient;

/**
 * Spring's client of STOMP, unchanged, against a running gateway. Most sessions end with the
 * gateway.
 */
class SpringClientIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int LARGEST = 1024 * 1024;
  private static final String CONSUMERS = "heartwire_queue_consumers{namespace=\"default\"}";

  private static GatewayServer server;
  private static ThreadPoolTaskScheduler scheduler;
  private final List<StompHeaders> errors = new CopyOnWriteArrayList<>();

  @BeforeAll
  static void start() {
    server =
        GatewayServer.start(
            Environment.of(
                """
                HEARTWIRE_CHANNEL_DEFAULT_ALLOW_SUBSCRIBE=true
                HEARTWIRE_CHANNEL_DEFAULT_ALLOW_PUBLISH=true
                HEARTWIRE_CHANNEL_NAMESPACES=kept
                HEARTWIRE_CHANNEL_KEPT_ALLOW_SUBSCRIBE=true
                HEARTWIRE_CHANNEL_KEPT_ALLOW_PUBLISH=true
                HEARTWIRE_CHANNEL_KEPT_ALLOW_HISTORY=true
                HEARTWIRE_CHANNEL_KEPT_HISTORY_SIZE=10
                HEARTWIRE_CHANNEL_KEPT_HISTORY_TTL=10m
                HEARTWIRE_QUEUE_DEFAULT_ALLOW_SEND=true
                HEARTWIRE_QUEUE_DEFAULT_ALLOW_CONSUME=true
                HEARTWIRE_MESSAGE_MAX_BYTES=1048576
                HEARTWIRE_STOMP_HEART_BEAT=2s
                """));
    scheduler = new ThreadPoolTaskScheduler();
    scheduler.initialize();
  }

  @AfterAll
  static void stop() {
    scheduler.shutdown();
    server.close();
  }

  @Test
  void whatIsSentToATopicReachesItsSubscribers() throws Exception {
    StompSession session = connect();
    Received received = new Received();
    subscribe(session, "/topic/news", "auto", received);

    session.send("/topic/news", "hello: grün");

    await().atMost(LIMIT).until(() -> received.bodies.equals(List.of("hello: grün")));
  }

  @Test
  void aMessageOfAQueueIsAcknowledgedOrComesAgain() throws Exception {
    StompSession session = connect();
    Received received = new Received();
    subscribe(session, "/queue/orders", "client-individual", received);
    session.send("/queue/orders", "42");
    await().atMost(LIMIT).until(() -> received.headers.size() == 1);

    session.acknowledge(received.headers.get(0).getAck(), false);
    await().atMost(LIMIT).until(() -> received.headers.size() == 2);
    assertThat(received.headers.get(1).getFirst("delivery-count")).isEqualTo("2");
    CompletableFuture<StompHeaders> told = new CompletableFuture<>();
    session.acknowledge(received.headers.get(1).getAck(), true).addReceiptTask(told::complete);

    assertThat(told.get(20, TimeUnit.SECONDS).getFirst("acknowledged")).isEqualTo("true");
  }

  @Test
  void inAutoModeNothingComesAgain() throws Exception {
    StompSession first = connect();
    Received received = new Received();
    subscribe(first, "/queue/auto", "auto", received);
    first.send("/queue/auto", "1");
    await().atMost(LIMIT).until(() -> received.bodies.equals(List.of("1")));
    double consumers = server.metric(CONSUMERS);
    disconnect(first);
    await().atMost(LIMIT).until(() -> server.metric(CONSUMERS) < consumers);

    StompSession second = connect();
    Received rest = new Received();
    subscribe(second, "/queue/auto", "auto", rest);
    second.send("/queue/auto", "2");

    await().atMost(LIMIT).until(() -> !rest.bodies.isEmpty());
    assertThat(rest.bodies).containsExactly("2");
  }

  @Test
  void inClientModeAllUpToAMessageAreAcknowledged() throws Exception {
    StompSession first = connect();
    Received received = new Received();
    subscribe(first, "/queue/client", "client", received);
    for (String body : List.of("1", "2", "3")) {
      first.send("/queue/client", body);
    }
    await().atMost(LIMIT).until(() -> received.bodies.size() == 3);
    CompletableFuture<StompHeaders> told = new CompletableFuture<>();
    first.acknowledge(received.headers.get(1).getAck(), true).addReceiptTask(told::complete);
    told.get(20, TimeUnit.SECONDS);
    disconnect(first);

    Received rest = new Received();
    subscribe(connect(), "/queue/client", "client", rest);

    await().atMost(LIMIT).until(() -> !rest.bodies.isEmpty());
    assertThat(rest.bodies).containsExactly("3");
  }

  @Test
  void whoComesBackGetsWhatItMissed() throws Exception {
    StompSession publisher = connect();
    StompSession first = connect();
    Received received = new Received();
    subscribe(first, "/topic/kept:feed", "auto", received);
    publisher.send("/topic/kept:feed", "1");
    await().atMost(LIMIT).until(() -> received.headers.size() == 1);
    StompHeaders position = new StompHeaders();
    for (String name : List.of("offset", "epoch")) {
      position.set(name, received.headers.get(0).getFirst(name));
    }
    disconnect(first);
    publisher.send("/topic/kept:feed", "2");

    Received rest = new Received();
    position.setDestination("/topic/kept:feed");
    StompHeaders told = subscribe(connect(), position, rest);
    publisher.send("/topic/kept:feed", "3");

    assertThat(told.getFirst("recovered")).isEqualTo("true");
    await().atMost(LIMIT).until(() -> rest.bodies.size() == 2);
    assertThat(rest.bodies).containsExactly("2", "3");
  }

  /** In parts of 16 KiB, by which Spring breaks characters that are not ASCII. */
  @Test
  void aLargeMessageComesWhole() throws Exception {
    StompSession session = connect();
    Received received = new Received();
    subscribe(session, "/queue/large", "auto", received);
    String body = "0123456789".repeat(50_000);

    session.send("/queue/large", body);

    await().atMost(LIMIT).until(() -> received.bodies.size() == 1);
    assertThat(received.bodies.get(0).equals(body)).isTrue();
  }

  @Test
  void heartBeatsKeepASilentConnection() throws Exception {
    StompSession session = connect();

    // Spring gives up after three intervals of 2 s without a heart-beat.
    await().during(Duration.ofSeconds(7)).atMost(LIMIT).until(session::isConnected);
    assertThat(errors).isEmpty();
  }

  @Test
  void whatIsForbiddenIsAnErrorWithItsReason() throws Exception {
    StompSession session = connect();

    session.send("/topic/unknown:a", "x");

    await().atMost(LIMIT).until(() -> !errors.isEmpty());
    assertThat(errors.get(0).getFirst("message")).isEqualTo("unknown channel");
    await().atMost(LIMIT).until(() -> !session.isConnected());
  }

  private StompSession connect() throws Exception {
    WebSocketStompClient client = new WebSocketStompClient(new StandardWebSocketClient());
    client.setMessageConverter(new StringMessageConverter());
    client.setTaskScheduler(scheduler);
    client.setDefaultHeartbeat(new long[] {2000, 2000});
    client.setInboundMessageSizeLimit(LARGEST);
    client.setOutboundMessageSizeLimit(16 * 1024);
    StompSession session =
        client
            .connectAsync(
                server.ws("/stomp").toString(),
                new StompSessionHandlerAdapter() {
                  @Override
                  public void handleFrame(StompHeaders headers, Object payload) {
                    errors.add(headers);
                  }
                })
            .get(20, TimeUnit.SECONDS);
    session.setAutoReceipt(true);
    return session;
  }

  /** The gateway may have closed before Tyrus is done with sending. */
  private static void disconnect(StompSession session) {
    try {
      session.disconnect();
    } catch (MessageDeliveryException closed) {
      assertThat(closed).hasCauseInstanceOf(RejectedExecutionException.class);
    }
  }

  private static void subscribe(
      StompSession session, String destination, String ack, Received received) throws Exception {
    StompHeaders headers = new StompHeaders();
    headers.setDestination(destination);
    headers.setAck(ack);
    subscribe(session, headers, received);
  }

  private static StompHeaders subscribe(
      StompSession session, StompHeaders headers, Received received) throws Exception {
    CompletableFuture<StompHeaders> told = new CompletableFuture<>();
    session.subscribe(headers, received).addReceiptTask(told::complete);
    return told.get(20, TimeUnit.SECONDS);
  }

  private static final class Received implements StompFrameHandler {
    final List<String> bodies = new CopyOnWriteArrayList<>();
    final List<StompHeaders> headers = new CopyOnWriteArrayList<>();

    @Override
    public Type getPayloadType(StompHeaders told) {
      return String.class;
    }

    @Override
    public void handleFrame(StompHeaders told, Object payload) {
      bodies.add((String) payload);
      headers.add(told);
    }
  }
}
