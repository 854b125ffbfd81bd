package io.heartwire.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.it.server.ServerDirectory;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that the kernel has no room for: their sockets have send buffers of a few kilobytes. */
class PartialWriteIT {
  private static final int MESSAGES = 30;
  private static final Duration WRITE_TIMEOUT = Duration.ofSeconds(10);

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.startOpen(
            Map.of(
                ServerDirectory.VARIABLE,
                ServerDirectory.with(
                        "<httpEndpoint id='defaultHttpEndpoint'>"
                            + "<tcpOptions sendBufferSize='4608'/></httpEndpoint>")
                    .toString(),
                "HEARTWIRE_OUTBOX_WRITE_TIMEOUT",
                WRITE_TIMEOUT.toSeconds() + "s",
                "HEARTWIRE_OUTBOX_CAPACITY",
                "10000",
                "HEARTWIRE_OUTBOX_MAX_BYTES",
                "100000000",
                "HEARTWIRE_LIMIT_BYTES_PER_SECOND",
                "0",
                "HEARTWIRE_MESSAGE_MAX_BYTES",
                "100000"));
  }

  @AfterEach
  void nothingIsLeftBehind() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> connections("live") == 0 && connections("closing") == 0);
    await().until(() -> server.metric("heartwire_outboxes{state=\"in_use\"}") == 0);
    assertThat(server.metric("heartwire_threads_stuck")).isZero();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest(name = "answers pings: {0}")
  @ValueSource(booleans = {true, false})
  void aPeerThatReadsLateGetsEveryByteInOrder(boolean answersPings) throws Exception {
    URI channel = server.ws("/ws/late-" + answersPings);
    try (TestClient publisher = TestClient.connect(channel).awaitSubscribed();
        RawSocket late = RawSocket.connectWithTinyBuffer(channel)) {
      late.awaitSubscribed();
      for (int round = 0; round < 4; round++) {
        publish(publisher, round);
        for (int i = 0; i < MESSAGES; i++) {
          assertThat(readText(late, answersPings)).isEqualTo(message(round, i));
        }
      }
    }
  }

  @Test
  void aPeerThatStopsInTheMiddleOfAFrameIsClosedAsSlowAndNobodyElseIs() throws Exception {
    URI channel = server.ws("/ws/stopped");
    double slow = closedAsSlow();
    try (TestClient publisher = TestClient.connect(channel).awaitSubscribed();
        RawSocket stopped = RawSocket.connectWithTinyBuffer(channel)) {
      stopped.awaitSubscribed();
      publisher.send("x".repeat(60_000));

      await().atMost(WRITE_TIMEOUT.plusSeconds(30)).until(() -> closedAsSlow() == slow + 1);

      publisher.send("still here");
      await().until(() -> publisher.texts().contains("still here"));
      assertThat(readToTheEnd(stopped))
          .as("no goodbye in the middle of a frame")
          .isLessThan(60_000);
    }
  }

  @Test
  void aGoodbyeWaitsForTheRestOfAFrame() throws Exception {
    URI channel = server.ws("/ws/goodbye");
    try (TestClient publisher = TestClient.connect(channel).awaitSubscribed();
        RawSocket last = RawSocket.connectWithTinyBuffer(channel)) {
      last.awaitSubscribed();
      publisher.send("x".repeat(60_000));
      await().until(() -> publisher.texts().contains("x".repeat(60_000)));
      last.send(RawSocket.TEXT, true, new byte[] {(byte) 0xff}); // no UTF-8: to be closed for it

      assertThat(last.read(RawSocket.TEXT).payload()).hasSize(60_000);
      assertThat(last.read().closeCode()).isEqualTo(1007);
    }
  }

  private static String readText(RawSocket socket, boolean answersPings) throws IOException {
    RawSocket.Frame frame = socket.read();
    while (frame.opcode() == RawSocket.PING) {
      if (answersPings) {
        socket.send(RawSocket.PONG, true, frame.payload());
      }
      frame = socket.read();
    }
    return frame.text();
  }

  /** How many bytes of frames come before the end. */
  private static int readToTheEnd(RawSocket socket) {
    int bytes = 0;
    try {
      while (true) {
        bytes += socket.read().payload().length;
      }
    } catch (IOException end) {
      return bytes;
    }
  }

  /** All that the publisher publishes has come back to it, and so left for the others, too. */
  private static void publish(TestClient publisher, int round) {
    for (int i = 0; i < MESSAGES; i++) {
      publisher.send(message(round, i));
    }
    String last = message(round, MESSAGES - 1);
    await().atMost(Duration.ofSeconds(30)).until(() -> publisher.texts().contains(last));
  }

  /** Of 4 to 24,005 bytes; each tells itself from the others. */
  private static String message(int round, int number) {
    String filler = Integer.toString(number % 10).repeat(number * 7919 % 24_000);
    return round + "/" + number + ":" + filler;
  }

  private static double closedAsSlow() {
    return server.metric("heartwire_connections_closed_total{code=\"3008\"}");
  }

  private static double connections(String state) {
    return server.metric("heartwire_connections{state=\"" + state + "\"}");
  }
}
