package io.heartwire.broker.redis;

import io.heartwire.broker.PublishOptions.Idempotency;
import java.util.UUID;

/**
 * The names of what is kept in Redis. All of a channel has the channel as its hash tag.
 *
 * @param prefix of every key
 */
record RedisKeys(String prefix) {

  /** Where the channel's publications, joins and leaves are sent. */
  String deliveries(String channel) {
    return prefix + ":c:{" + channel + "}";
  }

  /** The channel of {@link #deliveries}, or empty if it is another name. */
  String channelOf(String deliveries) {
    int start = prefix.length() + 4;
    return deliveries.startsWith(prefix + ":c:{") && deliveries.endsWith("}")
        ? deliveries.substring(start, deliveries.length() - 1)
        : "";
  }

  /** A pattern of PUBSUB CHANNELS for {@link #deliveries} of all channels. */
  String allDeliveries() {
    return prefix.replaceAll("([*?\\[\\]\\\\^])", "\\\\$1") + ":c:{*}";
  }

  /** HASH: the stream's epoch, offset, newest version and generations. */
  String meta(String channel) {
    return prefix + ":m:{" + channel + "}";
  }

  /** STREAM: the publications; an entry's id is its offset. */
  String stream(String channel) {
    return prefix + ":s:{" + channel + "}";
  }

  /** STRING: the position of the publication with this key. */
  String result(String channel, Idempotency idempotency) {
    String author = idempotency.author();
    String owner = author == null ? "" : author.length() + ":" + author;
    return prefix + ":r:{" + channel + "}:" + owner + ":" + idempotency.key();
  }

  /**
   * STRING, and where this node hears itself, and nobody else does.
   *
   * @param end a hash tag, where it is to lead to one server of a Redis Cluster
   */
  String beat(String end) {
    return prefix + ":beat:" + UUID.randomUUID() + end;
  }

  /** STRING: written after what a replica is to acknowledge. */
  String mark(String channel) {
    return prefix + ":w:{" + channel + "}";
  }
}
