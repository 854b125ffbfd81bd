package io.heartwire.broker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One message of a channel, immutable and shared by history and all subscribers.
 *
 * @param offset its offset in the stream, from 1 without gaps; 0 = published without history
 * @param data shared, never copied
 * @param info the publishing client, or null when a back end published
 * @param tags for filters, immutable
 * @param timeMillis when the broker accepted it, by the wall clock; for display only
 * @param trace the {@code traceparent} of a trace that records it; usually null
 */
public record Publication(
    long offset,
    Payload data,
    @Nullable ClientInfo info,
    Map<String, String> tags,
    long timeMillis,
    @Nullable String trace) {

  public Publication {
    tags = Map.copyOf(tags);
  }

  public Publication(
      long offset,
      Payload data,
      @Nullable ClientInfo info,
      Map<String, String> tags,
      long timeMillis) {
    this(offset, data, info, tags, timeMillis, null);
  }

  public static Publication of(PublicationDraft draft, long offset, long timeMillis) {
    return new Publication(
        offset, draft.data(), draft.info(), draft.tags(), timeMillis, draft.trace());
  }
}
