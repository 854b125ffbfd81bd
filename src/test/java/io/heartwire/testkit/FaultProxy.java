package io.heartwire.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A TCP proxy before a port of this machine that misbehaves as a network does. Safe for use by any
 * thread.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 256;
  private static final int BEGINNING = 4_096;

  /** What happens to connections. */
  private enum Mode {
    PASS,
    CUT,
    BLACKHOLE
  }

  private final OwnPort port = new OwnPort();
  private volatile int target;
  private final ServerSocket listener;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();

  // Guarded by this.
  private Mode mode = Mode.PASS;
  private Duration delay = Duration.ZERO;

  private FaultProxy(int target) throws IOException {
    this.target = target;
    this.listener = port.listen(BACKLOG);
    start("accept", this::accept);
  }

  public static FaultProxy before(int target) {
    try {
      return new FaultProxy(target);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  public int port() {
    return port.number();
  }

  /** Connections end, and new ones end at once, until {@link #heal}. */
  public void cut() {
    become(Mode.CUT);
    links.forEach(Link::close);
  }

  /** Nothing gets through, and nobody is told, until {@link #heal}; then it arrives. */
  public void blackhole() {
    become(Mode.BLACKHOLE);
  }

  /** Present connections stay open, and nothing ever gets through again; new ones are well. */
  public void halfOpen() {
    links.forEach(link -> link.isDead = true);
  }

  /** The same, of those connections only on which a client has sent this text at the start. */
  public void halfOpen(String sent) {
    links.stream().filter(link -> link.sent().contains(sent)).forEach(link -> link.isDead = true);
  }

  /** What clients send arrives, and no answer ever comes on present connections. */
  public void loseAnswers() {
    links.forEach(link -> link.isMute = true);
  }

  /** New connections lead to this port, as when a service in front of a server gets another. */
  public void leadTo(int other) {
    target = other;
  }

  /** How many connections there are. */
  public int connections() {
    return links.size();
  }

  /** Everything takes so long each way. */
  public synchronized void delay(Duration each) {
    delay = each;
  }

  public void heal() {
    become(Mode.PASS);
  }

  @Override
  public void close() {
    cut();
    try (port) {
      listener.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private synchronized void become(Mode next) {
    mode = next;
    notifyAll();
  }

  private synchronized Mode mode() {
    return mode;
  }

  /** Waits for the time that the way takes, and as long as nothing gets through. */
  private synchronized void travel() throws InterruptedException {
    long arrival = System.nanoTime() + delay.toNanos();
    while (mode == Mode.BLACKHOLE || arrival - System.nanoTime() > 0) {
      if (mode == Mode.BLACKHOLE) {
        wait();
      } else {
        wait(Math.max(1, (arrival - System.nanoTime()) / 1_000_000));
      }
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        if (mode() == Mode.CUT) {
          client.close();
          continue;
        }
        connect(client);
      }
    } catch (IOException closed) {
      return; // the proxy is closed
    }
  }

  private void connect(Socket client) throws IOException {
    try {
      Link link = new Link(client, new Socket(InetAddress.getLoopbackAddress(), target));
      links.add(link);
      if (mode() == Mode.CUT) { // since it was asked
        link.close();
        return;
      }
      start("up", () -> link.pump(link.client, link.server, true));
      start("down", () -> link.pump(link.server, link.client, false));
    } catch (IOException refused) { // by the server, which may be down
      client.close();
    }
  }

  private static void start(String name, Runnable task) {
    Thread thread = new Thread(task, "fault-proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  /** Both halves of a connection. */
  private final class Link {
    final Socket client;
    final Socket server;
    volatile boolean isDead;
    volatile boolean isMute;
    private final StringBuffer beginning = new StringBuffer(); // of what the client sent

    Link(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    String sent() {
      return beginning.toString();
    }

    void pump(Socket from, Socket to, boolean isUp) {
      byte[] bytes = new byte[1 << 16];
      try (InputStream in = from.getInputStream();
          OutputStream out = to.getOutputStream()) {
        for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
          if (isUp && beginning.length() < BEGINNING) {
            beginning.append(new String(bytes, 0, count, ISO_8859_1));
          }
          travel();
          if (!isDead && (isUp || !isMute)) {
            out.write(bytes, 0, count);
          }
        }
      } catch (IOException | InterruptedException ended) {
        return; // the connection has ended
      } finally {
        close();
      }
    }

    void close() {
      links.remove(this);
      try (client;
          server) {
        isDead = true;
      } catch (IOException closed) {
        return; // it is closed
      }
    }
  }
}
