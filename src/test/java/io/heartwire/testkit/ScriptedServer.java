package io.heartwire.testkit;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A WebSocket server that the test scripts, failures included. By default it speaks the Centrifuge
 * protocol and answers every command with success.
 *
 * <p>Each connection has a thread, which runs the steps of the script. An exception of a script,
 * other than the end of its connection, fails {@link #close}. Safe for use by any thread.
 */
public final class ScriptedServer implements AutoCloseable {

  /** What the server does with a message. */
  public interface Receiver {
    void text(ScriptedConnection connection, String message) throws IOException;

    default void binary(ScriptedConnection connection, byte[] message) throws IOException {
      throw new AssertionError("no binary message was expected");
    }
  }

  /** What the server does with a command of the Centrifuge protocol. */
  public interface Step {
    void take(ScriptedCommand command) throws IOException;
  }

  /** What the server does as soon as a WebSocket is open. */
  public interface Opening {
    void take(ScriptedConnection connection) throws IOException;
  }

  private final CentrifugeScript centrifuge = new CentrifugeScript();
  private final Queue<Greeting> nextGreetings = new ConcurrentLinkedQueue<>();
  private final List<ScriptedConnection> connections = new CopyOnWriteArrayList<>();
  private final AtomicInteger numbers = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger highestOpen = new AtomicInteger();
  private final AtomicInteger frames = new AtomicInteger();
  private final ScriptedPort port;
  private volatile Greeting greeting = Greeting.accept();
  private volatile Receiver receiver = centrifuge;
  private volatile Opening opening = connection -> {};

  /** Listens on a free port of this machine. */
  public ScriptedServer() throws IOException {
    port = new ScriptedPort(this::serve);
  }

  public URI uri() {
    return uri("/connection/websocket");
  }

  public URI uri(String path) {
    return URI.create("ws://127.0.0.1:" + port.number() + path);
  }

  /** Sets the response to every later upgrade request. */
  public void greets(Greeting always) {
    greeting = always;
  }

  /** Sets the responses to the next upgrade requests, one each. */
  public void greetsNext(Greeting... next) {
    nextGreetings.addAll(List.of(next));
  }

  /** Sets the reply to a command of the Centrifuge protocol. */
  public void on(String method, Step step) {
    centrifuge.on(method, step);
  }

  /** A reply to {@code connect} that announces pings at this interval, which are not sent. */
  public static Step welcome(int pingSeconds) {
    return command ->
        command.succeed(
            "{\"client\":\"client-%d\",\"version\":\"scripted\",\"ping\":%d,\"pong\":true}"
                .formatted(command.connection().number(), pingSeconds));
  }

  /** Sets a step that runs as soon as a connection is open, before anything is read from it. */
  public void onOpen(Opening step) {
    opening = step;
  }

  /** Sets a receiver of all messages, instead of the Centrifuge protocol. */
  public void receives(Receiver raw) {
    receiver = raw;
  }

  /** Closes the port, so that new connections are refused; present ones stay open. */
  public void refuse() throws IOException {
    port.refuse();
  }

  /** Opens the port again. */
  public void listen() throws IOException {
    port.listen();
  }

  /** All WebSockets so far, in the order of their handshakes. */
  public List<ScriptedConnection> connections() {
    return List.copyOf(connections);
  }

  /** The WebSocket with the last handshake. */
  public ScriptedConnection latest() {
    List<ScriptedConnection> all = connections();
    return all.get(all.size() - 1);
  }

  /** The number of WebSockets that neither side has closed. */
  public int open() {
    return open.get();
  }

  /** The most WebSockets that were open at one time. */
  public int highestOpen() {
    return highestOpen.get();
  }

  /** The number of accepted TCP connections. */
  public int attempts() {
    return port.accepted();
  }

  /** The number of WebSockets that were opened. */
  public int handshakes() {
    return numbers.get();
  }

  /** The number of frames from clients. */
  public int frames() {
    return frames.get();
  }

  /** The number of pongs of the Centrifuge protocol from clients. */
  public int pongs() {
    return centrifuge.pongs();
  }

  /** Closes every TCP connection without a close frame, and waits for the threads. */
  @Override
  public void close() throws IOException {
    port.stop();
  }

  private void serve(Socket socket) throws IOException {
    socket.setTcpNoDelay(true);
    ServerFrames wire = new ServerFrames(socket);
    UpgradeRequest request = UpgradeRequest.read(wire.in());
    Greeting next = nextGreetings.poll();
    if (!(next == null ? greeting : next).answer().give(request, wire, socket)) {
      return;
    }
    ScriptedConnection connection =
        new ScriptedConnection(
            numbers.incrementAndGet(), socket, wire, request, open::decrementAndGet);
    connections.add(connection);
    highestOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
    try {
      wire.writeBytes(request.accepted());
      opening.take(connection);
      connection.serve(() -> receiver, frames::incrementAndGet);
    } finally {
      connection.leave();
    }
  }
}
