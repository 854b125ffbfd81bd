package io.heartwire.it.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.client.TestClient;
import io.heartwire.it.server.GatewayServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limit on whole messages, however they are cut into frames. */
class MessageSizeIT {
  private static final int LIMIT = 1000;
  private static final int TOO_BIG = 1009;

  private static GatewayServer server;

  @BeforeAll
  static void start() {
    server =
        GatewayServer.startOpen(Map.of("HEARTWIRE_MESSAGE_MAX_BYTES", Integer.toString(LIMIT)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {RawSocket.TEXT, RawSocket.BINARY})
  void aMessageOfTheLimitPasses(int opcode) throws Exception {
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/size"))) {
      socket.send(opcode, true, ascii(LIMIT));
      assertThat(socket.read(opcode).payload()).hasSize(LIMIT);
      socket.send(opcode, false, ascii(LIMIT - 1));
      socket.send(RawSocket.CONTINUATION, true, ascii(1));
      assertThat(socket.read(opcode).payload()).hasSize(LIMIT);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {RawSocket.TEXT, RawSocket.BINARY})
  void aFrameBeyondTheLimitIsClosedWith1009(int opcode) throws Exception {
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/size"))) {
      socket.send(opcode, true, ascii(LIMIT + 1));
      assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(TOO_BIG);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {RawSocket.TEXT, RawSocket.BINARY})
  void fragmentsThatAddUpBeyondTheLimitAreClosedWith1009(int opcode) throws Exception {
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/size"))) {
      socket.send(opcode, false, ascii(LIMIT / 2));
      socket.send(RawSocket.CONTINUATION, false, ascii(LIMIT / 2));
      socket.send(RawSocket.CONTINUATION, false, ascii(1));
      assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(TOO_BIG);
    }
  }

  @Test
  void aFrameThatAnnouncesGigabytesIsRefusedByItsHeader() throws Exception {
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/size"))) {
      socket.announce(RawSocket.BINARY, 1L << 31);
      assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(TOO_BIG);
    }
  }

  @Test
  void nobodyElseOnTheChannelIsHarmed() throws Exception {
    try (TestClient honest = TestClient.connect(server.ws("/ws/shared"));
        RawSocket offender = RawSocket.connect(server.ws("/ws/shared"))) {
      offender.send(RawSocket.TEXT, false, ascii(LIMIT));
      offender.send(RawSocket.CONTINUATION, true, ascii(LIMIT));
      assertThat(offender.read(RawSocket.CLOSE).closeCode()).isEqualTo(TOO_BIG);
      honest.send("still here");
      await().until(() -> honest.texts().contains("still here"));
      assertThat(honest.texts()).containsExactly("still here");
    }
  }

  private static byte[] ascii(int size) {
    byte[] bytes = new byte[size];
    java.util.Arrays.fill(bytes, (byte) 'x');
    return bytes;
  }
}
