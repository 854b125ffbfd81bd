package io.heartwire.broker.redis;

import static io.heartwire.broker.BrokerFixture.await;
import static io.heartwire.broker.BrokerFixture.draft;
import static io.heartwire.broker.BrokerFixture.waitUntil;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.StreamPosition;
import java.time.Duration;
import java.util.UUID;

/** Publishes as a careful back end does: with a key, and again until it is accepted. */
final class Accepted {
  static final PublishOptions KEPT = PublishOptions.history(100_000, Duration.ofHours(1));

  private Accepted() {}

  /** Publishes these numbers, one after the other. */
  static StreamPosition all(RedisNode publisher, String channel, int first, int last) {
    return all(publisher, channel, first, last, KEPT);
  }

  static StreamPosition all(
      RedisNode publisher, String channel, int first, int last, PublishOptions options) {
    StreamPosition position = StreamPosition.NONE;
    for (int i = first; i <= last; i++) {
      position = one(publisher, channel, "" + i, options);
    }
    return position;
  }

  private static StreamPosition one(
      RedisNode publisher, String channel, String text, PublishOptions options) {
    PublishOptions once = options.once(new Idempotency(UUID.randomUUID().toString()));
    StreamPosition[] accepted = {StreamPosition.NONE};
    waitUntil(
        () -> {
          try {
            accepted[0] = await(publisher.broker.publish(channel, draft(text), once)).position();
            return true;
          } catch (BrokerException tryAgain) {
            return false;
          }
        });
    return accepted[0];
  }
}
