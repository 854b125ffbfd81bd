package io.heartwire.bench.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.heartwire.bench.load.Dialect;
import io.heartwire.bench.load.Position;
import io.heartwire.bench.load.Sent;
import io.heartwire.bench.load.Session;
import java.io.IOException;
import java.util.Arrays;

/** Centrifuge protocol v2 in JSON: replies are joined by a newline. */
final class CentrifugeJson implements Dialect {
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] SUBSCRIBED = "{\"id\":2,\"subscribe\"".getBytes(UTF_8);
  private static final byte[] ERROR = "\"error\":".getBytes(UTF_8);

  @Override
  public String path(String channel) {
    return "/connection/websocket";
  }

  @Override
  public void opened(Session session) {
    Position position = session.position();
    String recover =
        position.equals(Position.NONE)
            ? ""
            : ",\"recover\":true,\"epoch\":\"%s\",\"offset\":%d"
                .formatted(position.epoch(), position.offset());
    session.send(
        "{\"id\":1,\"connect\":{}}\n{\"id\":2,\"subscribe\":{\"channel\":\"%s\"%s}}"
            .formatted(session.channelName(), recover));
  }

  @Override
  public void frame(Session session, byte[] bytes, int from, int to) {
    int start = from;
    while (start < to) {
      start = line(session, bytes, start, to) + 1;
    }
  }

  /** Returns where the line ends. */
  private static int line(Session session, byte[] bytes, int from, int to) {
    int guess = from + session.hint();
    if (session.hint() > 0 && guess + 1 < to && bytes[guess] == '"' && bytes[guess + 1] == '@') {
      session.arrived(bytes, guess, to);
      return lineEnd(bytes, Math.min(to, guess + Sent.LENGTH), to);
    }
    int end = lineEnd(bytes, from, to);
    if (end - from == 2) {
      session.send("{}");
      return end;
    }
    int at = Sent.find(bytes, from, end);
    if (at >= 0 && bytes[from + 2] == 'p') {
      session.setHint(at - from);
    }
    for (; at >= 0; at = Sent.find(bytes, at + Sent.LENGTH, end)) {
      session.arrived(bytes, at, end);
    }
    if (startsWith(bytes, from, end, SUBSCRIBED)) {
      session.setPosition(position(bytes, from, end));
      session.ready();
    } else if (contains(bytes, from, end, ERROR)) {
      session.closed("error: " + new String(bytes, from, end - from, UTF_8));
    }
    return end;
  }

  private static int lineEnd(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] != '\n') {
      at++;
    }
    return at;
  }

  private static boolean startsWith(byte[] bytes, int from, int to, byte[] what) {
    int until = Math.min(to, from + what.length);
    return Arrays.equals(bytes, from, until, what, 0, what.length);
  }

  private static boolean contains(byte[] bytes, int from, int to, byte[] what) {
    for (int i = from; i + what.length <= to; i++) {
      if (startsWith(bytes, i, to, what)) {
        return true;
      }
    }
    return false;
  }

  private static Position position(byte[] bytes, int from, int to) {
    String epoch = "";
    long offset = 0;
    try (JsonParser parser = JSON.createParser(bytes, from, to - from)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.VALUE_STRING && "epoch".equals(parser.currentName())) {
          epoch = parser.getText();
        } else if (token == JsonToken.VALUE_NUMBER_INT
            && "offset".equals(parser.currentName())
            && parser.getParsingContext().getParent().getParent().inRoot()) {
          offset = parser.getLongValue();
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("not JSON: " + new String(bytes, from, to - from, UTF_8), e);
    }
    return epoch.isEmpty() ? Position.NONE : new Position(epoch, offset);
  }

  @Override
  public byte[] publication(String channel, byte[] message) {
    String head = "{\"id\":9,\"publish\":{\"channel\":\"" + channel + "\",\"data\":";
    return (head + new String(message, UTF_8) + "}}").getBytes(UTF_8);
  }
}
