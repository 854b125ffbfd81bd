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

/** A WebSocket client without manners: it does only what the test tells it, byte by byte. */
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

  /** A connection to this address, to be described further. */
  public static RawSocketBuilder to(URI address) {
    return new RawSocketBuilder(address);
  }

  /** Asks for an upgrade; {@link #status()} tells the answer. */
  public static RawSocket connect(URI address) throws IOException {
    return to(address).connect();
  }

  /** The same with headers of its own, which take the place of the usual ones. */
  public static RawSocket connect(URI address, Map<String, String> headers) throws IOException {
    return to(address).with(headers).connect();
  }

  /** The same from one of this machine's addresses. */
  public static RawSocket connectFrom(String local, URI address, Map<String, String> headers)
      throws IOException {
    return to(address).from(local).with(headers).connect();
  }

  /** The same with a receive buffer so small that the server soon cannot write. */
  public static RawSocket connectWithTinyBuffer(URI address) throws IOException {
    return to(address).withTinyBuffer().connect();
  }

  public int status() {
    return status;
  }

  /** A header of the handshake's answer, or empty. */
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  /** What a refusal says; empty for a connection. */
  public String body() {
    return body;
  }

  public void send(int opcode, boolean fin, byte[] payload) throws IOException {
    sendBytes(frame(opcode, fin, payload));
  }

  /** The bytes of a frame, masked with a key of its own. */
  public static byte[] frame(int opcode, boolean fin, byte[] payload) {
    return ClientFrames.masked().frame(opcode, fin, payload).bytes();
  }

  /** Announces a frame of this size, and sends nothing of it. */
  public void announce(int opcode, long size) throws IOException {
    sendBytes(
        ByteBuffer.allocate(14).put((byte) (0x80 | opcode)).put((byte) 0xff).putLong(size).array());
  }

  public void sendBytes(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  /** Sends a part, waits until the server has read it, and sends the next. */
  public void sendInPieces(byte[]... pieces) throws IOException {
    for (int i = 0; i < pieces.length; i++) {
      if (i > 0) {
        awaitTaken();
      }
      sendBytes(pieces[i]);
    }
  }

  /** Returns when the server has read all that has arrived, so that it sees the next apart. */
  public void awaitTaken() {
    TcpQueue.awaitEmpty(socket.getPort(), socket.getLocalPort());
  }

  /** The next frame; answers nothing by itself. */
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

  /** The next frame of this kind, skipping others but the server's goodbye. */
  public Frame read(int opcode) throws IOException {
    Frame frame = read();
    while (frame.opcode() != opcode) {
      if (frame.opcode() == CLOSE) {
        throw new EOFException("the server said goodbye: " + frame.closeCode());
      }
      frame = read();
    }
    return frame;
  }

  /** Reads until this text comes; fails with the socket's time if it never does. */
  public void readUntil(String text) throws IOException {
    String heard = read(TEXT).text();
    while (!heard.equals(text)) {
      heard = read(TEXT).text();
    }
  }

  /** The upgrade is answered before the subscription begins; its own message says that it has. */
  public void awaitSubscribed() throws IOException {
    String greeting = "here I am, at " + socket.getLocalPort();
    send(TEXT, true, greeting.getBytes(StandardCharsets.UTF_8));
    readUntil(greeting);
  }

  /** Says that nothing more comes, and goes on reading. */
  public void halfClose() throws IOException {
    socket.shutdownOutput();
  }

  /** Ends the TCP connection with a reset, as a machine that lost its memory of it would. */
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
