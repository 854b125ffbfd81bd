package io.heartwire.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.StreamPosition;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message between nodes, as it is published and kept in Redis.
 *
 * <p>A line of text, {@code version offset epoch generation milliseconds microseconds}, to which
 * later versions may append words; {@code -} stands for none, and the last one may be missing. In a
 * queue the last one says until when the message counts, in milliseconds, and 0 for ever. Then
 * fields in binary: one byte for the tag, four for the length, the value. A reader skips tags that
 * it does not know, so that nodes of two versions work together. A message whose version is above
 * {@link #VERSION} can't be read.
 *
 * @param kind what it is
 * @param position {@link StreamPosition#NONE} without history
 * @param generation of Redis under which the offset was given out; {@code -} without history
 * @param publication of {@link Kind#PUBLICATION}
 * @param client of a join or leave
 * @param acceptedMicros when Redis accepted it, by its clock; without history, when it was sent; 0
 *     = not known
 */
record Envelope(
    Kind kind,
    StreamPosition position,
    String generation,
    @Nullable Publication publication,
    @Nullable ClientInfo client,
    long acceptedMicros) {
  static final int VERSION = 1;

  /** What a message says. */
  enum Kind {
    PUBLICATION,
    JOIN,
    LEAVE,
    /** One that this version does not know. */
    UNKNOWN
  }

  private static final Envelope UNREADABLE =
      new Envelope(Kind.UNKNOWN, StreamPosition.NONE, "-", null, null, 0);

  private static final int KIND = 1;
  private static final int DATA = 2;
  private static final int USER = 3;
  private static final int CLIENT = 4;
  private static final int CONNECTION_INFO = 5;
  private static final int CHANNEL_INFO = 6;
  private static final int TAG_NAME = 7;
  private static final int TAG_VALUE = 8;
  private static final int TRACE = 10;

  /** The fields of a publication, without the line before them. */
  static byte[] body(PublicationDraft draft) {
    Fields fields = new Fields(Kind.PUBLICATION);
    fields.payload(DATA, draft.data());
    ClientInfo info = draft.info();
    if (info != null) {
      fields.client(info);
    }
    draft
        .tags()
        .forEach(
            (name, value) -> {
              fields.put(TAG_NAME, name.getBytes(UTF_8));
              fields.put(TAG_VALUE, value.getBytes(UTF_8));
            });
    String trace = draft.trace();
    if (trace != null) {
      fields.put(TRACE, trace.getBytes(UTF_8));
    }
    return fields.bytes.toByteArray();
  }

  /** A publication without history. */
  static byte[] unkept(PublicationDraft draft, long millis, long sentMicros) {
    return withLine(millis, sentMicros, body(draft));
  }

  static byte[] presence(Kind kind, ClientInfo client, long millis) {
    Fields fields = new Fields(kind);
    fields.client(client);
    return withLine(millis, 0, fields.bytes.toByteArray());
  }

  /**
   * @throws IllegalArgumentException if it can't be read
   */
  static Envelope read(byte[] message) {
    int end = 0;
    while (end < message.length && message[end] != '\n') {
      end++;
    }
    String[] line = new String(message, 0, end, UTF_8).split(" ", -1);
    if (line.length < 5 || Integer.parseInt(line[0]) > VERSION) {
      throw new IllegalArgumentException(
          "a message of %d bytes is of version %s, this node knows up to %d: is another node newer?"
              .formatted(message.length, line[0], VERSION));
    }
    long offset = Long.parseLong(line[1]);
    StreamPosition position =
        offset == 0 ? StreamPosition.NONE : new StreamPosition(offset, line[2]);
    Parts parts = new Parts();
    ByteBuffer in = ByteBuffer.wrap(message);
    in.position(Math.min(message.length, end + 1));
    while (in.remaining() >= 5) {
      int tag = in.get();
      int length = in.getInt();
      if (length < 0 || length > in.remaining()) {
        throw new IllegalArgumentException("field " + tag + " of a message is cut short");
      }
      byte[] value = new byte[length];
      in.get(value);
      parts.take(tag, value);
    }
    ClientInfo client = parts.client();
    Publication publication =
        parts.kind == Kind.PUBLICATION
            ? new Publication(
                offset, parts.data, client, parts.tags, Long.parseLong(line[4]), parts.trace)
            : null;
    long accepted = line.length > 5 && !line[5].equals("-") ? Long.parseLong(line[5]) : 0;
    return new Envelope(parts.kind, position, line[3], publication, client, accepted);
  }

  /** The same; what can't be read is {@link Kind#UNKNOWN}, and has no position. */
  static Envelope readIfPossible(byte[] message) {
    try {
      return read(message);
    } catch (RuntimeException unreadable) {
      return UNREADABLE;
    }
  }

  /** Whether the message has an offset, which says that it is in the history, too. */
  static boolean isKept(byte[] message) {
    int space = 0;
    while (space < message.length && message[space] != ' ') {
      space++;
    }
    return space + 1 < message.length && message[space + 1] != '0';
  }

  private static byte[] withLine(long millis, long micros, byte[] body) {
    String accepted = micros == 0 ? "-" : Long.toString(micros);
    byte[] line = (VERSION + " 0 - - " + millis + ' ' + accepted + '\n').getBytes(UTF_8);
    byte[] whole = new byte[line.length + body.length];
    System.arraycopy(line, 0, whole, 0, line.length);
    System.arraycopy(body, 0, whole, line.length, body.length);
    return whole;
  }

  /** Writes fields. */
  private static final class Fields {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);

    Fields(Kind kind) {
      put(KIND, new byte[] {(byte) kind.ordinal()});
    }

    void client(ClientInfo client) {
      put(USER, client.user().getBytes(UTF_8));
      put(CLIENT, client.client().getBytes(UTF_8));
      payload(CONNECTION_INFO, client.connectionInfo());
      payload(CHANNEL_INFO, client.channelInfo());
    }

    /** Its kind is the first byte of the value. */
    void payload(int tag, Payload payload) {
      start(tag, payload.size() + 1);
      bytes.write(payload.kind().ordinal());
      bytes.writeBytes(payload.shared());
    }

    void put(int tag, byte[] value) {
      start(tag, value.length);
      bytes.writeBytes(value);
    }

    private void start(int tag, int length) {
      bytes.write(tag);
      bytes.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
    }
  }

  /** Reads fields. */
  private static final class Parts {
    private Kind kind = Kind.UNKNOWN;
    private Payload data = Payload.EMPTY;
    private @Nullable String user;
    private String client = "";
    private Payload connectionInfo = Payload.EMPTY;
    private Payload channelInfo = Payload.EMPTY;
    private final Map<String, String> tags = new HashMap<>();
    private String tag = "";
    private @Nullable String trace;

    void take(int field, byte[] value) {
      switch (field) {
        case KIND -> kind = value[0] < Kind.UNKNOWN.ordinal() ? Kind.values()[value[0]] : kind;
        case DATA -> data = payload(value);
        case USER -> user = new String(value, UTF_8);
        case CLIENT -> client = new String(value, UTF_8);
        case CONNECTION_INFO -> connectionInfo = payload(value);
        case CHANNEL_INFO -> channelInfo = payload(value);
        case TAG_NAME -> tag = new String(value, UTF_8);
        case TAG_VALUE -> tags.put(tag, new String(value, UTF_8));
        case TRACE -> trace = new String(value, UTF_8);
        default -> {} // of a newer version
      }
    }

    @Nullable ClientInfo client() {
      return user == null ? null : new ClientInfo(user, client, connectionInfo, channelInfo);
    }

    private static Payload payload(byte[] value) {
      byte[] bytes = new byte[value.length - 1];
      System.arraycopy(value, 1, bytes, 0, bytes.length);
      return switch (value[0]) {
        case 1 -> bytes.length == 0 ? Payload.text("") : Payload.text(new String(bytes, UTF_8));
        case 2 -> Payload.uncheckedJson(bytes);
        default -> Payload.sharing(bytes);
      };
    }
  }
}
