package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.Payload;
import io.heartwire.drain.Drain;
import io.heartwire.drain.DrainReport;
import io.heartwire.json.FieldValues;
import io.heartwire.json.JsonField;
import io.heartwire.json.JsonShape;
import io.heartwire.json.JsonText;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** How far the drain or the rebalance of this node is, or how the last one went. */
@Singleton
class DrainQuestion implements Question {
  private static final JsonShape SHAPE = JsonShape.of();
  private static final JsonField<String> STATE = JsonField.text("state");
  private static final JsonField<Boolean> CANCELLED = JsonField.flag("cancelled");
  private static final List<JsonField<Long>> COUNTS =
      Stream.of("total", "gone", "remaining", "moved", "lost", "cut", "left", "time_ms")
          .map(name -> JsonField.integer(name, 0, Long.MAX_VALUE))
          .toList();
  private static final JsonShape ANSWER =
      JsonShape.of(STATE, CANCELLED).and(COUNTS.toArray(JsonField<?>[]::new));

  private final Drain drain;

  @Inject
  DrainQuestion(Drain drain) {
    this.drain = drain;
  }

  @Override
  public String name() {
    return "drain";
  }

  @Override
  public JsonShape shape() {
    return SHAPE;
  }

  @Override
  public byte[] answer(FieldValues in) {
    DrainReport report = drain.report();
    return JsonText.object(
        out -> {
          out.writeStringField(STATE.name(), report.state().name().toLowerCase(Locale.ROOT));
          out.writeBooleanField(CANCELLED.name(), report.cancelled());
          long[] counts = {
            report.connections(),
            report.connections() - report.remaining(),
            report.remaining(),
            report.moved(),
            report.lost(),
            report.cut(),
            report.left(),
            report.time().toMillis()
          };
          for (int i = 0; i < counts.length; i++) {
            out.writeNumberField(COUNTS.get(i).name(), counts[i]);
          }
        });
  }

  /** Writes what a node has answered as members of another object. */
  static void copy(JsonGenerator out, Payload answer) throws IOException {
    FieldValues in = ANSWER.read(answer.shared(), "the answer");
    out.writeStringField(STATE.name(), in.get(STATE));
    out.writeBooleanField(CANCELLED.name(), in.get(CANCELLED));
    for (JsonField<Long> count : COUNTS) {
      out.writeNumberField(count.name(), in.get(count));
    }
  }
}
