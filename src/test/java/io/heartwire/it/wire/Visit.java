package io.heartwire.it.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.heartwire.testkit.ClientFrames;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A connection of the stranger's and all that it does there, which random numbers decide.
 *
 * @param isGlued whether frames follow the request at once
 * @param isReader whether it reads what it is sent after the handshake
 * @param stages how many writes, waits and reads it gets to before it resets the connection, if it
 *     does not end otherwise
 */
record Visit(
    HandshakeKind handshake,
    List<FrameKind> frames,
    List<byte[]> request,
    List<byte[]> words,
    boolean isGlued,
    boolean isReader,
    int stages,
    Ending ending) {

  /** How a connection ends that was not reset on the way. */
  enum Ending {
    CLOSED,
    RESET,
    /** Nothing more is sent, and nothing is read either. */
    HALF_OPEN,
    /** Stays, silently, until the server has had enough. */
    LEFT_OPEN
  }

  private static final int MOST_FRAMES = 6;
  private static final int ALL_STAGES = 1000;
  private static final int HANDSHAKE_MILLIS = 500;
  private static final int READING_MILLIS = 40;

  static Visit draw(Random random, String host) {
    HandshakeKind handshake = HandshakeKind.any(random);
    byte[] request = handshake.write(random, host).getBytes(ISO_8859_1);
    List<FrameKind> frames = new ArrayList<>();
    ByteArrayOutputStream words = new ByteArrayOutputStream();
    for (int i = random.nextInt(MOST_FRAMES); i >= 0; i--) {
      boolean mayIntroduceItself =
          frames.isEmpty() && handshake == HandshakeKind.GOOD_TO_CENTRIFUGE;
      FrameKind kind =
          mayIntroduceItself && random.nextInt(4) > 0
              ? FrameKind.A_CONNECT_COMMAND
              : FrameKind.any(random);
      ClientFrames bytes = ClientFrames.masked(random);
      kind.write(random, bytes);
      frames.add(kind);
      words.writeBytes(bytes.bytes());
    }
    return new Visit(
        handshake,
        frames,
        (random.nextInt(4) == 0 ? Cut.any(random) : Cut.NOT_AT_ALL).apply(random, request),
        Cut.any(random).apply(random, words.toByteArray()),
        random.nextInt(4) == 0,
        random.nextInt(3) > 0,
        random.nextInt(5) == 0 ? random.nextInt(12) : ALL_STAGES,
        Ending.values()[random.nextInt(Ending.values().length)]);
  }

  /**
   * Does all of it but the end.
   *
   * @return whether the visit got to its end, without a reset on the way
   */
  boolean pay(Socket socket) throws IOException {
    int stage = 0;
    for (byte[] piece : request) {
      if (stage++ == stages) {
        return false;
      }
      socket.getOutputStream().write(piece);
    }
    if (stage++ == stages || (!isGlued && !isAnswered(socket))) {
      return false;
    }
    for (byte[] piece : words) {
      if (stage++ == stages) {
        return false;
      }
      socket.getOutputStream().write(piece);
    }
    if (isReader) {
      read(socket);
    }
    return true;
  }

  @Override
  public String toString() {
    String how = (isGlued ? "glued, " : "") + (isReader ? "reading, " : "") + ending;
    return handshake + " " + frames + " " + how;
  }

  /** Reads the head of an answer; says no if the server will not have any more of it. */
  private static boolean isAnswered(Socket socket) throws IOException {
    socket.setSoTimeout(HANDSHAKE_MILLIS);
    InputStream in = socket.getInputStream();
    try {
      int lineEnds = 0;
      while (lineEnds < 2) {
        int next = in.read();
        if (next < 0) {
          return false;
        }
        lineEnds = next == '\n' ? lineEnds + 1 : next == '\r' ? lineEnds : 0;
      }
    } catch (SocketTimeoutException unanswered) {
      // Goes on as if it had been.
    }
    return true;
  }

  /** Reads for a moment. */
  private static void read(Socket socket) throws IOException {
    socket.setSoTimeout(READING_MILLIS);
    byte[] some = new byte[8192];
    try {
      for (int reads = 0; reads < 50; reads++) {
        if (socket.getInputStream().read(some) < 0) {
          return;
        }
      }
    } catch (SocketTimeoutException quiet) {
      // That was all.
    }
  }
}
