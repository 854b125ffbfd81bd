package io.heartwire.it.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Somebody who knows no rules and comes again and again, as one seed decides, over a few
 * connections at a time; at a pace that leaves the machine to the others.
 */
final class Stranger implements AutoCloseable {
  private static final int AT_ONCE = 6;
  private static final int MOST_LEFT_OPEN = 10; // of each of those
  private static final int MOST_REST_MILLIS = 150;
  private static final int LONGEST_VISIT_SECONDS = 3;

  private record LeftOpen(Visit visit, Socket socket) {
    /** Reads what is there, so it cannot be asked without a change to what it tells. */
    boolean isEnded() {
      try {
        socket.setSoTimeout(1);
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        return true;
      } catch (SocketTimeoutException open) {
        return false;
      } catch (IOException reset) {
        return true;
      }
    }
  }

  private final InetSocketAddress address;
  private final List<Thread> threads = new ArrayList<>();
  private final List<LeftOpen> leftOpen = Collections.synchronizedList(new ArrayList<>());
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final Set<FrameKind> frames =
      Collections.synchronizedSet(EnumSet.noneOf(FrameKind.class));
  private final Set<HandshakeKind> handshakes =
      Collections.synchronizedSet(EnumSet.noneOf(HandshakeKind.class));
  private final AtomicInteger visits = new AtomicInteger();
  private final AtomicInteger cutOff = new AtomicInteger();
  private volatile boolean isOver;

  private Stranger(int port) {
    address = new InetSocketAddress("127.0.0.1", port);
  }

  static Stranger send(int port, long seed) {
    Stranger stranger = new Stranger(port);
    Random seeds = new Random(seed);
    for (int i = 0; i < AT_ONCE; i++) {
      Random random = new Random(seeds.nextLong());
      Thread thread = new Thread(() -> stranger.visit(random), "stranger-" + i);
      stranger.threads.add(thread);
      thread.start();
    }
    return stranger;
  }

  /** How many connections it has made so far. */
  int visits() {
    return visits.get();
  }

  Set<FrameKind> frames() {
    return frames;
  }

  Set<HandshakeKind> handshakes() {
    return handshakes;
  }

  /** Comes no more, but leaves open what it has left open: only the server can end that. */
  void stop() throws InterruptedException {
    isOver = true;
    for (Thread thread : threads) {
      thread.join();
    }
    clock.shutdownNow();
  }

  @Override
  public void close() throws Exception {
    stop();
    for (LeftOpen each : leftOpen) {
      each.socket().close();
    }
  }

  /** Which of its connections the server has not ended; to be asked at the end, when it should. */
  List<Visit> stillOpen() {
    return leftOpen.stream().filter(each -> !each.isEnded()).map(LeftOpen::visit).toList();
  }

  @Override
  public String toString() {
    return "%d visits, %d of them cut off by the server, %d connections left open"
        .formatted(visits.get(), cutOff.get(), leftOpen.size());
  }

  private void visit(Random random) {
    Deque<LeftOpen> own = new ArrayDeque<>();
    while (!isOver) {
      Visit visit = Visit.draw(random, "127.0.0.1:" + address.getPort());
      try {
        pay(visit, own);
      } catch (IOException cut) {
        cutOff.incrementAndGet();
      }
      visits.incrementAndGet();
      handshakes.add(visit.handshake());
      frames.addAll(visit.frames());
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1 + random.nextInt(MOST_REST_MILLIS)));
    }
    leftOpen.addAll(own);
  }

  private void pay(Visit visit, Deque<LeftOpen> own) throws IOException {
    Socket socket = new Socket();
    ScheduledFuture<?> limit = null;
    try {
      if (!visit.isReader()) {
        socket.setReceiveBufferSize(4096);
      }
      socket.connect(address, 2000);
      socket.setTcpNoDelay(true);
      limit = clock.schedule(() -> reset(socket), LONGEST_VISIT_SECONDS, TimeUnit.SECONDS);
      if (visit.pay(socket)) {
        end(visit, socket, own);
      } else {
        reset(socket);
      }
    } catch (IOException cut) {
      socket.close();
      throw cut;
    } finally {
      if (limit != null) {
        limit.cancel(false);
      }
    }
  }

  private static void end(Visit visit, Socket socket, Deque<LeftOpen> own) throws IOException {
    switch (visit.ending()) {
      case CLOSED -> socket.close();
      case RESET -> reset(socket);
      case HALF_OPEN -> {
        socket.shutdownOutput();
        own.add(new LeftOpen(visit, socket));
      }
      case LEFT_OPEN -> own.add(new LeftOpen(visit, socket));
    }
    if (own.size() > MOST_LEFT_OPEN) {
      own.remove().socket().close();
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException closed) {
      // The server was first.
    }
  }
}
