package io.heartwire.console;

import io.heartwire.broker.Payload;
import io.heartwire.json.JsonText;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What this node tells of itself, to its own consoles and by its lease to those of others. It is
 * made twice a second at the most, whoever asks, and takes as long with many connections as with
 * few. Safe for use by any thread.
 */
@Singleton
class NodeReport {
  private static final long FRESH = Duration.ofMillis(500).toNanos();

  private final FiguresJson figures;
  private final Problems problems;
  private final TimeSource time;
  private volatile @Nullable Made last;

  private record Made(long at, Payload json) {}

  @Inject
  NodeReport(FiguresJson figures, Problems problems, TimeSource time) {
    this.figures = figures;
    this.problems = problems;
    this.time = time;
  }

  Payload json() {
    long now = time.nanos();
    Made known = last;
    if (known != null && now - known.at() < FRESH) {
      return known.json();
    }
    Payload json = Payload.uncheckedJson(write());
    last = new Made(now, json); // two that come at once make it twice
    return json;
  }

  private byte[] write() {
    return JsonText.object(
        out -> {
          out.writeStringField("status", figures.status());
          out.writeObjectFieldStart("figures");
          figures.write(out);
          out.writeEndObject();
          out.writeArrayFieldStart("problems");
          for (Problem problem : problems.now()) {
            problem.write(out);
          }
          out.writeEndArray();
        });
  }
}
