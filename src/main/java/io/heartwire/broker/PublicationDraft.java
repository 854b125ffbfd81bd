package io.heartwire.broker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A publication before the broker has accepted it and made a {@link Publication} of it.
 *
 * @param data shared, never copied
 * @param info the publishing client, or null when a back end published
 * @param tags for filters; copied
 * @param trace the {@code traceparent} of a trace that records it, for all nodes; usually null
 */
public record PublicationDraft(
    Payload data, @Nullable ClientInfo info, Map<String, String> tags, @Nullable String trace) {

  public PublicationDraft {
    tags = Map.copyOf(tags);
  }

  public PublicationDraft(Payload data, @Nullable ClientInfo info, Map<String, String> tags) {
    this(data, info, tags, null);
  }

  public PublicationDraft(Payload data) {
    this(data, null, Map.of());
  }
}
