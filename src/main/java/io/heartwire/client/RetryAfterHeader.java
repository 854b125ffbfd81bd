package io.heartwire.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The header {@code Retry-After}: seconds, or a date (RFC 9110, section 10.2.3). */
final class RetryAfterHeader {
  /**
   * The longest wait that a server can ask for: a wrong value must not keep clients away for ever.
   */
  static final Duration LONGEST = Duration.ofHours(1);

  private RetryAfterHeader() {}

  /** Returns null if the value is neither. */
  static @Nullable Duration parse(String value, Instant now) {
    String trimmed = value.trim();
    if (!trimmed.isEmpty() && trimmed.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return trimmed.length() > 9 ? LONGEST : within(Duration.ofSeconds(Long.parseLong(trimmed)));
    }
    try {
      Instant then = DateTimeFormatter.RFC_1123_DATE_TIME.parse(trimmed, Instant::from);
      return within(Duration.between(now, then));
    } catch (DateTimeException neither) {
      return null;
    }
  }

  private static Duration within(Duration wait) {
    if (wait.isNegative()) {
      return Duration.ZERO;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
