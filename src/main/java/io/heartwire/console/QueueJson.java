package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.broker.QueueLimits;
import io.heartwire.broker.QueueStats;
import io.heartwire.config.DurationSyntax;
import io.heartwire.queue.QueueOptions;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** Queues and their rules, as JSON. */
final class QueueJson {
  private static final double THOUSANDTHS = 1e3;

  private QueueJson() {}

  /** The members of a row. */
  static void row(JsonGenerator out, QueueCensus.Counted queue, Optional<QueueOptions> options)
      throws IOException {
    QueueStats stats = queue.stats();
    out.writeStringField("queue", queue.name().value());
    out.writeNumberField("ready", stats.ready());
    out.writeNumberField("delayed", stats.delayed());
    out.writeNumberField("in_flight", stats.inFlight());
    out.writeNumberField("dead", stats.dead());
    out.writeNumberField("bytes", stats.bytes());
    if (stats.ready() > 0) {
      out.writeNumberField("oldest_ms", stats.oldest().toMillis());
    }
    out.writeNumberField("consumers", stats.consumers());
    rate(out, "sent_per_s", queue.sent());
    rate(out, "done_per_s", queue.acknowledged());
    out.writeNumberField("redelivered", stats.counters().redelivered());
    if (options.isPresent()) {
      rate(out, "full", QueueLevel.of(stats, options.get().limits()));
    }
  }

  /** The members that only details have. */
  static void details(JsonGenerator out, QueueStats.Counters counters) throws IOException {
    out.writeNumberField("sent", counters.sent());
    out.writeNumberField("delivered", counters.delivered());
    out.writeNumberField("acknowledged", counters.acknowledged());
    out.writeNumberField("dead_lettered", counters.deadLettered());
    out.writeNumberField("refused", counters.refused());
    out.writeNumberField("dropped", counters.dropped());
  }

  /** The member {@code rules}, by the names that its settings have. */
  static void rules(JsonGenerator out, QueueOptions options) throws IOException {
    QueueLimits limits = options.limits();
    out.writeObjectFieldStart("rules");
    out.writeStringField("allow-send", label(options.allowSend()));
    out.writeStringField("allow-consume", label(options.allowConsume()));
    out.writeStringField("allow-dead-letters", label(options.allowDeadLetters()));
    out.writeNumberField("prefetch", options.prefetch());
    out.writeNumberField("max-prefetch", options.maxPrefetch());
    out.writeStringField("ack-timeout", DurationSyntax.format(options.ackTimeout()));
    out.writeNumberField("max-messages", limits.maxMessages());
    out.writeNumberField("max-bytes", limits.maxBytes());
    out.writeStringField("overflow", limits.deadLetterWhenFull() ? "dead-letter" : "refuse");
    out.writeNumberField("max-deliveries", limits.maxDeliveries());
    out.writeNumberField("max-dead-letters", limits.maxDead());
    out.writeStringField("ttl", DurationSyntax.format(limits.ttl()));
    out.writeStringField("durability", limits.replicated() ? "replicated" : "accepted");
    out.writeEndObject();
  }

  private static void rate(JsonGenerator out, String name, double value) throws IOException {
    if (value >= 0) {
      out.writeNumberField(name, Math.round(value * THOUSANDTHS) / THOUSANDTHS);
    }
  }

  private static String label(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
