package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.connection.Limit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client's own subscriptions: their beginning, their end, and their refreshing. */
final class SubscribeStep {
  private static final String FOSSIL = "fossil";

  private final ClientSession session;
  private final Replies replies;
  private final CentrifugeServices services;

  SubscribeStep(ClientSession session, Replies replies, CentrifugeServices services) {
    this.session = session;
    this.replies = replies;
    this.services = services;
  }

  /** The reply goes out in here, since publications have to follow it. */
  CompletionStage<@Nullable Void> subscribe(long id, Request.Subscribe subscribe) {
    ChannelName channel = Names.channel(subscribe.channel());
    SubscribeRequest request = request(subscribe);
    Slots slots = session.slots();
    if (slots.find(channel) != null) {
      throw new ProtocolException(ErrorCode.ALREADY_SUBSCRIBED);
    }
    if (slots.isFull()) {
      session.connection().quota().exceeded(Limit.SUBSCRIPTIONS);
      throw new ProtocolException(ErrorCode.LIMIT_EXCEEDED);
    }
    Slots.Slot slot = slots.take(channel, false);
    if (slot == null) {
      throw new ProtocolException(ErrorCode.ALREADY_SUBSCRIBED);
    }
    return permission(channel, subscribe)
        .whenComplete(
            (grant, refused) -> {
              if (refused != null) {
                slots.remove(slot);
              }
            })
        .thenCompose(grant -> session.join(slot, request, grant))
        .thenApply(
            subscription -> {
              replies.succeed(id, SubscribeReplies.result(subscription.established(), format()));
              services.channels().begin(subscription);
              return null;
            });
  }

  Result unsubscribe(Request.Unsubscribe unsubscribe) {
    Slots.Slot slot = session.slots().find(Names.channel(unsubscribe.channel()));
    if (slot != null) {
      session.slots().cancel(slot, UnsubscribeCode.CLIENT);
    }
    return new Result.Unsubscribe();
  }

  CompletionStage<Result> refresh(Request.SubRefresh refresh) {
    ChannelName channel = Names.channel(refresh.channel());
    Slots.Slot slot = session.slots().find(channel);
    Subscription subscription = slot == null ? null : slot.subscription();
    if (subscription == null) {
      throw new ProtocolException(ErrorCode.PERMISSION_DENIED);
    }
    return services
        .tokens()
        .subscription(refresh.token(), session.info().user(), channel)
        .thenApply(
            grant -> {
              checkTime(grant);
              services.channels().refresh(subscription, grant.ttl());
              return new Result.SubRefresh(
                  grant.ttl() != null, SubscribeReplies.seconds(grant.ttl()));
            });
  }

  private CompletionStage<SubscribeGrant> permission(
      ChannelName channel, Request.Subscribe subscribe) {
    if (subscribe.token().isEmpty() || services.rules().isInsecure()) {
      return services.clientChannels().maySubscribe(channel, session.caller(), subscribe.data());
    }
    return services
        .tokens()
        .subscription(subscribe.token(), session.info().user(), channel)
        .thenApply(
            grant -> {
              checkTime(grant);
              return grant;
            });
  }

  private static void checkTime(SubscribeGrant grant) {
    Duration ttl = grant.ttl();
    if (ttl != null && (ttl.isZero() || ttl.isNegative())) {
      throw new ProtocolException(ErrorCode.EXPIRED);
    }
  }

  private Format format() {
    return replies.format();
  }

  private static SubscribeRequest request(Request.Subscribe subscribe) {
    if (subscribe.type() != 0) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST);
    }
    StreamPosition since =
        subscribe.recover() ? new StreamPosition(subscribe.offset(), subscribe.epoch()) : null;
    return new SubscribeRequest(
        since,
        subscribe.recoverable(),
        subscribe.positioned(),
        subscribe.joinLeave(),
        subscribe.delta().equals(FOSSIL),
        filter(subscribe.filter()),
        subscribe.data());
  }

  private static @Nullable Predicate<Map<String, String>> filter(@Nullable FilterNode node) {
    if (node == null) {
      return null;
    }
    try {
      return TagFilter.compile(node)::matches;
    } catch (MalformedException malformed) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST);
    }
  }
}
