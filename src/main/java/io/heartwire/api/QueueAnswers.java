package io.heartwire.api;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.QueueReceipt;
import io.heartwire.broker.QueueStats;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;

/** Writes what the methods for queues answer. */
final class QueueAnswers {

  private QueueAnswers() {}

  /** Writes the members of the result. */
  static void write(JsonGenerator out, ApiAnswer.OfQueues answer) throws IOException {
    if (answer instanceof ApiAnswer.Sent sent) {
      receipt(out, sent.receipt());
    } else if (answer instanceof ApiAnswer.Figures figures) {
      figures(out, figures);
    } else if (answer instanceof ApiAnswer.Purged purged) {
      out.writeNumberField("purged", purged.messages());
    } else if (answer instanceof ApiAnswer.Moved moved) {
      out.writeNumberField("moved", moved.messages());
      out.writeNumberField("left", moved.left());
    }
  }

  private static void receipt(JsonGenerator out, QueueReceipt receipt) throws IOException {
    out.writeStringField("outcome", receipt.outcome().name().toLowerCase(Locale.ROOT));
    if (receipt.id() > 0) {
      out.writeNumberField("id", receipt.id());
    }
  }

  private static void figures(JsonGenerator out, ApiAnswer.Figures answer) throws IOException {
    out.writeObjectFieldStart("queues");
    for (Map.Entry<String, QueueStats> queue : answer.figures().entrySet()) {
      out.writeObjectFieldStart(queue.getKey());
      figures(out, queue.getValue());
      out.writeEndObject();
    }
    out.writeEndObject();
    if (!answer.next().isEmpty()) {
      out.writeStringField("next", answer.next());
    }
    if (answer.isIncomplete()) {
      out.writeBooleanField("incomplete", true);
    }
  }

  private static void figures(JsonGenerator out, QueueStats stats) throws IOException {
    out.writeNumberField("ready", stats.ready());
    out.writeNumberField("delayed", stats.delayed());
    out.writeNumberField("in_flight", stats.inFlight());
    out.writeNumberField("dead_letters", stats.dead());
    out.writeNumberField("bytes", stats.bytes());
    out.writeNumberField("oldest", stats.oldest().toMillis() / 1e3);
    out.writeNumberField("consumers", stats.consumers());
    QueueStats.Counters counters = stats.counters();
    out.writeNumberField("sent", counters.sent());
    out.writeNumberField("delivered", counters.delivered());
    out.writeNumberField("redelivered", counters.redelivered());
    out.writeNumberField("acknowledged", counters.acknowledged());
    out.writeNumberField("dead_lettered", counters.deadLettered());
    out.writeNumberField("refused", counters.refused());
    out.writeNumberField("dropped", counters.dropped());
  }
}
