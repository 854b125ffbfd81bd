package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.Message;
import io.heartwire.protocol.centrifuge.delta.FossilDelta;
import org.jspecify.annotations.Nullable;

/** The news of channels in the protocol's encodings, with and without deltas. */
enum Format implements WireFormat {
  JSON(Encoding.JSON, false),
  JSON_WITH_DELTAS(Encoding.JSON, true),
  PROTOBUF(Encoding.PROTOBUF, false),
  PROTOBUF_WITH_DELTAS(Encoding.PROTOBUF, true);

  private final Encoding encoding;
  private final boolean deltas;

  Format(Encoding encoding, boolean deltas) {
    this.encoding = encoding;
    this.deltas = deltas;
  }

  static Format of(Encoding encoding) {
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
  public Format withDeltas() {
    return encoding == Encoding.JSON ? JSON_WITH_DELTAS : PROTOBUF_WITH_DELTAS;
  }

  /**
   * A publication in full, for a subscriber that understands deltas: in JSON the text itself as a
   * string, since both sides must agree on the exact text that a delta starts from.
   */
  Publication inFull(Publication publication) {
    return deltas && encoding == Encoding.JSON
        ? with(publication, JsonCodec.quote(base(publication.data())))
        : publication;
  }

  /** What deltas are made from, exactly as the client has it. */
  private Payload base(Payload data) {
    return encoding == Encoding.JSON ? JsonCodec.asJson(data) : data;
  }

  private Payload difference(byte[] delta) {
    Payload bytes = Payload.sharing(delta);
    return encoding == Encoding.JSON ? JsonCodec.quote(bytes) : bytes;
  }

  private Message push(Push push) {
    return encoding.encode(new Reply.News(push), topicOf(push));
  }

  /** Publications of a channel may replace each other; joins and leaves must not. */
  private static @Nullable Object topicOf(Push push) {
    return push instanceof Push.Published published ? published.channel() : null;
  }

  private static Publication with(Publication publication, Payload data) {
    return new Publication(
        publication.offset(),
        data,
        publication.info(),
        publication.tags(),
        publication.timeMillis());
  }
}
