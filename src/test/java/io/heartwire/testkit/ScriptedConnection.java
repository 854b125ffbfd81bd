package io.heartwire.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.testkit.ServerFrames.Frame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * One WebSocket of a {@link ScriptedServer}, as the server sees it.
 *
 * <p>It counts as open until either side has closed it. Safe for use by any thread.
 */
public final class ScriptedConnection {
  private final int number;
  private final Socket socket;
  private final ServerFrames frames;
  private final UpgradeRequest request;
  private final Runnable onGone;
  private final List<String> texts = new CopyOnWriteArrayList<>();
  private final List<byte[]> binaries = new CopyOnWriteArrayList<>();
  private final List<byte[]> controlPongs = new CopyOnWriteArrayList<>();
  private final AtomicInteger controlPings = new AtomicInteger();
  private final AtomicBoolean gone = new AtomicBoolean();
  private volatile boolean silent;
  private volatile int closeCode;

  ScriptedConnection(
      int number, Socket socket, ServerFrames frames, UpgradeRequest request, Runnable onGone) {
    this.number = number;
    this.socket = socket;
    this.frames = frames;
    this.request = request;
    this.onGone = onGone;
  }

  /** The number of this WebSocket, 1 for the server's first. */
  public int number() {
    return number;
  }

  /** The path and query of the upgrade request. */
  public String path() {
    return request.path();
  }

  /** A header of the upgrade request, or empty. */
  public String header(String name) {
    return request.headers().getOrDefault(name, "");
  }

  /** The text messages so far, with their fragments joined. */
  public List<String> texts() {
    return List.copyOf(texts);
  }

  public List<byte[]> binaries() {
    return List.copyOf(binaries);
  }

  /** The number of ping frames that the client has sent. */
  public int controlPings() {
    return controlPings.get();
  }

  /** The payloads of the pong frames that the client has sent. */
  public List<byte[]> controlPongs() {
    return List.copyOf(controlPongs);
  }

  /** The code of the client's close frame; 0 while there is none. */
  public int closeCode() {
    return closeCode;
  }

  public boolean isOpen() {
    return !gone.get();
  }

  public void sendText(String text) throws IOException {
    frames.write(ServerFrames.TEXT, true, text.getBytes(UTF_8));
  }

  /** Sends one text message in several frames, which may split characters. */
  public void sendTextInFragments(String text, int bytesEach) throws IOException {
    frames.writeInFragments(text.getBytes(UTF_8), bytesEach);
  }

  public void sendBinary(byte[] bytes) throws IOException {
    frames.write(ServerFrames.BINARY, true, bytes);
  }

  /** Sends a ping frame; not the ping of the Centrifuge protocol, which is the text {@code {}}. */
  public void sendPing(String payload) throws IOException {
    frames.write(ServerFrames.PING, true, payload.getBytes(UTF_8));
  }

  /** Begins the closing handshake. */
  public void close(int code, String reason) throws IOException {
    leave();
    frames.write(ServerFrames.CLOSE, true, ServerFrames.closePayload(code, reason));
  }

  /** Ends the TCP connection without a close frame. */
  public void drop() throws IOException {
    leave();
    socket.close();
  }

  /** Ends the TCP connection with a reset. */
  public void reset() throws IOException {
    leave();
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Ends the TCP connection with a reset after half of a frame. */
  public void resetMidFrame() throws IOException {
    frames.writeHalf("cut in two".getBytes(UTF_8));
    reset();
  }

  /** Goes on reading, but stops answering messages, pings and close frames. */
  public void goSilent() {
    silent = true;
  }

  /** Reads until the end, and passes every message to the script. */
  void serve(Supplier<ScriptedServer.Receiver> script, Runnable onFrame) throws IOException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int kind = ServerFrames.TEXT;
    while (true) {
      Frame frame = frames.read();
      onFrame.run();
      switch (frame.opcode()) {
        case ServerFrames.PING -> {
          controlPings.incrementAndGet();
          if (!silent) {
            frames.write(ServerFrames.PONG, true, frame.payload());
          }
        }
        case ServerFrames.PONG -> controlPongs.add(frame.payload());
        case ServerFrames.CLOSE -> {
          closeCode = frame.closeCode();
          if (!silent) {
            answerClose(frame);
            return;
          }
        }
        default -> {
          if (frame.opcode() != ServerFrames.CONTINUATION) {
            kind = frame.opcode();
          }
          whole.writeBytes(frame.payload());
          if (frame.fin()) {
            take(kind, whole.toByteArray(), script.get());
            whole.reset();
          }
        }
      }
    }
  }

  private void take(int kind, byte[] message, ScriptedServer.Receiver receiver) throws IOException {
    if (kind == ServerFrames.BINARY) {
      binaries.add(message);
      if (!silent) {
        receiver.binary(this, message);
      }
    } else {
      String text = new String(message, UTF_8);
      texts.add(text);
      if (!silent) {
        receiver.text(this, text);
      }
    }
  }

  private void answerClose(Frame frame) throws IOException {
    if (leave()) {
      frames.write(ServerFrames.CLOSE, true, frame.payload());
    }
    socket.close();
  }

  /** Marks it as closed; returns whether it was open before. */
  boolean leave() {
    boolean first = gone.compareAndSet(false, true);
    if (first) {
      onGone.run();
    }
    return first;
  }
}
