package io.heartwire.it.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;

/** A builder of {@link RawSocket}s; it can connect any number of times. */
public final class RawSocketBuilder {
  private static final int CONNECT_MILLIS = 5000;

  private final URI address;
  private SocketFactory sockets = SocketFactory.getDefault();
  private Map<String, String> headers = Map.of();
  private String local = "0.0.0.0";
  private byte[] first = new byte[0];
  private Duration patience = Duration.ofSeconds(30);
  private int receiveBuffer;

  RawSocketBuilder(URI address) {
    this.address = address;
  }

  /** Uses TLS with this context. */
  public RawSocketBuilder over(SSLContext tls) {
    sockets = tls.getSocketFactory();
    return this;
  }

  /** Sends these headers in place of the usual ones. */
  public RawSocketBuilder with(Map<String, String> headers) {
    this.headers = headers;
    return this;
  }

  /** Connects from one of this machine's addresses. */
  public RawSocketBuilder from(String local) {
    this.local = local;
    return this;
  }

  /** Sends these bytes with the upgrade request, in the same write, without waiting for the 101. */
  public RawSocketBuilder followedBy(byte[] frames) {
    first = frames.clone();
    return this;
  }

  /** Fails a read that waits longer than this. */
  public RawSocketBuilder patience(Duration limit) {
    patience = limit;
    return this;
  }

  /**
   * Uses a receive buffer so small that the server's writes soon block if the client does not read.
   */
  public RawSocketBuilder withTinyBuffer() {
    receiveBuffer = 4096;
    return this;
  }

  /** Requests an upgrade; {@link RawSocket#status()} is the response. */
  public RawSocket connect() throws IOException {
    Socket socket = sockets.createSocket();
    try {
      open(socket);
      return new RawSocket(socket, address, headers, first);
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  private void open(Socket socket) throws IOException {
    if (receiveBuffer > 0) {
      socket.setReceiveBufferSize(receiveBuffer);
    }
    socket.bind(new InetSocketAddress(local, 0));
    socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS);
    socket.setTcpNoDelay(true); // each piece is sent as a packet of its own
    socket.setSoTimeout((int) patience.toMillis());
  }
}
