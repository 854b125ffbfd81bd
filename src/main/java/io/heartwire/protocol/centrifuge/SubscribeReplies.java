package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.Publication;
import io.heartwire.channel.Established;
import io.heartwire.channel.Subscription;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client is told of a subscription that has been established. */
final class SubscribeReplies {

  private SubscribeReplies() {}

  /**
   * @param format the client's
   */
  static Result.Subscribe result(Established established, Format format) {
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
        established.position().offset(),
        established.positioned(),
        established.data(),
        established.wasRecovering(),
        established.deltas());
  }

  static Push.Subscribe push(Subscription subscription) {
    Established established = subscription.established();
    return new Push.Subscribe(
        subscription.channel().value(),
        established.recoverable(),
        established.position().epoch(),
        established.position().offset(),
        established.positioned(),
        established.data());
  }

  /** Rounded up to whole seconds, as the protocol has it; 0 = no end. */
  static long seconds(@Nullable Duration ttl) {
    return ttl == null ? 0 : Math.max(1, ttl.plusMillis(999).toSeconds());
  }
}
