package io.heartwire.protocol.stomp;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Publications as MESSAGE frames, which name the subscription. Clients number their subscriptions,
 * so that those of many clients have the same id: these share one format, and so one encoding.
 */
final class StompFormat implements WireFormat {
  /** The ids that the usual clients choose; there are few enough to keep their formats for ever. */
  private static final Pattern USUAL_ID = Pattern.compile("(?:sub-)?[0-9]{1,3}");

  private static final Map<Kind, StompFormat> USUAL = new ConcurrentHashMap<>();

  /** How the {@code ack} header of a publication begins: there is nothing to acknowledge. */
  static final String ACK = "topic-";

  /** Of those without an offset; unique in this process, and so for its clients. */
  private static final AtomicLong UNNUMBERED = new AtomicLong();

  private final Kind kind;
  private final @Nullable String destination;

  /**
   * @param acks whether the client is to acknowledge, and so is told by which id
   */
  private record Kind(String subscription, boolean isLatest, boolean acks) {}

  /** The publications of a channel for one subscription, of which only those are dropped for it. */
  private record Topic(String subscription, String channel) {}

  private StompFormat(Kind kind, @Nullable String destination) {
    this.kind = kind;
    this.destination = destination;
  }

  /**
   * Of a subscription to a topic.
   *
   * @param acks whether the client said that it acknowledges
   */
  static StompFormat of(String subscription, boolean isLatest, boolean acks) {
    Kind kind = new Kind(subscription, isLatest, acks);
    return USUAL_ID.matcher(subscription).matches()
        ? USUAL.computeIfAbsent(kind, same -> new StompFormat(same, null))
        : new StompFormat(kind, null);
  }

  /** Of replies, which come to a destination that has its subscription's name. */
  static StompFormat ofReplies(String destination, boolean isLatest) {
    return new StompFormat(new Kind(destination, isLatest, false), destination);
  }

  @Override
  public Message publication(
      String channel, Publication publication, @Nullable Publication previous) {
    return publication(channel, "", publication, previous);
  }

  @Override
  public Message publication(
      String channel, String epoch, Publication publication, @Nullable Publication previous) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("subscription", kind.subscription());
    headers.put("destination", destination == null ? Destination.TOPIC + channel : destination);
    String offset = Long.toString(publication.offset());
    String messageId =
        publication.offset() > 0 ? epoch + '-' + offset : "m-" + UNNUMBERED.incrementAndGet();
    headers.put("message-id", messageId);
    if (kind.acks()) {
      headers.put("ack", ACK + messageId);
    }
    if (publication.offset() > 0) {
      headers.put("offset", offset);
      headers.put("epoch", epoch);
    }
    ClientInfo author = publication.info();
    if (author != null && !author.user().isEmpty()) {
      headers.put("user-id", author.user());
    }
    Headers.add(headers, publication.tags(), publication.data());
    return ServerFrame.encode(
        "MESSAGE",
        headers,
        publication.data(),
        kind.isLatest(),
        new Topic(kind.subscription(), channel));
  }
}
