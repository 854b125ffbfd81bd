package io.heartwire.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A TCP port of the loopback interface that stays this test's own while nobody listens at it. A
 * port that is only closed may be given to a server of a test that runs beside, which then answers
 * in its place.
 */
public final class OwnPort implements AutoCloseable {
  private final Socket reservation = new Socket();
  private final InetSocketAddress address;

  public OwnPort() throws IOException {
    reservation.setReuseAddress(true);
    reservation.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    address = (InetSocketAddress) reservation.getLocalSocketAddress();
  }

  public int number() {
    return address.getPort();
  }

  /** Listens; connections are refused before, and again when the caller has closed it. */
  public ServerSocket listen(int backlog) throws IOException {
    ServerSocket listener = new ServerSocket();
    listener.setReuseAddress(true);
    listener.bind(address, backlog);
    return listener;
  }

  @Override
  public void close() throws IOException {
    reservation.close();
  }
}
