package io.heartwire.it.client;

import io.heartwire.testkit.ClientFrames;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A low-level WebSocket client that sends exactly the bytes of the test, and answers nothing by
 * itself.
 */
public final class RawSocket implements AutoCloseable {
  public static final int CONTINUATION = ClientFrames.CONTINUATION;
  public static final int TEXT = ClientFrames.TEXT;
  public static final int BINARY = ClientFrames.BINARY;
  public static final int CLOSE = ClientFrames.CLOSE;
  public static final int PING = ClientFrames.PING;
  public static final int PONG = ClientFrames.PONG;

  private static final int SWITCHING_PROTOCOLS = 101;

  /** A frame from the server. */
  public record Frame(int opcode, byte[] payload) {
    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** The status code of a close frame. */
    public int closeCode() {
      return ByteBuffer.wrap(payload).getShort() & 0xffff;
    }
  }

  private final Socket socket;
  private final DataInputStream in;
  private final Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final int status;
  private final String body;

  RawSocket(Socket socket, URI address, Map<String, String> extra, byte[] first)
      throws IOException {
    this.socket = socket;
    in = new DataInputStream(socket.getInputStream());
    status = upgrade(address, extra, first);
    body = status == SWITCHING_PROTOCOLS ? "" : readBody();
  }

  /** Returns a builder for a connection to this address. */
  public static RawSocketBuilder to(URI address) {
    return new RawSocketBuilder(address);
  }

  /** Requests an upgrade; {@link #status()} is the response. */
  public static RawSocket connect(URI address) throws IOException {
    return to(address).connect();
  }

  /** Requests an upgrade with these headers, which replace the usual ones. */
  public static RawSocket connect(URI address, Map<String, String> headers) throws IOException {
    return to(address).with(headers).connect();
  }

  /** Requests an upgrade from one of this machine's addresses. */
  public static RawSocket connectFrom(String local, URI address, Map<String, String> headers)
      throws IOException {
    return to(address).from(local).with(headers).connect();
  }

  /** Requests an upgrade with a receive buffer so small that the server's writes soon block. */
  public static RawSocket connectWithTinyBuffer(URI address) throws IOException {
    return to(address).withTinyBuffer().connect();
  }

  public int status() {
    return status;
  }

  /** A header of the handshake's response, or empty. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** The body of a refusal; empty after an upgrade. */
  public String body() {
    return body;
  }

  public void send(int opcode, boolean fin, byte[] payload) throws IOException {
    sendBytes(frame(opcode, fin, payload));
  }

  /** Returns the bytes of a frame, masked with a random key. */
  public static byte[] frame(int opcode, boolean fin, byte[] payload) {
    return ClientFrames.masked().frame(opcode, fin, payload).bytes();
  }

  /** Sends the header of a frame of this size, without its payload. */
  public void announce(int opcode, long size) throws IOException {
    sendBytes(
        ByteBuffer.allocate(14).put((byte) (0x80 | opcode)).put((byte) 0xff).putLong(size).array());
  }

  public void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends the pieces one after the other, and waits in between until the server has read each. */
  public void sendInPieces(byte[]... pieces) throws IOException {
    for (int i = 0; i < pieces.length; i++) {
      if (i > 0) {
        awaitTaken();
      }
      sendBytes(pieces[i]);
    }
  }

  /**
   * Waits until the server has read all that has arrived, so that the next bytes are a separate
   * read.
   */
  public void awaitTaken() {
    TcpQueue.awaitEmpty(socket.getPort(), socket.getLocalPort());
  }

  /** Reads the next frame. */
  public Frame read() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    return new Frame(opcode, in.readNBytes(length));
  }

  /** Reads the next frame of this kind, and skips others; a close frame is an error. */
  public Frame read(int opcode) throws IOException {
    Frame frame = read();
    while (frame.opcode() != opcode) {
      if (frame.opcode() == CLOSE) {
        throw new EOFException("the server closed the connection: " + frame.closeCode());
      }
      frame = read();
    }
    return frame;
  }

  /** Reads until this text comes; fails with the socket's timeout if it does not. */
  public void readUntil(String text) throws IOException {
    String heard = read(TEXT).text();
    while (!heard.equals(text)) {
      heard = read(TEXT).text();
    }
  }

  /** Waits until the client has received a message of its own, and thus is subscribed. */
  public void awaitSubscribed() throws IOException {
    String greeting = "here I am, at " + socket.getLocalPort();
    send(TEXT, true, greeting.getBytes(StandardCharsets.UTF_8));
    readUntil(greeting);
  }

  /** Shuts the output down, and goes on reading. */
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the TCP connection with a reset, as a machine does after a crash. */
  public void reset() throws IOException {
    if (!socket.isClosed()) {
      socket.setSoLinger(true, 0);
      socket.close();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private int upgrade(URI address, Map<String, String> extra, byte[] first) throws IOException {
    byte[] key = new byte[16];
    ThreadLocalRandom.current().nextBytes(key);
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("Host", address.getAuthority());
    all.put("Upgrade", "websocket");
    all.put("Connection", "Upgrade");
    all.put("Sec-WebSocket-Version", "13");
    all.put("Sec-WebSocket-Key", Base64.getEncoder().encodeToString(key));
    all.put("User-Agent", "raw-socket");
    all.putAll(extra);
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    StringBuilder request =
        new StringBuilder("GET " + address.getRawPath() + query + " HTTP/1.1\r\n");
    all.forEach((name, value) -> request.append(name + ": " + value + "\r\n"));
    byte[] head = request.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
    sendBytes(ByteBuffer.allocate(head.length + first.length).put(head).put(first).array());
    String statusLine = readLine();
    for (String line = readLine(); !line.isEmpty(); line = readLine()) {
      int colon = line.indexOf(':');
      headers.put(line.substring(0, colon), line.substring(colon + 1).strip());
    }
    return Integer.parseInt(statusLine.split(" ", 3)[1]);
  }

  private String readBody() throws IOException {
    int length = Integer.parseInt(headers.getOrDefault("Content-Length", "0"));
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }

  private String readLine() throws IOException {
    StringBuilder line = new StringBuilder();
    int b = in.read();
    while (b != '\n') {
      if (b < 0) {
        throw new EOFException("the server hung up after '" + line + "'");
      }
      if (b != '\r') {
        line.append((char) b);
      }
      b = in.read();
    }
    return line.toString();
  }
}
