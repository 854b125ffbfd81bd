package io.heartwire.broker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a publication is kept. The namespace's rules decide the history, the publisher the key.
 *
 * @param historySize how many publications the stream keeps, this one included; 0 = no history
 * @param historyTtl how long this one is kept; 0 = no history
 * @param idempotency by what a repetition is recognised, or null
 */
public record PublishOptions(
    int historySize, Duration historyTtl, @Nullable Idempotency idempotency) {
  static final Duration LONGEST = Duration.ofDays(3650); // the first: NO_HISTORY is checked with it

  /** No history, no key: whoever is subscribed now receives it, and that is all. */
  public static final PublishOptions NO_HISTORY = new PublishOptions(0, Duration.ZERO, null);

  /**
   * A publication with the same key of the same author in the same channel, within the window of
   * the first, is the same publication.
   *
   * @param author whose key it is: a client's user, or null for the server and its back ends
   * @param key 1 to {@value #LONGEST_KEY} characters
   * @param window counted from the first publication
   */
  public record Idempotency(@Nullable String author, String key, Duration window) {
    public static final int LONGEST_KEY = 256;
    public static final Duration DEFAULT_WINDOW = Duration.ofMinutes(5);

    /**
     * @throws IllegalArgumentException if the key or the window is out of range
     */
    public Idempotency {
      if (key.isEmpty() || key.length() > LONGEST_KEY) {
        throw new IllegalArgumentException(
            "idempotency key must have 1 to %d characters, has %d"
                .formatted(LONGEST_KEY, key.length()));
      }
      if (window.isZero()) {
        throw new IllegalArgumentException("idempotency window must be longer than 0");
      }
      requireLength("idempotency window", window);
    }

    public Idempotency(String key, Duration window) {
      this(null, key, window);
    }

    public Idempotency(String key) {
      this(key, DEFAULT_WINDOW);
    }

    /** A key that a client has chosen, which means nothing to other users and to back ends. */
    public static Idempotency ofClient(String user, String key) {
      return new Idempotency(user, key, DEFAULT_WINDOW);
    }
  }

  /**
   * @throws IllegalArgumentException if a value is out of range
   */
  public PublishOptions {
    if (historySize < 0) {
      throw new IllegalArgumentException("history size must not be negative: " + historySize);
    }
    requireLength("history TTL", historyTtl);
  }

  public static PublishOptions history(int size, Duration ttl) {
    return new PublishOptions(size, ttl, null);
  }

  /** The same, taken once only for this key. */
  public PublishOptions once(Idempotency key) {
    return new PublishOptions(historySize, historyTtl, key);
  }

  boolean keepsHistory() {
    return historySize > 0 && !historyTtl.isZero();
  }

  static void requireLength(String what, Duration length) {
    if (length.isNegative() || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s must be 0 to %d days: %s".formatted(what, LONGEST.toDays(), length));
    }
  }
}
