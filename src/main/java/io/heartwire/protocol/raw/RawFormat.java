package io.heartwire.protocol.raw;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.Message;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The raw wire format: text and JSON as a text message, everything else as a binary one. */
enum RawFormat implements WireFormat {
  INSTANCE;

  @Override
  public Message publication(
      String channel, Publication publication, @Nullable Publication previous) {
    Payload data = publication.data();
    return data.kind() == Payload.Kind.BYTES
        ? Message.binary(ByteBuffer.wrap(data.shared()), channel)
        : Message.text(new String(data.shared(), UTF_8), channel);
  }
}
