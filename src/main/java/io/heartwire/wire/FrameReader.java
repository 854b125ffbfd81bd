package io.heartwire.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.connection.CloseReason;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An incremental reader of one client's frames: all of RFC 6455, section 5, from bytes that may be
 * split anywhere.
 *
 * <p>It reads every byte once, never blocks, and keeps no more than the present message. It detects
 * an error at the first byte that shows it: a frame that is too long by its header, invalid UTF-8
 * before the frame has ended.
 *
 * <p>Used by one thread at a time. After an exception it reads no more.
 */
final class FrameReader {

  /** The receiver of the frames' content, in order. */
  interface Handler {
    /** A whole text message. */
    void text(String message);

    /** A whole binary message; the buffer is valid during the call only. */
    void binary(ByteBuffer message);

    /** A fragment of a message that is not its last. */
    void fragment();

    void ping(ByteBuffer payload);

    void pong(ByteBuffer payload);

    /** The close frame; nothing is read after it. */
    void close(CloseReason reason);
  }

  private enum Expected {
    FIRST_BYTE,
    SECOND_BYTE,
    LENGTH,
    MASK,
    PAYLOAD,
    NOTHING
  }

  private static final int FIN = 0x80;
  private static final int RESERVED_BITS = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int CONTINUATION = 0x0;
  private static final int TEXT = 0x1;
  private static final int BINARY = 0x2;
  private static final int CLOSE = 0x8;
  private static final int PING = 0x9;
  private static final int PONG = 0xA;

  private static final int LENGTH_BITS = 0x7F;
  private static final int LONGEST_CONTROL = 125;
  private static final int IN_TWO_BYTES = 126;
  private static final int LEAST_IN_EIGHT_BYTES = 0x1_0000;

  /**
   * Payloads up to this size that come as a whole use a buffer of the thread, not one of the
   * connection.
   */
  private static final int SHORT = 8 * 1024;

  private static final ThreadLocal<PayloadBuffer> OWN =
      ThreadLocal.withInitial(() -> new PayloadBuffer(SHORT, SHORT));

  private final int maxBytes;
  private final Handler handler;

  private Expected expected = Expected.FIRST_BYTE;
  private boolean isFinal;
  private int opcode;
  private int lengthBytes; // still to come
  private int shortest; // the least length that needs so many length bytes
  private long left; // the length while it is being read, then the bytes of payload still to come
  private int maskBytes; // still to come
  private int mask; // rotated for the next byte of the payload

  /** The opcode of the present message, or {@link #CONTINUATION} between messages. */
  private int message = CONTINUATION;

  private @Nullable PayloadBuffer payload; // of the present message, if a part of it is kept
  private @Nullable Utf8Validator utf8; // of the present message, if it is text beyond ASCII
  private @Nullable PayloadBuffer control; // of a control frame that comes in pieces

  /**
   * @param maxBytes the most bytes of one message, the sum of its fragments
   */
  FrameReader(int maxBytes, Handler handler) {
    this.maxBytes = maxBytes;
    this.handler = handler;
  }

  /**
   * Reads bytes until there are none left, or until so many frames have ended.
   *
   * @return how many frames have ended
   * @throws FrameException if the connection must be failed
   */
  int read(ByteBuffer bytes, int mostFrames) throws FrameException {
    int frames = 0;
    while (bytes.hasRemaining() && frames < mostFrames) {
      switch (expected) {
        case FIRST_BYTE -> first(bytes.get() & 0xFF);
        case SECOND_BYTE -> second(bytes.get() & 0xFF);
        case LENGTH -> length(bytes.get() & 0xFF);
        case MASK -> mask(bytes.get() & 0xFF);
        case PAYLOAD -> payload(bytes);
        case NOTHING -> bytes.position(bytes.limit());
      }
      if (expected == Expected.PAYLOAD
          && left == 0) { // an empty payload: there may be no more bytes
        payload(bytes);
      }
      if (expected == Expected.FIRST_BYTE) {
        frames++;
      }
    }
    return frames;
  }

  /** Returns whether a frame has begun and not ended. */
  boolean isWithinFrame() {
    return expected != Expected.FIRST_BYTE && expected != Expected.NOTHING;
  }

  /** The bytes of memory that incomplete messages and frames hold. */
  int kept() {
    return (payload == null ? 0 : payload.capacity()) + (control == null ? 0 : control.capacity());
  }

  /** Drops all that is incomplete, and ignores all further bytes. */
  void stop() {
    expected = Expected.NOTHING;
    message = CONTINUATION;
    payload = null;
    utf8 = null;
    control = null;
  }

