package io.heartwire.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP port of this machine with a thread for each connection; it can be closed and opened again.
 *
 * <p>Safe for use by any thread.
 */
final class ScriptedPort {
  private static final int BACKLOG = 256;
  private static final int PATIENCE_MILLIS = 5000;

  /** What is done with a connection, on its thread; the socket is closed afterwards. */
  interface Service {
    void serve(Socket socket) throws IOException;
  }

  private final Service service;
  private final InetSocketAddress address;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile ServerSocket listener;
  private volatile boolean stopped;

  ScriptedPort(Service service) throws IOException {
    this.service = service;
    listener = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    address = new InetSocketAddress(listener.getInetAddress(), listener.getLocalPort());
    startAccepting();
  }

  int number() {
    return address.getPort();
  }

  int accepted() {
    return accepted.get();
  }

  void refuse() throws IOException {
    listener.close();
  }

  void listen() throws IOException {
    ServerSocket again = new ServerSocket();
    again.setReuseAddress(true);
    again.bind(address, BACKLOG);
    listener = again;
    startAccepting();
  }

  /** Fails if a service has failed other than by the end of its connection. */
  void stop() throws IOException {
    stopped = true;
    refuse();
    for (Socket socket : sockets) {
      socket.close();
    }
    for (Thread thread : threads) {
      join(thread);
    }
    if (!failures.isEmpty()) {
      AssertionError failed = new AssertionError("the script failed", failures.get(0));
      failures.stream().skip(1).limit(10).forEach(failed::addSuppressed);
      throw failed;
    }
  }

  private void startAccepting() {
    ServerSocket accepting = listener;
    start("port-" + number(), () -> accept(accepting));
  }

  private void accept(ServerSocket accepting) {
    try (accepting) {
      while (true) {
        Socket socket = accepting.accept();
        sockets.add(socket);
        int count = accepted.incrementAndGet();
        start("connection-" + count, () -> serve(socket));
      }
    } catch (IOException closed) {
      return; // refusing from now on
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (!stopped) {
        service.serve(socket);
      }
    } catch (IOException ended) {
      return; // as connections do
    } catch (RuntimeException | Error failed) {
      failures.add(failed);
    } finally {
      sockets.remove(socket);
    }
  }

  private void start(String name, Runnable task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } finally {
                threads.remove(Thread.currentThread());
              }
            },
            "scripted-" + name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private static void join(Thread thread) {
    try {
      thread.join(PATIENCE_MILLIS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      throw new AssertionError(thread + " does not end");
    }
  }
}
