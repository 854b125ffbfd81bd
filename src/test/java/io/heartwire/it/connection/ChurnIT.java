package io.heartwire.it.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.server.GatewayServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Clients come and go, politely and not. */
@Isolated("fills the machine with connections")
class ChurnIT {
  private static final int CYCLES = 2000;
  private static final int LOOPS = Math.max(2, Runtime.getRuntime().availableProcessors());

  @Test
  void twoThousandVisitsLeaveNothingBehind() throws Exception {
    try (GatewayServer server =
        GatewayServer.startOpen(Map.of("HEARTWIRE_HEARTBEAT_INTERVAL", "500ms"))) {
      ExecutorService visitors = Executors.newFixedThreadPool(8);
      IntStream.range(0, CYCLES).forEach(i -> visitors.execute(() -> visit(server, i)));
      visitors.shutdown();
      assertThat(visitors.awaitTermination(2, TimeUnit.MINUTES)).isTrue();

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> server.get("/health/ready").contains("\"total\":0"));
      assertThat(server.metric("heartwire_connections_opened_total")).isEqualTo(CYCLES);
      assertThat(server.metric("heartwire_outboxes{state=\"in_use\"}")).isZero();
      assertThat(server.metric("heartwire_channels")).isZero();
      assertThat(server.inside().threadsNamed("heartwire-loop"))
          .as("none replaced")
          .isEqualTo(LOOPS);
      assertThat(server.metric("heartwire_threads_stuck")).as("closers, too").isZero();
      assertThat(server.log())
          .contains("Connections are read by event loops")
          .as("warnings that its classes are unknown")
          .doesNotContain("of this container cannot");
    }
  }

  private static void visit(GatewayServer server, int i) {
    try (RawSocket socket = RawSocket.connect(server.ws("/ws/churn" + i % 7))) {
      if (i % 2 == 0) {
        socket.send(RawSocket.TEXT, true, ("visit " + i).getBytes(StandardCharsets.US_ASCII));
      }
      switch (i % 4) {
        case 0 -> {
          socket.send(RawSocket.CLOSE, true, new byte[] {3, (byte) 0xe8});
          assertThat(socket.read(RawSocket.CLOSE).closeCode()).isEqualTo(1000);
        }
        case 1 -> socket.reset();
        default -> {
          // Leaves without a word; the try statement closes the TCP connection.
        }
      }
    } catch (IOException unexpected) {
      throw new UncheckedIOException(unexpected);
    }
  }
}
