package io.heartwire.channel;

import io.heartwire.broker.PublishOptions;
import org.jspecify.annotations.Nullable;

/**
 * Options of one publication beyond those of its namespace.
 *
 * @param skipHistory whether the publication is not kept in the history, and gets no offset
 * @param idempotency the key by which a repetition is recognised, or null
 * @param version the version by which a publication that is not newer than the last one is dropped,
 *     in channels with history; or null
 * @param traceparent the trace that it belongs to, as in W3C Trace Context; null = the one of the
 *     present thread, if there is one
 */
public record PublishExtras(
    boolean skipHistory,
    PublishOptions.@Nullable Idempotency idempotency,
    PublishOptions.@Nullable Version version,
    @Nullable String traceparent) {
  public static final PublishExtras NONE = new PublishExtras(false, null);

  public PublishExtras(boolean skipHistory, PublishOptions.@Nullable Idempotency idempotency) {
    this(skipHistory, idempotency, null);
  }

  public PublishExtras(
      boolean skipHistory,
      PublishOptions.@Nullable Idempotency idempotency,
      PublishOptions.@Nullable Version version) {
    this(skipHistory, idempotency, version, null);
  }

  /** The options of a publication in a channel of this namespace. */
  PublishOptions publishing(ChannelOptions namespace) {
    PublishOptions options = skipHistory ? PublishOptions.NO_HISTORY : namespace.publishing();
    options = idempotency == null ? options : options.once(idempotency);
    return version == null ? options : options.of(version);
  }
}
