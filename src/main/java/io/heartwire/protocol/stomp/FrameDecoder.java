package io.heartwire.protocol.stomp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.heartwire.connection.CloseReason;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the frames of one client from its messages: one may hold several frames, or a part of one.
 * It is told bytes, and depends on nothing but their order, so a split changes nothing.
 *
 * <p>Bounded: commands, headers in number and bytes, and bodies; memory is taken as bytes come, not
 * as they are announced. Used by the reading callback only. After an exception it is of no use.
 */
final class FrameDecoder {
  private static final int LONGEST_COMMAND = 16;
  private static final int FIRST_BODY = 1024;
  private static final int FIRST_LINE = 64;
  private static final int UNTIL_NUL = -1;
  private static final byte[] NOTHING = {};

  /** What the next byte belongs to. */
  private enum State {
    BETWEEN,
    COMMAND,
    HEADERS,
    BODY,
    NUL,
    COMPLETE
  }

  private final StompConfig config;

  private State state = State.BETWEEN;
  private byte[] line = new byte[FIRST_LINE];
  private int lineSize;
  private int headBytes;
  private int headerCount;
  private @Nullable StompCommand command;
  private Map<String, String> headers = new LinkedHashMap<>();
  private int announced = UNTIL_NUL;
  private byte[] body = NOTHING;
  private int bodySize;
  private boolean isText; // so far

  FrameDecoder(StompConfig config) {
    this.config = config;
  }

  /**
   * Reads on.
   *
   * @param inText whether the bytes are those of a text message; a frame is text if all of it is
   * @param sink gets each frame that is complete now; returns whether to go on
   * @throws StompException if this cannot be a frame, or is beyond a limit
   */
  void decode(ByteBuffer in, boolean inText, Predicate<ClientFrame> sink) {
    isText = inText && (isText || state == State.BETWEEN);
    while (in.hasRemaining()) {
      switch (state) {
        case BETWEEN -> between(in.get());
        case COMMAND, HEADERS -> head(in.get());
        case BODY -> body(in);
        case NUL -> nul(in.get());
        case COMPLETE -> throw new IllegalStateException("a frame was not handed out");
      }
      if (state == State.COMPLETE) {
        state = State.BETWEEN;
        ClientFrame frame = frame();
        isText = inText;
        if (!sink.test(frame)) {
          return;
        }
      }
    }
  }

  /** Bytes that it keeps of a frame that has not ended. */
  long kept() {
    return state == State.BETWEEN
        ? 0
        : line.length + headBytes + ClientFrame.cost(headers) + body.length;
  }

  private void between(byte next) {
    if (next != '\n' && next != '\r') { // these are heart-beats, or come after a frame
      begin();
      head(next);
    }
  }

  private void begin() {
    state = State.COMMAND;
    lineSize = 0;
    headBytes = 0;
    headerCount = 0;
    command = null;
    headers = new LinkedHashMap<>();
    announced = UNTIL_NUL;
    body = NOTHING;
    bodySize = 0;
  }

  private void head(byte next) {
    if (++headBytes > config.mostHeaderBytes()) {
      throw beyond("command and headers", config.mostHeaderBytes(), "max-header-bytes");
    }
    if (next == 0) {
      throw StompException.malformed("a frame ends within its command or headers");
    }
    if (next != '\n') {
      add(next);
      return;
    }
    if (lineSize > 0 && line[lineSize - 1] == '\r') {
      lineSize--;
    }
    if (state == State.COMMAND) {
      command = command();
      state = State.HEADERS;
    } else if (lineSize > 0) {
      header();
    } else {
      headEnds();
    }
    lineSize = 0;
  }

  private void add(byte next) {
    if (state == State.COMMAND && lineSize > LONGEST_COMMAND) {
      throw unknown();
    }
    if (lineSize == line.length) {
      line = Arrays.copyOf(line, 2 * line.length);
    }
    line[lineSize++] = next;
  }

