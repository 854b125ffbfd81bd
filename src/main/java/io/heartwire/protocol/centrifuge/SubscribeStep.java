package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.hook.Hooks;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Executes a client's commands about its subscriptions: subscribe, unsubscribe and refresh. */
final class SubscribeStep {
  private static final String FOSSIL = "fossil";

  private final ClientSession session;
  private final CentrifugeReplies replies;
  private final CentrifugeServices services;
  private final SubscriptionTokens tokens;

  SubscribeStep(ClientSession session, CentrifugeReplies replies, CentrifugeServices services) {
    this.session = session;
    this.replies = replies;
    this.services = services;
    this.tokens = new SubscriptionTokens(services.tokens(), session.info().user());
  }

  /** Subscribes, and sends the reply itself, since publications must follow the reply. */
  CompletionStage<@Nullable Void> subscribe(long id, Request.Subscribe subscribe) {
    ChannelName channel = ChannelNames.channel(subscribe.channel());
    SubscribeRequest request =
        services.clientChannels().permitted(channel, session.caller(), request(subscribe));
    ChannelSlots slots = session.slots();
    if (slots.find(channel) != null) {
      throw new ProtocolException(ErrorCode.ALREADY_SUBSCRIBED);
    }
    if (slots.isFull()) {
      session.connection().quota().exceeded(ConnectionLimit.SUBSCRIPTIONS);
      throw new ProtocolException(ErrorCode.LIMIT_EXCEEDED);
    }
    long filterBytes = subscribe.filterCost();
    if (!slots.hasRoomForFilter(filterBytes)) {
      session.connection().quota().exceeded(ConnectionLimit.FILTER_BYTES);
      throw new ProtocolException(ErrorCode.LIMIT_EXCEEDED);
    }
    ChannelSlots.Slot slot = slots.take(channel, filterBytes);
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
    ChannelSlots.Slot slot =
        session.slots().find(ChannelNames.ofSubscription(unsubscribe.channel()));
    if (slot != null) {
      session.slots().cancel(slot, UnsubscribeCode.CLIENT);
    }
    return new Result.Unsubscribe();
  }

  /**
   * Refreshes a subscription. If the token has expired, the subscription ends, and the client may
   * subscribe again with a new one.
   */
  CompletionStage<Result> refresh(Request.SubRefresh refresh) {
    ChannelName channel = ChannelNames.ofSubscription(refresh.channel());
    ChannelSlots.Slot slot = session.slots().find(channel);
    Subscription subscription = slot == null ? null : slot.subscription();
    if (subscription == null) {
      throw new ProtocolException(ErrorCode.PERMISSION_DENIED);
    }
    if (refresh.token().isEmpty()) {
      throw new ProtocolException(ErrorCode.BAD_REQUEST);
    }
    return tokens
        .grant(refresh.token(), channel)
        .exceptionally(failure -> endIfOver(subscription, failure))
        .thenApply(
            grant -> {
              services.channels().refresh(subscription, grant.ttl());
              return new Result.SubRefresh(
                  grant.ttl() != null, SubscribeReplies.seconds(grant.ttl()));
            });
  }

  /**
   * Ends the subscription if the token has expired. The push comes before the error reply: with the
   * reply alone the SDKs would give the subscription up. The error is temporary, since some SDKs
   * give up on a permanent one even after the push.
   */
  private SubscribeGrant endIfOver(Subscription subscription, Throwable failure) {
    if (SubscriptionTokens.isOver(failure)) {
      services.channels().end(subscription, UnsubscribeCode.EXPIRED);
      throw ProtocolException.temporary(ErrorCode.TOKEN_EXPIRED);
    }
    throw new CompletionException(Hooks.causeOf(failure));
  }

  private CompletionStage<SubscribeGrant> permission(
      ChannelName channel, Request.Subscribe subscribe) {
    if (subscribe.token().isEmpty()) {
      return services.clientChannels().maySubscribe(channel, session.caller(), subscribe.data());
    }
    return tokens.grant(subscribe.token(), channel);
  }

  private CentrifugeFormat format() {
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
        subscribe.rejectsUnrecovered(),
        subscribe.data(),
        true);
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
