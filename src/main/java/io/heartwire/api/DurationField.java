package io.heartwire.api;

import io.heartwire.config.DurationSyntax;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonFields;
import io.heartwire.json.UnexpectedJsonException;
import java.io.IOException;
import java.time.Duration;

/** A duration in a request: as in the configuration, or a number of seconds. */
final class DurationField {

  private DurationField() {}

  /** There is no value for an absent one. */
  static JsonField<Duration> of(String name, Duration least, Duration longest) {
    return JsonField.of(name, (in, path) -> read(in, path, least, longest));
  }

  private static Duration read(JsonFields in, String path, Duration least, Duration longest)
      throws IOException {
    if (!in.isText()) {
      return Duration.ofSeconds(in.integer(path, least.toSeconds(), longest.toSeconds()));
    }
    try {
      Duration duration = DurationSyntax.parse(in.text(path).strip());
      if (duration.compareTo(least) >= 0 && duration.compareTo(longest) <= 0) {
        return duration;
      }
    } catch (IllegalArgumentException none) {
      // the same as one that is too long
    }
    throw new UnexpectedJsonException(
        "%s is neither a duration from %s to %s, such as 500ms, 25s, 2m or PT25S, nor seconds"
            .formatted(path, DurationSyntax.format(least), DurationSyntax.format(longest)));
  }
}
