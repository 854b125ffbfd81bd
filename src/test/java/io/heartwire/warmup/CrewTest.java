package io.heartwire.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.ManualTimeSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The clock stands still, so that nothing ends here because its time is over. */
@Timeout(20)
class CrewTest {
  private final Progress progress =
      new Progress(new ManualTimeSource(), Duration.ofSeconds(10), () -> 0);
  private ServerSocket server;
  private Crew crew;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    crew =
        new Crew(
            (InetSocketAddress) server.getLocalSocketAddress(), List.of("X-Test: 1"), progress);
  }

  @AfterEach
  void stopListening() throws IOException {
    server.close();
  }

  @Test
  void mustGiveUpWhereClientsKeepFailing() throws IOException {
    server.close();

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> crew.play(Thread::new))
        .withMessageContaining("clients failed")
        .withCauseInstanceOf(ConnectException.class);
    assertThat(crew.report(WarmupState.FAILED).handshakes()).isZero();
  }

  @Test
  void mustSendClientsThatDiffer() throws Exception {
    List<String> heads = new CopyOnWriteArrayList<>();
    Thread counterpart = new Thread(() -> readHeads(heads));
    counterpart.start();

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> crew.play(Thread::new));
    server.close();
    counterpart.join();

    assertThat(heads).isNotEmpty().allMatch(head -> head.contains("X-Test: 1\r\n"));
    assertThat(heads).anyMatch(head -> head.contains("Origin: http"));
    assertThat(heads).anyMatch(head -> !head.contains("Origin: http"));
    assertThat(heads.stream().map(head -> head.lines().findFirst()).distinct())
        .as("paths")
        .hasSizeGreaterThan(2);
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
    crew.stop();

    crew.play(Thread::new);

    server.setSoTimeout(1);
    assertThatThrownBy(server::accept).isInstanceOf(SocketTimeoutException.class);
  }

  @Test
  void mustReportHowFarItIs() {
    progress.handshake();
    progress.handshake();

    assertThat(crew.report(WarmupState.WARMING))
        .isEqualTo(new WarmupReport(WarmupState.WARMING, 2, Duration.ZERO));
  }
}
