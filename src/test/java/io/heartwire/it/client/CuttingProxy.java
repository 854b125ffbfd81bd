package io.heartwire.it.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP proxy between client and gateway that the test can interrupt. */
public final class CuttingProxy implements AutoCloseable {
  private final ServerSocket server;
  private volatile URI target;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean isDown;

  private CuttingProxy(URI target) {
    this.target = target;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    inBackground(this::accept);
  }

  /** A proxy in front of the host and port of this address. */
  public static CuttingProxy to(URI target) {
    return new CuttingProxy(target);
  }

  /** The target's address through this proxy. */
  public URI address() {
    return URI.create("ws://127.0.0.1:" + server.getLocalPort() + target.getRawPath());
  }

  /** Closes all connections, and every new one until {@link #up}. */
  public void down() {
    isDown = true;
    sockets.forEach(CuttingProxy::close);
  }

  public void up() {
    isDown = false;
  }

  /** Leads new connections to the host and port of this address from now on. */
  public void leadTo(URI other) {
    target = other;
  }

  @Override
  public void close() {
    down();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        join(server.accept());
      } catch (IOException closedOrRefused) {
        // The loop's condition tells which.
      }
    }
  }

  private void join(Socket inner) throws IOException {
    sockets.add(inner);
    if (isDown) {
      close(inner);
      return;
    }
    URI to = target;
    Socket outer = new Socket();
    sockets.add(outer);
    try {
      outer.connect(new InetSocketAddress(to.getHost(), to.getPort()));
    } catch (IOException refused) { // which the client shall learn at once
      close(inner);
      close(outer);
      return;
    }
    if (isDown) {
      close(inner);
      close(outer);
      return;
    }
    inBackground(() -> pump(inner, outer));
    inBackground(() -> pump(outer, inner));
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
    } catch (IOException cut) {
      // Both sockets are closed now.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void inBackground(Runnable work) {
    Thread thread = new Thread(work, "cutting-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
