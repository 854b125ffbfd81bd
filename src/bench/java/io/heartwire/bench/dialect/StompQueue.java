package io.heartwire.bench.dialect;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.bench.load.Dialect;
import io.heartwire.bench.load.Sent;
import io.heartwire.bench.load.Session;
import java.util.Arrays;

/**
 * STOMP 1.2 with a queue. A consumer acknowledges each message as it arrives; a producer wants a
 * receipt for each. What is sent has no NUL, so frames end with the first one.
 */
final class StompQueue implements Dialect {
  private static final int PREFETCH = 32;
  private static final String CONNECT =
      "CONNECT\naccept-version:1.2\nhost:/\nlogin:guest\npasscode:guest\nheart-beat:0,0\n\n\0";
  private static final byte[] ACK_HEADER = "\nack:".getBytes(UTF_8);
  private static final byte[] HEADERS_END = "\n\n".getBytes(UTF_8);
  private static final byte[] ACK = "ACK\nid:".getBytes(UTF_8);
  private static final byte[] ACK_END = "\n\n\0".getBytes(UTF_8);
  private static final int NUMBER_FROM = 2; // of the message, where it says which it is
  private static final int NUMBER_TO = 14;

  private final String path;
  private final boolean isConsumer;
  private final String sendHeaders;

  private StompQueue(String path, boolean isConsumer, String sendHeaders) {
    this.path = path;
    this.isConsumer = isConsumer;
    this.sendHeaders = sendHeaders;
  }

  static Dialect consumer(String path) {
    return new StompQueue(path, true, "");
  }

  /**
   * @param headers of SEND, each with its end
   */
  static Dialect producer(String path, String headers) {
    return new StompQueue(path, false, headers);
  }

  @Override
  public String path(String channel) {
    return path;
  }

  @Override
  public String subprotocol() {
    return "v12.stomp";
  }

  @Override
  public void opened(Session session) {
    session.send(CONNECT);
  }

  @Override
  public void frame(Session session, byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      if (bytes[at] == '\n') { // between frames, or a heart-beat
        at++;
        continue;
      }
      int end = at;
      while (end < to && bytes[end] != 0) {
        end++;
      }
      if (end == to) {
        session.closed("a STOMP frame in several messages, which this generator does not join");
        return;
      }
      one(session, bytes, at, end);
      at = end + 1;
    }
  }

  private void one(Session session, byte[] bytes, int from, int to) {
    switch (bytes[from]) {
      case 'M' -> message(session, bytes, from, to);
      case 'R' -> receipt(session);
      case 'C' -> connected(session);
      default -> session.closed("said " + new String(bytes, from, to - from, UTF_8));
    }
  }

  private void connected(Session session) {
    if (isConsumer) {
      session.send(
          "SUBSCRIBE\nid:0\ndestination:/queue/%s\nack:client-individual\nprefetch-count:%d\nreceipt:s\n\n\0"
              .formatted(session.channelName(), PREFETCH));
    } else {
      session.ready();
    }
  }

  private void receipt(Session session) {
    if (isConsumer) {
      session.ready();
    } else {
      session.confirmed();
    }
  }

  private static void message(Session session, byte[] bytes, int from, int to) {
    int header = find(bytes, from, to, ACK_HEADER);
    int body = find(bytes, from, to, HEADERS_END);
    if (header < 0 || body < header) {
      session.closed("a MESSAGE without 'ack': " + new String(bytes, from, to - from, UTF_8));
      return;
    }
    int id = header + ACK_HEADER.length;
    int idEnd = id;
    while (bytes[idEnd] != '\n') {
      idEnd++;
    }
    byte[] ack = Arrays.copyOf(ACK, ACK.length + idEnd - id + ACK_END.length);
    System.arraycopy(bytes, id, ack, ACK.length, idEnd - id);
    System.arraycopy(ACK_END, 0, ack, ack.length - ACK_END.length, ACK_END.length);
    session.arrived(bytes, body + HEADERS_END.length, to);
    session.send(ack);
  }

  private static int find(byte[] bytes, int from, int to, byte[] what) {
    for (int i = from; i + what.length <= to; i++) {
      if (Arrays.equals(bytes, i, i + what.length, what, 0, what.length)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public byte[] publication(String channel, byte[] message) {
    String number = new String(message, NUMBER_FROM, NUMBER_TO - NUMBER_FROM, UTF_8);
    byte[] head =
        "SEND\ndestination:/queue/%s\nreceipt:%s\n%s\n"
            .formatted(channel, number, sendHeaders)
            .getBytes(UTF_8);
    byte[] frame = Arrays.copyOf(head, head.length + Sent.LENGTH + 1); // and a NUL
    System.arraycopy(message, 0, frame, head.length, Sent.LENGTH);
    return frame;
  }
}