  private void first(int value) throws FrameException {
    opcode = value & OPCODE;
    isFinal = (value & FIN) != 0;
    if ((value & RESERVED_BITS) != 0) {
      throw violation("a reserved bit is set, and no extension was agreed on");
    }
    switch (opcode) {
      case CONTINUATION -> check(message != CONTINUATION, "a continuation without a message");
      case TEXT, BINARY -> {
        check(message == CONTINUATION, "a message within another");
        message = opcode;
      }
      case CLOSE, PING, PONG -> check(isFinal, "a control frame in fragments");
      default -> throw violation("opcode " + opcode + " is reserved");
    }
    expected = Expected.SECOND_BYTE;
  }

  private void second(int value) throws FrameException {
    check(value > LENGTH_BITS, "a frame without a mask");
    int length = value & LENGTH_BITS;
    left = length;
    if (length < IN_TWO_BYTES) {
      lengthIsKnown();
      return;
    }
    check(!isControl(), "a control frame of more than 125 bytes");
    left = 0;
    lengthBytes = length == IN_TWO_BYTES ? Short.BYTES : Long.BYTES;
    shortest = length == IN_TWO_BYTES ? IN_TWO_BYTES : LEAST_IN_EIGHT_BYTES;
    expected = Expected.LENGTH;
  }

  private void length(int value) throws FrameException {
    check(lengthBytes < Long.BYTES || value <= LENGTH_BITS, "a length of more than 63 bits");
    left = left << Byte.SIZE | value;
    lengthBytes--;
    if (lengthBytes == 0) {
      check(left >= shortest, "a length in more bytes than it needs");
      lengthIsKnown();
    }
  }

  private void lengthIsKnown() throws FrameException {
    int before = isControl() || payload == null ? 0 : payload.size();
    if (!isControl() && left > maxBytes - before) {
      stop();
      throw FrameException.tooBig(maxBytes);
    }
    mask = 0;
    maskBytes = Integer.BYTES;
    expected = Expected.MASK;
  }

  private void mask(int value) {
    mask = mask << Byte.SIZE | value;
    maskBytes--;
    if (maskBytes == 0) {
      expected = Expected.PAYLOAD;
    }
  }

  private void payload(ByteBuffer bytes) throws FrameException {
    int size = (int) Math.min(left, bytes.remaining());
    left -= size;
    PayloadBuffer to = isControl() ? controlBuffer() : messageBuffer(size);
    int from = to.size();
    boolean isAscii = to.append(bytes, mask, size);
    mask = Integer.rotateLeft(mask, size % Integer.BYTES * Byte.SIZE);
    if (message == TEXT && !isControl()) {
      follow(to, from, isAscii);
    }
    if (left > 0) {
      return;
    }
    expected = Expected.FIRST_BYTE;
    if (isControl()) {
      control = null;
      tellControl(to);
    } else if (isFinal) {
      tellMessage(to);
    } else {
      handler.fragment();
    }
  }

  private PayloadBuffer controlBuffer() {
    if (control == null && left == 0) {
      return own();
    }
    if (control == null) {
      control = new PayloadBuffer(LONGEST_CONTROL);
    }
    return control;
  }

  private PayloadBuffer messageBuffer(int size) {
    if (payload == null && left == 0 && isFinal && size <= SHORT) {
      return own();
    }
    if (payload == null) {
      payload = new PayloadBuffer(maxBytes);
    }
    return payload;
  }

  private static PayloadBuffer own() {
    PayloadBuffer own = OWN.get();
    own.clear();
    return own;
  }

  private void follow(PayloadBuffer text, int from, boolean isAscii) throws FrameException {
    if (utf8 == null && isAscii) {
      return;
    }
    if (utf8 == null) {
      utf8 = new Utf8Validator();
    }
    if (!utf8.accept(text.bytes(), from, text.size())) {
      stop();
      throw FrameException.notUtf8();
    }
  }

  private void tellMessage(PayloadBuffer all) throws FrameException {
    boolean isText = message == TEXT;
    Utf8Validator validator = utf8;
    message = CONTINUATION;
    payload = null;
    utf8 = null;
    if (!isText) {
      handler.binary(all.view());
      return;
    }
    if (validator != null && !validator.isComplete()) {
      stop();
      throw FrameException.notUtf8();
    }
    // Without a validator all of it was ASCII, which both decode alike and ISO_8859_1 faster.
    handler.text(new String(all.bytes(), 0, all.size(), validator == null ? ISO_8859_1 : UTF_8));
  }

  private void tellControl(PayloadBuffer own) throws FrameException {
    switch (opcode) {
      case PING -> handler.ping(own.view());
      case PONG -> handler.pong(own.view());
      default -> {
        stop();
        handler.close(CloseFrame.read(own.bytes(), own.size()));
      }
    }
  }

  private boolean isControl() {
    return opcode >= CLOSE;
  }

  private void check(boolean isFine, String otherwise) throws FrameException {
    if (!isFine) {
      throw violation(otherwise);
    }
  }

  private FrameException violation(String what) {
    stop();
    return FrameException.protocolError(what);
  }
}
