package io.heartwire.broker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of one publication. The namespace decides the history, the publisher the key and the
 * version.
 *
 * @param historySize the most publications that the stream keeps, this one included; 0 = no history
 * @param historyTtl how long this one is kept; 0 = no history
 * @param idempotency the key by which a repetition is recognised, or null
 * @param version the version by which an outdated publication is recognised, or null
 * @param replicated whether the publication is complete only when a second store has it, too; an
 *     engine that has none ignores it
 */
public record PublishOptions(
    int historySize,
    Duration historyTtl,
    @Nullable Idempotency idempotency,
    @Nullable Version version,
    boolean replicated) {
  static final Duration LONGEST =
      Duration.ofDays(3650); // must be initialised before NO_HISTORY, whose check uses it

  /** No history, no key and no version: only the present subscribers receive it. */
  public static final PublishOptions NO_HISTORY =
      new PublishOptions(0, Duration.ZERO, null, null, false);

  /**
   * An idempotency key. A publication with the same key, author and channel as an earlier one,
   * within the window of that one, is a repetition.
   *
   * @param author the owner of the key, see {@link #authorOf}; null for the server and its back
   *     ends
   * @param key 1 to {@value #LONGEST_KEY} characters
   * @param window the time since the first publication
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

    /**
     * A key that a client has chosen. It is separate from the keys of other authors and of back
     * ends.
     */
    public static Idempotency ofClient(ClientInfo who, String key) {
      return new Idempotency(authorOf(who), key, DEFAULT_WINDOW);
    }

    /**
     * Returns the owner of a client's keys: its user, so that a repetition may come over another
     * connection. For an anonymous client it is the connection: otherwise one could suppress
     * another's publications by guessing its keys.
     */
    public static String authorOf(ClientInfo who) {
      return who.user().isEmpty() ? "client:" + who.client() : "user:" + who.user();
    }
  }

  /**
   * The version of the state that a publication carries. In a channel with history, a publication
   * whose version is not newer than the last one of the same epoch is dropped.
   *
   * @param number the version number, from 1, which grows with each state
   * @param epoch changes when the numbers start again, up to {@value #LONGEST_EPOCH} characters; if
   *     empty, the number is compared with the last one of any epoch
   */
  public record Version(long number, String epoch) {
    public static final int LONGEST_EPOCH = 256;

    /**
     * @throws IllegalArgumentException if the number or the epoch is out of range
     */
    public Version {
      if (number < 1) {
        throw new IllegalArgumentException("version must be 1 or more: " + number);
      }
      if (epoch.length() > LONGEST_EPOCH) {
        throw new IllegalArgumentException(
            "version epoch must have up to %d characters, has %d"
                .formatted(LONGEST_EPOCH, epoch.length()));
      }
    }

    /** Returns whether this version is not newer than the other. */
    public boolean isStaleAfter(Version other) {
      return number <= other.number && (epoch.isEmpty() || epoch.equals(other.epoch));
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
    return new PublishOptions(size, ttl, null, null, false);
  }

  /** Returns a copy with this idempotency key. */
  public PublishOptions once(Idempotency key) {
    return new PublishOptions(historySize, historyTtl, key, version, replicated);
  }

  /** Returns a copy with this version. */
  public PublishOptions of(Version newer) {
    return new PublishOptions(historySize, historyTtl, idempotency, newer, replicated);
  }

  /** Returns a copy that is complete only when a second store has it, too. */
  public PublishOptions onReplicas() {
    return new PublishOptions(historySize, historyTtl, idempotency, version, true);
  }

  public boolean keepsHistory() {
    return historySize > 0 && !historyTtl.isZero();
  }

  public static void requireLength(String what, Duration length) {
    if (length.isNegative() || length.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "%s must be 0 to %d days: %s".formatted(what, LONGEST.toDays(), length));
    }
  }
}
