package io.heartwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.selftest.OwnClients;
import io.heartwire.testkit.ManualTimeSource;
import io.heartwire.testkit.OwnPort;
import io.heartwire.testkit.TestSettings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock stands still, so that nothing ends here because its time is over. */
@Timeout(20)
class WarmupRunTest {
  private final Progress progress = new Progress(new ManualTimeSource(), Duration.ofSeconds(10));
  private final OwnPort port = new OwnPort();
  private ServerSocket server;
  private OwnClients clients;
  private WarmupRun run;

  WarmupRunTest() throws IOException {}

  @BeforeEach
  void listen() throws IOException {
    server = port.listen(50);
    clients =
        new OwnClients(TestSettings.with(Map.of("http.port", Integer.toString(port.number()))));
    run = new WarmupRun(clients, progress);
  }

  @AfterEach
  void stopListening() throws IOException {
    server.close();
    port.close();
  }

  @Test
  void mustGiveUpWhereClientsKeepFailing() throws IOException {
    server.close();

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> run.play(Thread::new))
        .withMessageContaining("clients failed")
        .withCauseInstanceOf(ConnectException.class);
    assertThat(progress.handshakes()).isZero();
  }

  @Test
  void mustSendClientsOfEveryProtocolToWhereTheApplicationIs() throws Exception {
    clients.isAt("/app");
    List<String> heads = new CopyOnWriteArrayList<>();
    Thread counterpart = new Thread(() -> readHeads(heads));
    counterpart.start();

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> run.play(Thread::new));
    server.close();
    counterpart.join();

    assertThat(heads)
        .anyMatch(head -> head.startsWith("GET /app/ws/heartwire-warmup-"))
        .anyMatch(head -> head.startsWith("GET /app/connection/websocket "));
  }

  private void readHeads(List<String> heads) {
    while (!server.isClosed()) {
      try (Socket client = server.accept()) {
        byte[] bytes = new byte[4_096];
        int length = client.getInputStream().read(bytes);
        heads.add(new String(bytes, 0, Math.max(0, length), StandardCharsets.US_ASCII));
      } catch (IOException over) {
        assertThat(server.isClosed()).isTrue();
      }
    }
  }

  @Test
  void mustBeginNothingOnceItIsStopped() throws Exception {
    run.stop();

    run.play(Thread::new);

    server.setSoTimeout(1);
    assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
  }
}
