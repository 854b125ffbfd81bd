package io.heartwire.protocol.centrifuge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.heartwire.json.JsonSyntax;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The codec of text frames: a command or a reply is a line of JSON, and a frame is one or more
 * lines.
 *
 * <p>{@code decode} accepts any frame, throws nothing, and takes time and memory linear in the
 * frame's length.
 */
final class JsonCodec {

  private JsonCodec() {}

  /** Decodes a binary frame, whose bytes may be invalid UTF-8. */
  static DecodeResult decode(ByteBuffer frame) {
    try {
      return decode(UTF_8.newDecoder().decode(frame.duplicate()).toString());
    } catch (CharacterCodingException otherEncoding) {
      return bad(List.of(), "not UTF-8");
    }
  }

  /** Decodes the commands of a frame. Empty lines are skipped. */
  static DecodeResult decode(String frame) {
    byte[] bytes = frame.getBytes(UTF_8);
    List<Command> commands = new ArrayList<>(1);
    int from = 0;
    while (from < bytes.length) {
      int to = endOfLine(bytes, from);
      int start = startOfValue(bytes, from, to);
      if (start < to) {
        try {
          commands.add(command(bytes, start, to));
        } catch (MalformedException malformed) {
          return bad(commands, malformed.why());
        } catch (JsonProcessingException notJson) {
          return bad(commands, notJson.getOriginalMessage());
        } catch (IOException unexpected) {
          return bad(commands, String.valueOf(unexpected.getMessage()));
        }
      }
      from = to + 1;
    }
    if (commands.isEmpty()) {
      return bad(commands, "no command in the frame");
    }
    return new DecodeResult.Complete(Collections.unmodifiableList(commands));
  }

  /** Encodes the reply as a line without a line break. */
  static String encode(Reply reply) {
    return JsonReplyWriter.write(reply);
  }

  private static Command command(byte[] bytes, int start, int to)
      throws IOException, MalformedException {
    if (bytes[start] != '{') {
      throw new MalformedException("command is not an object");
    }
    // The parser would take a zero byte here as a sign of UTF-16 or UTF-32.
    if (start + 1 < to && bytes[start + 1] == 0) {
      throw new MalformedException("command has a NUL character");
    }
    if (isEmptyObject(bytes, start, to)) {
      return Command.PONG;
    }
    try {
      return JsonCommandReader.read(bytes, start, to);
    } catch (StreamConstraintsException exceeded) {
      return JsonCommandReader.readIdOnly(bytes, start, to, JsonSyntax.limitOf(exceeded));
    }
  }

  private static boolean isEmptyObject(byte[] bytes, int start, int to) {
    return to - start == 2 && bytes[start + 1] == '}';
  }

  private static DecodeResult bad(List<Command> before, String why) {
    return new DecodeResult.BadRequest(Collections.unmodifiableList(before), before.size(), why);
  }

  private static int endOfLine(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private static int startOfValue(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && JsonSyntax.isWhiteSpace(bytes[at])) {
      at++;
    }
    return at;
  }
}
