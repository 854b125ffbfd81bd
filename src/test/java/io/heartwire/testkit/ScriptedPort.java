package io.heartwire.testkit;

import java.io.IOException;
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
  private static final int PATIENCE_MILLIS = 30_000;

  /** Serves a connection on its own thread; the socket is closed afterwards. */
  interface Service {
    void serve(Socket socket) throws IOException;
  }

  private final Service service;
  private final OwnPort port = new OwnPort();
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private volatile ServerSocket listener;
  private volatile Thread acceptor;
  private volatile boolean stopped;

  ScriptedPort(Service service) throws IOException {
    this.service = service;
    listener = port.listen(BACKLOG);
    startAccepting();
  }

  int number() {
    return port.number();
  }

  int accepted() {
    return accepted.get();
  }

  /** Waits for the acceptor, too, which keeps the closed listener open in its system call. */
  void refuse() throws IOException {
    listener.close();
    join(acceptor);
  }

  void listen() throws IOException {
    listener = port.listen(BACKLOG);
    startAccepting();
  }

  /** Fails if a service has failed other than by the end of its connection. */
  void stop() throws IOException {
    stopped = true;
    refuse();
    port.close();
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
    acceptor = start("port-" + number(), () -> accept(accepting));
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
      return; // the port is closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      if (!stopped) {
        service.serve(socket);
      }
    } catch (IOException ended) {
      return; // the connection has ended
    } catch (RuntimeException | Error failed) {
      failures.add(failed);
    } finally {
      sockets.remove(socket);
    }
  }

  private Thread start(String name, Runnable task) {
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
    return thread;
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
