package io.heartwire.channel;

import io.heartwire.broker.PublishOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a back end may say of a publication beyond its namespace's options.
 *
 * @param skipHistory whether it is not to be kept, and gets no offset
 * @param idempotency by what a repetition is recognised, or null
 */
public record PublishExtras(boolean skipHistory, PublishOptions.@Nullable Idempotency idempotency) {
  public static final PublishExtras NONE = new PublishExtras(false, null);
}
