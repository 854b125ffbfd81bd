package io.heartwire.token;

import java.text.ParseException;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The times of a token: its claims of type NumericDate (RFC 7519, section 2), seconds since 1970
 * with or without a fraction. Any JSON number is valid; one out of range counts as {@link
 * Instant#MAX} or {@link Instant#MIN}.
 *
 * @param expiresAt {@code exp}; null = it does not expire
 * @param notBefore {@code nbf}; null = no lower bound
 * @param issuedAt {@code iat}; null = not known
 * @param expireAt Centrifugo's {@code expire_at}: when the connection or subscription expires, 0
 *     and below = never; null = when the token expires
 */
record TokenTimes(
    @Nullable Instant expiresAt,
    @Nullable Instant notBefore,
    @Nullable Instant issuedAt,
    @Nullable Instant expireAt) {
  private static final Pattern JSON_NUMBER =
      Pattern.compile("-?(?:0|[1-9]\\d*)(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");

  /**
   * Removes the times from the claims, since the JWT library would overflow on values out of range.
   *
   * @throws ParseException if one is not a number; those of RFC 7519 may also be strings with a
   *     number, as in Centrifugo
   */
  static TokenTimes removeFrom(Map<String, Object> claims) throws ParseException {
    Instant expireAt =
        claims.get("expire_at") instanceof String ? invalid() : take(claims, "expire_at");
    return new TokenTimes(take(claims, "exp"), take(claims, "nbf"), take(claims, "iat"), expireAt);
  }

  /** When the connection or subscription expires; null = never. */
  @Nullable Instant end() {
    if (expireAt == null) {
      return expiresAt;
    }
    return expireAt.isAfter(Instant.EPOCH) ? expireAt : null;
  }

  private static @Nullable Instant take(Map<String, Object> claims, String name)
      throws ParseException {
    Object value = claims.remove(name);
    if (value == null) {
      return null;
    } else if (value instanceof Long whole) {
      return instant(whole, 0);
    } else if (value instanceof Number number) {
      return instant(number.doubleValue());
    } else if (value instanceof String text && JSON_NUMBER.matcher(text).matches()) {
      return instant(Double.parseDouble(text));
    }
    return invalid();
  }

  private static Instant invalid() throws ParseException {
    throw new ParseException("a time is not a number", 0);
  }

  /** Rounds down to a nanosecond. Infinity is out of range, too. */
  private static Instant instant(double seconds) {
    double whole = Math.floor(seconds);
    return instant((long) whole, (long) ((seconds - whole) * 1e9));
  }

  private static Instant instant(long seconds, long nanos) {
    if (seconds >= Instant.MAX.getEpochSecond()) {
      return Instant.MAX;
    }
    return seconds <= Instant.MIN.getEpochSecond()
        ? Instant.MIN
        : Instant.ofEpochSecond(seconds, nanos);
  }
}