  private StompCommand command() {
    String name = new String(line, 0, lineSize, ISO_8859_1);
    for (StompCommand each : StompCommand.values()) {
      if (each.name().equals(name)) {
        return each;
      }
    }
    throw unknown();
  }

  private StompException unknown() {
    String name = new String(line, 0, Math.min(lineSize, LONGEST_COMMAND), ISO_8859_1);
    return StompException.malformed("there is no command '" + name + "'");
  }

  private void header() {
    if (++headerCount > config.mostHeaders()) {
      throw beyond("headers", config.mostHeaders(), "max-headers");
    }
    int colon = 0;
    while (colon < lineSize && line[colon] != ':') {
      colon++;
    }
    if (colon == lineSize) {
      throw StompException.malformed("a header line has no ':'");
    }
    String name = text(0, colon);
    if (name.isEmpty()) {
      throw StompException.malformed("a header has no name");
    }
    headers.putIfAbsent(name, text(colon + 1, lineSize));
  }

  /** CONNECT does not escape, for clients of STOMP 1.0 (STOMP 1.2, value encoding). */
  private String text(int from, int to) {
    String text = HeaderText.decode(line, from, to);
    return command == StompCommand.CONNECT ? text : HeaderText.unescape(text);
  }

  private void headEnds() {
    state = State.BODY;
    line = line.length > FIRST_BODY ? new byte[FIRST_LINE] : line; // few have such long ones
    String length = headers.get("content-length");
    if (length != null) {
      announced = length(length.strip());
      if (announced == 0) {
        state = State.NUL;
      }
    }
  }

  private int length(String text) {
    boolean isNumber = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (!isNumber) {
      throw StompException.malformed("content-length is no number");
    }
    if (text.length() > 10 || Long.parseLong(text) > config.mostBodyBytes()) {
      throw tooBig();
    }
    return Integer.parseInt(text);
  }

  private void body(ByteBuffer in) {
    int size = in.remaining();
    boolean ends = false;
    if (announced == UNTIL_NUL) {
      int start = in.position();
      for (int i = 0; i < size && !ends; i++) {
        if (in.get(start + i) == 0) {
          size = i;
          ends = true;
        }
      }
    } else {
      size = Math.min(size, announced - bodySize);
    }
    take(in, size);
    if (ends) {
      nul(in.get());
    } else if (bodySize == announced) {
      state = State.NUL;
    }
  }

  private void take(ByteBuffer in, int size) {
    if (size > 0 && command != StompCommand.SEND) {
      throw StompException.malformed("only SEND has a body, and " + command + " has one here");
    }
    if (size > config.mostBodyBytes() - bodySize) {
      throw tooBig();
    }
    if (bodySize + size > body.length) {
      int most = announced == UNTIL_NUL ? config.mostBodyBytes() : announced;
      int more = (int) Math.min(most, Math.max(FIRST_BODY, 2L * body.length));
      body = Arrays.copyOf(body, Math.max(bodySize + size, more));
    }
    in.get(body, bodySize, size);
    bodySize += size;
  }

  private void nul(byte next) {
    if (next != 0) {
      throw StompException.malformed("no NUL follows the body of " + announced + " bytes");
    }
    state = State.COMPLETE;
  }

  private ClientFrame frame() {
    StompCommand complete = Objects.requireNonNull(command);
    byte[] exact = bodySize == body.length ? body : Arrays.copyOf(body, bodySize);
    body = NOTHING;
    return new ClientFrame(complete, headers, exact, isText, headBytes + bodySize + 1);
  }

  private StompException tooBig() {
    return new StompException(
        "too big",
        "a body has more than %d bytes: send less, or raise heartwire.message.max-bytes"
            .formatted(config.mostBodyBytes()),
        CloseReason.tooBig(config.mostBodyBytes()));
  }

  private static StompException beyond(String what, int most, String key) {
    return StompException.malformed(
        "a frame has more than %d %s: raise heartwire.stomp.%s"
            .formatted(most, what.equals("headers") ? what : "bytes of " + what, key));
  }
}
