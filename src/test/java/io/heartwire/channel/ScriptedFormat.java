package io.heartwire.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.connection.Message;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A format that can be read: {@code "new"}, {@code "new<old"} for a delta, {@code "+ann"} and
 * {@code "-ann"}. Counts what it encodes.
 */
final class ScriptedFormat implements WireFormat {
  final AtomicInteger encoded = new AtomicInteger();
  private final String prefix;
  private final @Nullable WireFormat withDeltas;

  ScriptedFormat(String prefix) {
    this(prefix, null);
  }

  ScriptedFormat(String prefix, @Nullable WireFormat withDeltas) {
    this.prefix = prefix;
    this.withDeltas = withDeltas;
  }

  static String text(Publication publication) {
    return new String(publication.data().shared(), UTF_8);
  }

  @Override
  public Message publication(
      String channel, Publication publication, @Nullable Publication previous) {
    encoded.incrementAndGet();
    String delta = previous == null ? "" : "<" + text(previous);
    return Message.text(prefix + text(publication) + delta, channel);
  }

  @Override
  public Message joined(String channel, ClientInfo client) {
    return Message.text(prefix + "+" + client.user(), channel);
  }

  @Override
  public Message left(String channel, ClientInfo client) {
    return Message.text(prefix + "-" + client.user(), channel);
  }

  @Override
  public @Nullable WireFormat withDeltas() {
    return withDeltas;
  }
}
