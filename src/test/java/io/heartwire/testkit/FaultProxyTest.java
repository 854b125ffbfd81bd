package io.heartwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final int SHORT_MILLIS = 100;
  private static final int PATIENCE_MILLIS = 30_000;

  private ScriptedPort echo;
  private FaultProxy proxy;
  private Socket socket;

  @BeforeEach
  void open() throws IOException {
    echo =
        new ScriptedPort(
            client -> {
              for (int b = client.getInputStream().read();
                  b >= 0;
                  b = client.getInputStream().read()) {
                client.getOutputStream().write(b);
              }
            });
    proxy = FaultProxy.before(echo.number());
    socket = connect();
  }

  @AfterEach
  void close() throws IOException {
    socket.close();
    proxy.close();
    echo.stop();
  }

  @Test
  void passesEverythingBothWays() throws IOException {
    assertThat(echoed(socket, 7)).isEqualTo(7);
    assertThat(echoed(socket, 8)).isEqualTo(8);
  }

  @Test
  void aCutEndsConnectionsUntilItIsHealed() throws IOException {
    assertThat(echoed(socket, 1)).isEqualTo(1);
    proxy.cut();
    assertThatEnds(socket);
    try (Socket refused = connect()) {
      assertThatEnds(refused);
    }
    proxy.heal();
    try (Socket again = connect()) {
      assertThat(echoed(again, 2)).isEqualTo(2);
    }
  }

  @Test
  void aBlackHoleHoldsWhatIsSentUntilItIsHealed() throws IOException {
    proxy.blackhole();
    assertThatIsSilent(socket, 3);
    proxy.heal();
    assertThat(socket.getInputStream().read()).isEqualTo(3);
  }

  @Test
  void aHalfOpenConnectionIsSilentForEverAndANewOneIsWell() throws IOException {
    assertThat(echoed(socket, 1)).isEqualTo(1);
    proxy.halfOpen();
    assertThatIsSilent(socket, 4);
    try (Socket other = connect()) {
      assertThat(echoed(other, 5)).isEqualTo(5);
    }
    assertThatIsSilent(socket, 6);
  }

  @Test
  void onlyConnectionsThatHaveSentATextBecomeHalfOpen() throws IOException {
    assertThat(echoed(socket, 'a')).isEqualTo('a');
    try (Socket other = connect()) {
      assertThat(echoed(other, 'b')).isEqualTo('b');
      proxy.halfOpen("a");
      assertThatIsSilent(socket, 'c');
      assertThat(echoed(other, 'd')).isEqualTo('d');
    }
  }

  @Test
  void answersCanBeLostAlthoughWhatWasAskedArrives() throws IOException {
    assertThat(echoed(socket, 1)).isEqualTo(1);
    proxy.loseAnswers();
    assertThatIsSilent(socket, 2);
    try (Socket other = connect()) {
      assertThat(echoed(other, 3)).isEqualTo(3);
    }
  }

  @Test
  void aDelayCountsEachWay() throws IOException {
    proxy.delay(Duration.ofMillis(50));
    long start = System.nanoTime();
    assertThat(echoed(socket, 1)).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isGreaterThanOrEqualTo(Duration.ofMillis(100));
  }

  private Socket connect() throws IOException {
    Socket made = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    made.setSoTimeout(PATIENCE_MILLIS);
    return made;
  }

  private static int echoed(Socket socket, int b) throws IOException {
    socket.getOutputStream().write(b);
    return socket.getInputStream().read();
  }

  private static void assertThatIsSilent(Socket socket, int b) throws IOException {
    socket.setSoTimeout(SHORT_MILLIS);
    assertThatThrownBy(() -> echoed(socket, b)).isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  private static void assertThatEnds(Socket socket) {
    int end;
    try {
      end = socket.getInputStream().read();
    } catch (SocketTimeoutException open) {
      throw new AssertionError("it is still open", open);
    } catch (IOException reset) {
      end = -1;
    }
    assertThat(end).isEqualTo(-1);
  }
}
