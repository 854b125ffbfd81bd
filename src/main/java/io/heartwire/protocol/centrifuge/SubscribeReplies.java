package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.Publication;
import io.heartwire.channel.SubscribeResult;
import io.heartwire.channel.Subscription;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Creates the replies and pushes about an established subscription. */
final class SubscribeReplies {
  /** In Protobuf the field has 32 bits, which some clients take for signed. */
  private static final Duration LONGEST_TTL = Duration.ofSeconds(Integer.MAX_VALUE);

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

  /** Returns whole seconds, rounded up, that fit into 32 bits; 0 = no expiry. */
  static long seconds(@Nullable Duration ttl) {
    if (ttl == null) {
      return 0;
    }
    Duration told = ttl.compareTo(LONGEST_TTL) > 0 ? LONGEST_TTL : ttl;
    return Math.max(1, told.plusNanos(999_999_999).toSeconds());
  }
}
