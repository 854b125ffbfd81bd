package io.heartwire.it.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A client of STOMP 1.2 with nothing between the test and the socket, which it can also drop. It
 * answers pings while it reads. One thread reads; another may drop it.
 */
public final class StompSocket implements AutoCloseable {
  private final RawSocket socket;
  private volatile int closeCode;

  /** A frame from the server; headers as they are on the wire. */
  public record Frame(String command, Map<String, String> headers, String body) {
    /** The header, or empty. */
    public String header(String name) {
      return headers.getOrDefault(name, "");
    }
  }

  private StompSocket(RawSocket socket) {
    this.socket = socket;
  }

  /**
   * Opens a connection and waits until the server says CONNECTED.
   *
   * @param headers of the CONNECT frame besides its version, {@code name:value}
   */
  public static StompSocket connect(URI address, String... headers) throws IOException {
    RawSocket socket = RawSocket.connect(address, Map.of("Sec-WebSocket-Protocol", "v12.stomp"));
    StompSocket client = new StompSocket(socket);
    try {
      client.send("CONNECT\naccept-version:1.2\nhost:test\n", headers);
      client.read("CONNECTED");
      return client;
    } catch (IOException failed) {
      socket.close();
      throw failed;
    }
  }

  /** Sends a frame without a body. */
  public void says(String command, String... headers) throws IOException {
    send(command + '\n', headers);
  }

  /** Sends a SEND frame. */
  public void sends(String destination, String body, String... headers) throws IOException {
    StringBuilder frame = new StringBuilder("SEND\ndestination:" + destination + '\n');
    for (String header : headers) {
      frame.append(header).append('\n');
    }
    write(frame.append('\n').append(body));
  }

  /** Sends a frame and waits for its receipt; skips messages that come before it. */
  public Frame asks(String command, String... headers) throws IOException {
    says(command + "\nreceipt:asked", headers);
    return read("RECEIPT");
  }

  private void send(String head, String... headers) throws IOException {
    StringBuilder frame = new StringBuilder(head);
    for (String header : headers) {
      frame.append(header).append('\n');
    }
    write(frame.append('\n'));
  }

  private void write(StringBuilder frame) throws IOException {
    socket.send(RawSocket.TEXT, true, frame.append('\0').toString().getBytes(UTF_8));
  }

  /**
   * Reads the next frame.
   *
   * @throws EOFException if the server closes the connection, see {@link #closeCode}
   */
  public Frame read() throws IOException {
    while (true) {
      RawSocket.Frame frame = socket.read();
      switch (frame.opcode()) {
        case RawSocket.PING -> socket.send(RawSocket.PONG, true, frame.payload());
        case RawSocket.CLOSE -> {
          closeCode = frame.closeCode();
          throw new EOFException("the server closed the connection: " + closeCode);
        }
        case RawSocket.TEXT, RawSocket.BINARY -> {
          if (frame.payload().length > 1) { // others are heart-beats
            return parse(frame.text());
          }
        }
        default -> {}
      }
    }
  }

  /** Reads until a frame of this kind comes; an ERROR that is not wanted is a failure. */
  public Frame read(String command) throws IOException {
    Frame frame = read();
    while (!frame.command().equals(command)) {
      if (frame.command().equals("ERROR")) {
        throw new IOException("ERROR " + frame.headers() + ' ' + frame.body());
      }
      frame = read();
    }
    return frame;
  }

  /** Reads until the server closes the connection, and returns what came. */
  public List<Frame> readToTheEnd() throws IOException {
    List<Frame> all = new ArrayList<>();
    while (closeCode == 0) {
      try {
        all.add(read());
      } catch (EOFException closed) {
        if (closeCode == 0) {
          throw closed;
        }
      }
    }
    return all;
  }

  /** With which the server closed the connection; 0 as long as it has not. */
  public int closeCode() {
    return closeCode;
  }

  /** Subscribes to a queue, whose messages are to be acknowledged one by one. */
  public StompSocket consumes(String queue, int prefetch) throws IOException {
    asks(
        "SUBSCRIBE",
        "id:work",
        "destination:" + queue,
        "ack:client-individual",
        "prefetch-count:" + prefetch);
    return this;
  }

  /** Acknowledges a message. */
  public void acknowledges(Frame message) throws IOException {
    says("ACK", "id:" + message.header("ack"));
  }

  /** Ends the connection without a word. */
  public void drop() throws IOException {
    socket.reset();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private static Frame parse(String frame) {
    int end = frame.indexOf("\n\n");
    Map<String, String> headers = new LinkedHashMap<>();
    String[] lines = frame.substring(0, end).split("\n", -1);
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.putIfAbsent(lines[i].substring(0, colon), lines[i].substring(colon + 1));
    }
    return new Frame(lines[0], headers, frame.substring(end + 2, frame.length() - 1));
  }
}
