package io.heartwire.api;

import io.heartwire.broker.Payload;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions.Idempotency;
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
class Publisher {
  private final Channels channels;
  private final Failures failures;

  @Inject
  Publisher(Channels channels, Failures failures) {
    this.channels = channels;
    this.failures = failures;
  }

  CompletionStage<Answer> publish(Request.Publish request) {
    ChannelName channel = Names.channel(request.channel());
    return publish(channel, draft(request.content()), extras(request.content()));
  }

  /** To each channel on its own: what fails for one does not concern the others. */
  CompletionStage<Answer> broadcast(Request.Broadcast request) {
    if (request.channels().isEmpty()) {
      throw ApiException.badRequest("channels is missing or empty");
    }
    PublicationDraft draft = draft(request.content());
    PublishExtras extras = extras(request.content());
    List<CompletableFuture<Answer>> each = new ArrayList<>();
    for (String channel : request.channels()) {
      each.add(
          failures
              .caught("broadcast", () -> publish(Names.channel(channel), draft, extras))
              .toCompletableFuture());
    }
    return Stages.all(each).thenApply(Answer.Broadcasted::new);
  }

  private CompletionStage<Answer> publish(
      ChannelName channel, PublicationDraft draft, PublishExtras extras) {
    return channels
        .publish(channel, draft, extras)
        .thenApply(result -> new Answer.Published(result.position()));
  }

  private static PublicationDraft draft(Request.Content content) {
    Payload data = content.data();
    if (data == null) {
      throw ApiException.badRequest("data is missing; b64data may stand for it");
    }
    return new PublicationDraft(data, null, content.tags());
  }

  private static PublishExtras extras(Request.Content content) {
    return new PublishExtras(content.skipHistory(), idempotency(content.idempotencyKey()));
  }

  private static @Nullable Idempotency idempotency(String key) {
    if (key.length() > Idempotency.LONGEST_KEY) {
      throw ApiException.badRequest(
          "idempotency_key is longer than %d characters".formatted(Idempotency.LONGEST_KEY));
    }
    return key.isEmpty() ? null : new Idempotency(key);
  }
}
