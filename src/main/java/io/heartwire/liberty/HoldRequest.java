package io.heartwire.liberty;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** The client's side of the request that {@link StopHold} holds open. Used by one thread. */
final class HoldRequest implements AutoCloseable {
  private static final int LIMIT_MILLIS = 1_000;

  private final Socket socket;

  private HoldRequest(Socket socket) {
    this.socket = socket;
  }

  /**
   * Sends the request.
   *
   * @throws IOException if nothing accepts it
   */
  static HoldRequest send(InetSocketAddress address, String path, String secret)
      throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, LIMIT_MILLIS);
      String request =
          "GET "
              + path
              + " HTTP/1.1\r\nHost: localhost\r\n"
              + StopHold.HEADER
              + ": "
              + secret
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new HoldRequest(socket);
    } catch (IOException | RuntimeException failed) {
      socket.close();
      throw failed;
    }
  }

  /** Waits; returns true if the request is still open then. */
  boolean lasts(int millis) {
    try {
      socket.setSoTimeout(millis);
      int unused = socket.getInputStream().read();
      return false; // answered or closed: it does not hold the server any more
    } catch (SocketTimeoutException stillHeld) {
      return true;
    } catch (IOException lost) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException gone) {
      // It was to be closed anyway.
    }
  }
}
