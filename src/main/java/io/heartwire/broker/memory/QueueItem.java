package io.heartwire.broker.memory;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.DeadLetter;
import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueDraft;
import io.heartwire.broker.QueueMessage;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A message in a queue of the memory engine. All that changes is guarded by its queue's lock. */
final class QueueItem {
  /** Of {@link #expiresAt}: never. */
  static final long NEVER = Long.MAX_VALUE;

  /** Bytes of its objects, with its places in the queue and among those that expire. */
  private static final long OVERHEAD = 320;

  /** Bytes of the objects of a header. */
  private static final long HEADER = 112;

  final long id;
  final Payload data;
  final Map<String, String> headers;
  final @Nullable ClientInfo sender;
  final long size;
  final long cost; // its memory: many headers of a letter each take more than their letters
  final long cameAt; // into this queue; the store's nanoseconds
  final long sentMillis;
  final long expiresAt; // the store's nanoseconds, or NEVER
  final @Nullable DeadLetter dead;
  int deliveries;

  QueueItem(long id, QueueDraft draft, long now, long millis, long expiresAt) {
    this(
        id,
        draft.data(),
        draft.headers(),
        draft.sender(),
        draft.size(),
        now,
        millis,
        expiresAt,
        null);
  }

  private QueueItem(
      long id,
      Payload data,
      Map<String, String> headers,
      @Nullable ClientInfo sender,
      long size,
      long cameAt,
      long sentMillis,
      long expiresAt,
      @Nullable DeadLetter dead) {
    this.id = id;
    this.data = data;
    this.headers = headers;
    this.sender = sender;
    this.size = size;
    this.cost = cost(size, headers, sender) + (dead == null ? 0 : 2L * dead.detail().length());
    this.cameAt = cameAt;
    this.sentMillis = sentMillis;
    this.expiresAt = expiresAt;
    this.dead = dead;
  }

  /** The memory that it would take, about. */
  static long cost(QueueDraft draft) {
    return cost(draft.size(), draft.headers(), draft.sender());
  }

  private static long cost(long size, Map<String, String> headers, @Nullable ClientInfo sender) {
    long cost = OVERHEAD + HEADER * headers.size() + size;
    if (sender != null) {
      cost += 2L * (sender.user().length() + sender.client().length());
      cost += sender.connectionInfo().size() + (long) sender.channelInfo().size();
    }
    return cost;
  }

  /** The same message as a dead letter, or alive again, under another number and without TTL. */
  QueueItem as(long newId, long now, @Nullable DeadLetter why) {
    return new QueueItem(newId, data, headers, sender, size, now, sentMillis, NEVER, why);
  }

  QueueMessage message(String queue) {
    return new QueueMessage(queue, id, data, headers, sender, deliveries, sentMillis, dead);
  }
}
