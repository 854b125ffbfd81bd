package io.heartwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnPortTest {
  private final OwnPort port = new OwnPort();

  OwnPortTest() throws IOException {}

  @AfterEach
  void release() throws IOException {
    port.close();
  }

  @Test
  void connectionsAreRefusedWhileNobodyListens() throws IOException {
    assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);

    try (ServerSocket listener = port.listen(1);
        Socket client = connect()) {
      assertThat(listener.getLocalPort()).isEqualTo(client.getPort());
    }
    assertThatExceptionOfType(ConnectException.class).isThrownBy(this::connect);
  }

  @Test
  void nobodyElseGetsItWhileNobodyListens() throws IOException {
    port.listen(1).close();

    try (Socket other = new Socket()) {
      assertThatExceptionOfType(BindException.class)
          .isThrownBy(
              () ->
                  other.bind(
                      new InetSocketAddress(InetAddress.getLoopbackAddress(), port.number())));
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), port.number());
  }
}
