package io.heartwire.broker.redis;

import io.heartwire.broker.QueueStore;
import java.util.List;

/**
 * The names of what queues have in Redis. All of a queue and of its dead letters has the queue as
 * its hash tag; scripts append to these names.
 *
 * @param prefix of every key
 */
record QueueKeys(String prefix) {
  /** What stands for the dead letters of dead letters. */
  static final String NONE = "-";

  /**
   * The queue, and that of its dead letters; for one of these {@link #NONE} after its name, since
   * there are two in any case: a script with one key a Redis Cluster would run where it moves the
   * slot to, before all messages are there.
   */
  List<String> of(String queue) {
    return QueueStore.isDeadLetters(queue)
        ? List.of(base(queue), base(queue) + NONE)
        : List.of(base(queue), base(queue + QueueStore.DEAD_LETTERS));
  }

  /** What the names of all keys of this queue begin with. */
  String base(String queue) {
    String origin = QueueStore.origin(queue);
    return prefix + ":q:{" + origin + "}" + queue.substring(origin.length());
  }

  /** HASH of the messages of a queue. */
  String messages(String queue) {
    return base(queue) + ":m";
  }

  /** STRING: written after what a replica is to acknowledge. */
  String mark(String queue) {
    return prefix + ":qw:{" + QueueStore.origin(queue) + "}";
  }

  /** ZSET of the names of queues, by the time of their use. */
  String names() {
    return prefix + ":queues";
  }

  /** Pub/sub channel of a node: this queue has something. */
  String news(String owner) {
    return newsPrefix() + owner;
  }

  String newsPrefix() {
    return prefix + ":queue-news:";
  }
}
