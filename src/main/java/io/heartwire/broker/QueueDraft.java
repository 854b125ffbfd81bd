package io.heartwire.broker;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message before a queue has accepted it. Immutable; the methods return changed copies.
 *
 * @param data shared, never copied
 * @param headers of the message, such as {@code content-type}; copied
 * @param sender the client that sent it, or null when the server or a back end did
 * @param key the idempotency key, 1 to {@value #LONGEST_KEY} characters: the same key again in the
 *     same queue, within {@link #KEY_WINDOW}, by the same author is a repetition and sends nothing;
 *     empty = none
 * @param delay how long it is kept back; zero = not at all
 * @param ttl how long it may wait, the delay included, before it goes to the dead letters; zero =
 *     as the rules of the queue say
 */
public record QueueDraft(
    Payload data,
    Map<String, String> headers,
    @Nullable ClientInfo sender,
    String key,
    Duration delay,
    Duration ttl) {
  public static final int LONGEST_KEY = 256;

  /** How long a key is remembered. */
  public static final Duration KEY_WINDOW = Duration.ofMinutes(5);

  /** The longest delay and TTL. */
  public static final Duration LONGEST = Duration.ofDays(365);

  /**
   * @throws IllegalArgumentException if the key, the delay or the TTL is out of range
   */
  public QueueDraft {
    headers = Map.copyOf(headers);
    if (key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException(
          "idempotency key must have at most %d characters, has %d"
              .formatted(LONGEST_KEY, key.length()));
    }
    check("delay", delay);
    check("TTL", ttl);
  }

  /** One that is sent now by the server. */
  public static QueueDraft of(Payload data) {
    return new QueueDraft(data, Map.of(), null, "", Duration.ZERO, Duration.ZERO);
  }

  /** See {@code headers}. */
  public QueueDraft headers(Map<String, String> changed) {
    return new QueueDraft(data, changed, sender, key, delay, ttl);
  }

  /** See {@code sender}. */
  public QueueDraft from(ClientInfo changed) {
    return new QueueDraft(data, headers, changed, key, delay, ttl);
  }

  /** See {@code key}. */
  public QueueDraft once(String changed) {
    return new QueueDraft(data, headers, sender, changed, delay, ttl);
  }

  /** See {@code delay}. */
  public QueueDraft after(Duration changed) {
    return new QueueDraft(data, headers, sender, key, changed, ttl);
  }

  /** See {@code ttl}. */
  public QueueDraft expiringAfter(Duration changed) {
    return new QueueDraft(data, headers, sender, key, delay, changed);
  }

  /** What it counts for in the limit of bytes: its data and headers, in UTF-16 for these. */
  public long size() {
    long size = data.size();
    for (Map.Entry<String, String> header : headers.entrySet()) {
      size += 2L * (header.getKey().length() + header.getValue().length());
    }
    return size;
  }

  private static void check(String what, Duration length) {
    if (length.isNegative() || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s must be from 0 to %d days, is %s".formatted(what, LONGEST.toDays(), length));
    }
  }
}
