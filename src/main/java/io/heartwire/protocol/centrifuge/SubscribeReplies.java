package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.Publication;
import io.heartwire.channel.SubscribeResult;
import io.heartwire.channel.Subscription;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the replies and pushes about an established subscription. */
final class SubscribeReplies {

  private SubscribeReplies() {}

  static Result.Subscribe result(SubscribeResult established, CentrifugeFormat format) {
    List<Publication> missed =
        established.deltas()
            ? established.missed().stream().map(format.withDeltas()::inFull).toList()
            : established.missed();
    return new Result.Subscribe(
        established.ttl() != null,
        seconds(established.ttl()),
        established.recoverable(),
        established.position().epoch(),
        missed,
        established.recovered(),
        established.offset(),
        established.positioned(),
        established.data(),
        established.wasRecovering(),
        established.deltas());
  }

  static Push.Subscribe push(Subscription subscription) {
    SubscribeResult established = subscription.established();
    return new Push.Subscribe(
        subscription.channel().value(),
        established.recoverable(),
        established.position().epoch(),
        established.offset(),
        established.positioned(),
        established.data());
  }

  /** Returns whole seconds, rounded up; 0 = no expiry. */
  static long seconds(@Nullable Duration ttl) {
    return ttl == null ? 0 : Math.max(1, ttl.plusMillis(999).toSeconds());
  }
}
