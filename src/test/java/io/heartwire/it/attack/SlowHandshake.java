package io.heartwire.it.attack;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A handshake that never comes to its end. */
final class SlowHandshake implements AutoCloseable {
  private final Socket socket;

  SlowHandshake(URI target) throws IOException {
    socket = new Socket(target.getHost(), target.getPort());
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(1);
    send("GET " + target.getRawPath() + " HTTP/1.1\r\nHost: x\r\nX-Slow: ");
  }

  /** One more byte of the header. */
  void drip() throws IOException {
    send("x");
  }

  /** Whether the server has had enough. */
  boolean isCutOff() {
    try {
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
      return true; // and it may have been told why
    } catch (SocketTimeoutException waiting) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }
}
