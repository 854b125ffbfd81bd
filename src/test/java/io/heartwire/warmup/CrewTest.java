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
import java.net.SocketTimeoutException;
import java.time.Duration;
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
    crew = new Crew((InetSocketAddress) server.getLocalSocketAddress(), "X-Test: 1", progress);
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
