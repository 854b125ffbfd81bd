package io.heartwire.client;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message in a channel.
 *
 * @param data JSON, exactly as it was published
 * @param offset its place in the channel's stream, 0 where the channel keeps none
 * @param info who published it, or null if a back end did
 * @param tags set by the back end that published it
 */
public record Publication(
    String data, long offset, @Nullable ClientInfo info, Map<String, String> tags) {
  public Publication {
    tags = Map.copyOf(tags);
  }
}
