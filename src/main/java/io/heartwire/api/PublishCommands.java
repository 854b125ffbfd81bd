package io.heartwire.api;

import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.PublishOptions.Version;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Channels;
import io.heartwire.channel.PublishExtras;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Publishes to one channel or to many. Safe for use by any thread. */
@Singleton
class PublishCommands {
  private final Channels channels;
  private final ApiFailures failures;

  @Inject
  PublishCommands(Channels channels, ApiFailures failures) {
    this.channels = channels;
    this.failures = failures;
  }

  /**
   * @param traceparent the trace that it belongs to, or null
   */
  CompletionStage<ApiAnswer> publish(ApiRequest.Publish request, @Nullable String traceparent) {
    ChannelName channel = NameCheck.channel(request.channel());
    return publish(channel, draft(request.content()), extras(request.content(), traceparent));
  }

  /** To each channel on its own: what fails for one does not concern the others. */
  CompletionStage<ApiAnswer> broadcast(ApiRequest.Broadcast request, @Nullable String traceparent) {
    if (request.channels().isEmpty()) {
      throw ApiException.badRequest("channels is missing or empty");
    }
    PublicationDraft draft = draft(request.content());
    PublishExtras extras = extras(request.content(), traceparent);
    List<CompletableFuture<ApiAnswer>> each = new ArrayList<>();
    for (String channel : request.channels()) {
      each.add(
          failures
              .caught("broadcast", () -> publish(NameCheck.channel(channel), draft, extras))
              .toCompletableFuture());
    }
    return StageLists.all(each).thenApply(ApiAnswer.Broadcasted::new);
  }

  private CompletionStage<ApiAnswer> publish(
      ChannelName channel, PublicationDraft draft, PublishExtras extras) {
    return channels
        .publish(channel, draft, extras)
        .thenApply(result -> new ApiAnswer.Published(result.position(), result.local()));
  }

  private static PublicationDraft draft(ApiRequest.Content content) {
    Payload data = content.data();
    if (data == null) {
      throw ApiException.badRequest("data is missing; b64data may stand for it");
    }
    return new PublicationDraft(data, null, content.tags());
  }

  private static PublishExtras extras(ApiRequest.Content content, @Nullable String traceparent) {
    return new PublishExtras(
        content.skipHistory(),
        idempotency(content.idempotencyKey()),
        version(content),
        traceparent);
  }

  private static @Nullable Version version(ApiRequest.Content content) {
    if (content.versionEpoch().length() > Version.LONGEST_EPOCH) {
      throw ApiException.badRequest(
          "version_epoch is longer than %d characters".formatted(Version.LONGEST_EPOCH));
    }
    return content.version() == 0 ? null : new Version(content.version(), content.versionEpoch());
  }

  private static @Nullable Idempotency idempotency(String key) {
    if (key.length() > Idempotency.LONGEST_KEY) {
      throw ApiException.badRequest(
          "idempotency_key is longer than %d characters".formatted(Idempotency.LONGEST_KEY));
    }
    return key.isEmpty() ? null : new Idempotency(key);
  }
}
