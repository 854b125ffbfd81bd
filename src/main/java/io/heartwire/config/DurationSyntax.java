package io.heartwire.config;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses and formats durations: {@code 500ms}, {@code 25s}, {@code 2m}, {@code 1h}, ISO-8601. */
public final class DurationSyntax {
  private static final Pattern SHORT_FORM = Pattern.compile("(\\d{1,15})\\s*(ms|s|m|h|d)");

  private DurationSyntax() {}

  /**
   * @throws IllegalArgumentException if the text is neither of the two forms
   */
  public static Duration parse(String text) {
    try {
      return parseEither(text);
    } catch (ArithmeticException beyondAllMeasure) {
      throw new IllegalArgumentException("too long a duration: " + text, beyondAllMeasure);
    }
  }

  private static Duration parseEither(String text) {
    Matcher shortForm = SHORT_FORM.matcher(text);
    if (!shortForm.matches()) {
      try {
        return Duration.parse(text);
      } catch (DateTimeParseException notIso) {
        throw new IllegalArgumentException("not a duration: " + text, notIso);
      }
    }
    long amount = Long.parseLong(shortForm.group(1));
    return switch (shortForm.group(2)) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /** Returns the shortest form that {@link #parse} accepts, for messages. */
  public static String format(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 3_600_000 == 0 && millis > 0) {
      return millis / 3_600_000 + "h";
    }
    if (millis % 60_000 == 0 && millis > 0) {
      return millis / 60_000 + "m";
    }
    return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
  }
}
