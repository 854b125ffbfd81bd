package io.heartwire.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.heartwire.testkit.ManualClientTime;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Messages that come in many parts. */
class ClientWebSocketTest {
  private static final int PARTS = 40_000;
  private static final int PART = 100;
  private static final Duration FAR_LESS_THAN_QUADRATIC = Duration.ofSeconds(10);

  private final List<byte[]> messages = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();
  private final ClientWebSocket webSocket =
      new ClientWebSocket(
          settings(), new ManualClientTime(), new CallbackQueue(Runnable::run), true, events());
  private final WebSocket socket =
      (WebSocket)
          Proxy.newProxyInstance(
              WebSocket.class.getClassLoader(),
              new Class<?>[] {WebSocket.class},
              (proxy, method, arguments) -> null);

  @Test
  void aLargeMessageInSmallPartsMustCostInProportionToItsSize() {
    assertTimeoutPreemptively(
        FAR_LESS_THAN_QUADRATIC,
        () -> {
          for (int i = 0; i < PARTS; i++) {
            byte[] part = new byte[PART];
            part[0] = (byte) i;
            webSocket.onBinary(socket, ByteBuffer.wrap(part), i == PARTS - 1);
          }
        });

    assertThat(messages).singleElement().satisfies(all -> assertThat(all).hasSize(PARTS * PART));
    for (int i = 0; i < PARTS; i++) {
      assertThat(messages.get(0)[i * PART]).isEqualTo((byte) i);
    }
  }

  @Test
  void nothingOfOneMessageMustBeInTheNext() {
    webSocket.onBinary(socket, ByteBuffer.wrap(new byte[] {1, 2}), false);
    webSocket.onBinary(socket, ByteBuffer.wrap(new byte[] {3}), true);
    webSocket.onBinary(socket, ByteBuffer.wrap(new byte[] {4}), true);
    webSocket.onBinary(socket, ByteBuffer.wrap(new byte[0]), true);

    assertThat(messages).containsExactly(new byte[] {1, 2, 3}, new byte[] {4}, new byte[0]);
  }

  @Test
  void aMessageInPartsMustNotBeLongerThanTheLimit() {
    for (int i = 0; i <= 50; i++) {
      webSocket.onBinary(socket, ByteBuffer.allocate(100_000), false);
    }

    assertThat(failures).hasSize(1);
    assertThat(messages).isEmpty();
  }

  private ClientWebSocket.Events events() {
    return new ClientWebSocket.Events() {
      @Override
      public void opened() {}

      @Override
      public void text(String message) {}

      @Override
      public void binary(byte[] message) {
        messages.add(message);
      }

      @Override
      public void pong(ByteBuffer payload) {}

      @Override
      public void ended(Failure failure) {
        failures.add(failure);
      }
    };
  }

  private static ClientSettings settings() {
    return new ClientSettings(
        URI.create("ws://localhost"),
        Map.of(),
        List.of(),
        List.of(),
        Backoff.DEFAULT,
        WhileReconnecting.fail(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        5_000_000,
        10,
        1000,
        null,
        null,
        null,
        null,
        () -> 0);
  }
}
