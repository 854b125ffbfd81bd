package io.heartwire.protocol.stomp;

import io.heartwire.channel.ChannelName;
import io.heartwire.queue.QueueName;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/** What a destination means. */
sealed interface Destination {
  String TOPIC = "/topic/";
  String QUEUE = "/queue/";
  String USER = "/user/";
  String TEMPORARY = "/temp-queue/";
  String REPLY = "/reply-queue/";

  /** {@code /topic/<name>}: a channel. */
  record Topic(ChannelName channel) implements Destination {}

  /** {@code /queue/<name>}, or a user's own. */
  record Work(QueueName queue) implements Destination {}

  /** {@code /reply-queue/<id>}: where a client waits for replies; its id permits to send there. */
  record Reply(ChannelName channel) implements Destination {}

  /**
   * @param user of the client, or empty
   * @throws StompException if it means nothing
   */
  static Destination parse(String text, String user) {
    if (text.startsWith(TOPIC)) {
      String name = text.substring(TOPIC.length());
      return new Topic(
          ChannelName.parse(name)
              .orElseThrow(() -> wrong(text, "a channel's name must be " + ChannelName.RULE)));
    } else if (text.startsWith(QUEUE)) {
      return new Work(queue(text, text.substring(QUEUE.length())));
    } else if (text.startsWith(USER)) {
      return ofUser(text, user);
    } else if (text.startsWith(REPLY)) {
      return new Reply(Replies.channel(text));
    }
    throw wrong(
        text, "it must begin with /topic/, /queue/ or /user/queue/, or be what reply-to said");
  }

  /**
   * {@code /user/queue/<name>} is the client's own, {@code /user/<user>/queue/<name>} another's.
   */
  private static Destination ofUser(String text, String user) {
    String rest = text.substring(USER.length());
    int own = rest.startsWith(QUEUE.substring(1)) ? -1 : rest.indexOf(QUEUE);
    if (own == 0 || (own < 0 && !rest.startsWith(QUEUE.substring(1)))) {
      throw wrong(text, "it must be /user/queue/<name> or /user/<user>/queue/<name>");
    }
    String whose = own < 0 ? user : rest.substring(0, own);
    if (whose.isEmpty()) {
      throw wrong(text, "an anonymous client has no queues of its own: connect with a token");
    }
    String name = rest.substring(own < 0 ? QUEUE.length() - 1 : own + QUEUE.length());
    if (name.isEmpty()) {
      throw wrong(text, "a queue's name must be " + QueueName.RULE);
    }
    QueueName queue = queue(text, name + '#' + whose);
    if (!queue.isOf(whose)) { // otherwise it would be another user's
      throw wrong(text, "user '" + whose + "' cannot have queues: no # may be in its id");
    }
    return new Work(queue);
  }

  private static QueueName queue(String text, String name) {
    return QueueName.parse(name)
        .orElseThrow(() -> wrong(text, "a queue's name must be " + QueueName.RULE));
  }

  private static StompException wrong(String text, String why) {
    return StompException.badRequest(
        "destination '%s' is not valid: %s".formatted(ClientFrame.shown(text), why));
  }

  /**
   * The channels of replies. They belong to a user that cannot be, so that nobody subscribes to
   * them by name, and nobody who was not told guesses one.
   */
  final class Replies {
    private static final String CHANNEL = "stomp-replies#";
    private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private Replies() {}

    /** A new destination. */
    static String destination() {
      byte[] id = new byte[16];
      RANDOM.nextBytes(id);
      return REPLY + HexFormat.of().formatHex(id);
    }

    /** The one of a channel of replies. */
    static String destination(ChannelName channel) {
      return REPLY + channel.value().substring(CHANNEL.length());
    }

    static ChannelName channel(String destination) {
      String id = destination.substring(REPLY.length());
      if (!ID.matcher(id).matches()) {
        throw wrong(destination, "nobody has been told such a one by reply-to");
      }
      return new ChannelName(CHANNEL + id);
    }
  }
}
