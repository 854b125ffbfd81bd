package io.heartwire.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.heartwire.admission.RefusalReason;
import io.heartwire.admission.Refusals;
import io.heartwire.broker.Node;
import io.heartwire.channel.Channels;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.ConnectionCounts;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.ConnectionTraffic;
import io.heartwire.connection.OutboxPool;
import io.heartwire.drain.Drain;
import io.heartwire.heartbeat.Heartbeat;
import io.heartwire.hub.Distribution;
import io.heartwire.hub.TimingFigures;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of this node, as JSON. Safe for use by any thread. */
@Singleton
class FiguresJson {
  private static final double MILLIS = 1e3;
  private static final int OTHER = 0;

  /** What the codes mean by which connections of this gateway end. */
  private static final Map<Integer, String> CODES =
      Stream.of(
              CloseReason.VANISHED,
              CloseReason.INTERNAL_ERROR,
              CloseReason.EXPIRED,
              CloseReason.SLOW,
              CloseReason.INSUFFICIENT_STATE,
              CloseReason.FORCE_RECONNECT,
              CloseReason.NO_PONG,
              CloseReason.TOO_MANY_REQUESTS,
              CloseReason.INVALID_TOKEN,
              CloseReason.NOT_READY,
              CloseReason.FORCE_NO_RECONNECT,
              CloseReason.CONNECTION_LIMIT,
              new CloseReason(1000, "normal"),
              new CloseReason(1001, "going away"),
              new CloseReason(1002, "protocol error"),
              new CloseReason(1005, "no code given"),
              new CloseReason(1007, "not UTF-8"),
              new CloseReason(1009, "too big"),
              new CloseReason(1012, "service restart"),
              new CloseReason(3000, "cut"),
              new CloseReason(3001, "shutdown"),
              new CloseReason(3501, "bad request"),
              new CloseReason(3505, "channel limit"),
              new CloseReason(3507, "permission denied"))
          .collect(Collectors.toUnmodifiableMap(CloseReason::code, CloseReason::text));

  private final ConnectionRegistry connections;
  private final OutboxPool outboxes;
  private final Channels channels;
  private final Refusals refusals;
  private final Heartbeat heartbeat;
  private final TimingFigures timings;
  private final Drain drain;
  private final Node node;

  @Inject
  FiguresJson(
      ConnectionRegistry connections,
      OutboxPool outboxes,
      Channels channels,
      Refusals refusals,
      Heartbeat heartbeat,
      TimingFigures timings,
      Drain drain,
      Node node) {
    this.connections = connections;
    this.outboxes = outboxes;
    this.channels = channels;
    this.refusals = refusals;
    this.heartbeat = heartbeat;
    this.timings = timings;
    this.drain = drain;
    this.node = node;
  }

  /** Whether clients can come, in one word. */
  String status() {
    return drain.refusesClients()
        ? "draining"
        : connections.counts().isAtCapacity() ? "full" : "ready";
  }

  /** Writes the members of an object. */
  void write(JsonGenerator out) throws IOException {
    connections(out);
    traffic(out);
    distribution(out, "rtt", timings.roundTrips());
    distribution(out, "write", timings.written());
    refused(out);
    closed(out);
    sweeps(out);
    out.writeNumberField("queued_bytes", outboxes.figures().bytes());
    out.writeNumberField("users", connections.users());
    out.writeNumberField("channels", channels.count());
    out.writeNumberField("subscriptions", channels.subscriptions());
    out.writeNumberField("published", channels.published());
    out.writeNumberField("delivered", channels.delivered());
    out.writeNumberField("uptime", node.uptime().toSeconds());
    process(out);
  }

  private void connections(JsonGenerator out) throws IOException {
    ConnectionCounts counts = connections.counts();
    out.writeObjectFieldStart("connections");
    out.writeNumberField("pending", counts.pending());
    out.writeNumberField("live", counts.live());
    out.writeNumberField("stale", counts.stale());
    out.writeNumberField("closing", counts.closing());
    out.writeNumberField("total", counts.total());
    out.writeNumberField("capacity", counts.capacity());
    out.writeNumberField("slow", outboxes.figures().inUse());
    out.writeEndObject();
  }

  private void traffic(JsonGenerator out) throws IOException {
    ConnectionTraffic traffic = connections.traffic();
    out.writeNumberField("messages_in", traffic.messagesReceived());
    out.writeNumberField("messages_out", traffic.messagesSent());
    out.writeNumberField("bytes_in", traffic.bytesReceived());
    out.writeNumberField("bytes_out", traffic.bytesSent());
    out.writeNumberField("opened", connections.totals().opened());
  }

  private static void distribution(JsonGenerator out, String name, Distribution of)
      throws IOException {
    out.writeObjectFieldStart(name);
    out.writeArrayFieldStart("bounds");
    for (double bound : of.bounds()) {
      out.writeNumber(Math.round(bound * 1e6) / MILLIS); // without the noise of binary fractions
    }
    out.writeEndArray();
    out.writeFieldName("counts");
    out.writeArray(of.counts(), 0, of.counts().length);
    out.writeEndObject();
  }

  private void refused(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("refused");
    for (RefusalReason reason : RefusalReason.values()) {
      if (refusals.count(reason) > 0) {
        out.writeNumberField(reason.label(), refusals.count(reason));
      }
    }
    out.writeEndObject();
  }

  private void closed(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("closed");
    for (Map.Entry<Integer, Long> each :
        new TreeMap<>(connections.totals().closedByCode()).entrySet()) {
      out.writeNumberField(reason(each.getKey()), each.getValue());
    }
    out.writeEndObject();
  }

  private static String reason(int code) {
    return code == OTHER ? "other" : (code + " " + CODES.getOrDefault(code, "")).strip();
  }

  private void sweeps(JsonGenerator out) throws IOException {
    out.writeObjectFieldStart("sweeps");
    out.writeNumberField("count", heartbeat.sweeps());
    out.writeNumberField("late", heartbeat.lateSweeps());
    out.writeNumberField("last_ms", heartbeat.lastReport().duration().toNanos() / 1e6);
    out.writeNumberField("longest_ms", heartbeat.longest().toNanos() / 1e6);
    out.writeEndObject();
  }

  private static void process(JsonGenerator out) throws IOException {
    Runtime jvm = Runtime.getRuntime();
    out.writeObjectFieldStart("heap");
    out.writeNumberField("used", jvm.totalMemory() - jvm.freeMemory());
    out.writeNumberField("max", jvm.maxMemory());
    out.writeEndObject();
    if (ManagementFactory.getOperatingSystemMXBean()
        instanceof com.sun.management.OperatingSystemMXBean process) {
      double load = process.getProcessCpuLoad();
      if (load >= 0) {
        out.writeNumberField("cpu", Math.round(load * 1e4) / 1e4);
      }
    }
  }
}
