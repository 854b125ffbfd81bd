package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.JsonPayload;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.Message;
import io.heartwire.protocol.centrifuge.delta.FossilDelta;
import org.jspecify.annotations.Nullable;

/** The wire formats of the Centrifuge protocol: its two encodings, with and without deltas. */
enum CentrifugeFormat implements WireFormat {
  JSON(Encoding.JSON, false),
  JSON_WITH_DELTAS(Encoding.JSON, true),
  PROTOBUF(Encoding.PROTOBUF, false),
  PROTOBUF_WITH_DELTAS(Encoding.PROTOBUF, true);

  private final Encoding encoding;
  private final boolean deltas;

  CentrifugeFormat(Encoding encoding, boolean deltas) {
    this.encoding = encoding;
    this.deltas = deltas;
  }

  static CentrifugeFormat of(Encoding encoding) {
    return encoding == Encoding.JSON ? JSON : PROTOBUF;
  }

  @Override
  public Message publication(
      String channel, Publication publication, @Nullable Publication previous) {
    if (!deltas) {
      return push(new Push.Published(channel, publication, false));
    }
    byte[] delta =
        previous == null
            ? null
            : FossilDelta.create(base(previous.data()).shared(), base(publication.data()).shared());
    return delta == null
        ? push(new Push.Published(channel, inFull(publication), false))
        : push(new Push.Published(channel, with(publication, difference(delta)), true));
  }

  @Override
  public Message joined(String channel, ClientInfo client) {
    return push(new Push.Join(channel, client));
  }

  @Override
  public Message left(String channel, ClientInfo client) {
    return push(new Push.Leave(channel, client));
  }

  @Override
  public CentrifugeFormat withDeltas() {
    return encoding == Encoding.JSON ? JSON_WITH_DELTAS : PROTOBUF_WITH_DELTAS;
  }

  /**
   * Returns a full publication for a subscriber with deltas. In JSON the data becomes a string of
   * its text, since both sides must agree on the exact text that a delta is based on.
   */
  Publication inFull(Publication publication) {
    return deltas && encoding == Encoding.JSON
        ? with(publication, JsonPayload.quote(base(publication.data())))
        : publication;
  }

  /** Returns the base of deltas, exactly as the client has it. */
  private Payload base(Payload data) {
    return encoding == Encoding.JSON ? JsonPayload.asJson(data) : data;
  }

  private Payload difference(byte[] delta) {
    Payload bytes = Payload.sharing(delta);
    return encoding == Encoding.JSON ? JsonPayload.quote(bytes) : bytes;
  }

  private Message push(Push push) {
    return encoding.encode(new Reply.News(push), topicOf(push));
  }

  /** Publications of a channel may be dropped for each other; joins and leaves must not. */
  private static @Nullable Object topicOf(Push push) {
    return push instanceof Push.Published published ? published.channel() : null;
  }

  private static Publication with(Publication publication, Payload data) {
    return new Publication(
        publication.offset(),
        data,
        publication.info(),
        publication.tags(),
        publication.timeMillis(),
        publication.trace());
  }
}
