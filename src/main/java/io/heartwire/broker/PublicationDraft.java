package io.heartwire.broker;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a publisher brings; the broker makes a {@link Publication} of it.
 *
 * @param data shared, never copied
 * @param info the publishing client, or null when a back end published
 * @param tags for filters; copied
 */
public record PublicationDraft(Payload data, @Nullable ClientInfo info, Map<String, String> tags) {

  public PublicationDraft {
    tags = Map.copyOf(tags);
  }

  public PublicationDraft(Payload data) {
    this(data, null, Map.of());
  }
}
