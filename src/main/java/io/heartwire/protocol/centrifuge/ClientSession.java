package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.broker.Publication;
import io.heartwire.channel.ChannelCaller;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.Subscriber;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.hub.Client;
import io.heartwire.hub.ClientConnected;
import io.heartwire.hub.ClientDisconnected;
import io.heartwire.hub.Identity;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A connected client: its identity, its channels and its expiry.
 *
 * <p>Safe for use by any thread: commands come from the reading callback, one at a time, and
 * operations of the server on any thread.
 */
final class ClientSession implements Client, Subscriber {
  private final Connection connection;
  private final CentrifugeReplies replies;
  private final CentrifugeServices services;
  private volatile ChannelCaller caller;
  private final Payload meta;
  private final ChannelSlots slots;
  private final AtomicBoolean announced = new AtomicBoolean();

  /** Completes once the connect reply has been sent: operations of the server wait for it. */
  private final CompletableFuture<@Nullable Void> welcomed = new CompletableFuture<>();

  private volatile boolean closed;

  /**
   * @param operator whether it may use the gateway's own channels, and nothing else
   */
  ClientSession(
      Connection connection,
      Identity identity,
      boolean operator,
      CentrifugeReplies replies,
      CentrifugeServices services) {
    this.connection = connection;
    this.replies = replies;
    this.services = services;
    this.meta = identity.meta();
    this.slots =
        new ChannelSlots(
            services.clientConfig().mostSubscriptions(), services.clientConfig().mostFilterBytes());
    this.caller = new ChannelCaller(identity.infoOn(connection.id()), slots::holds, operator);
  }

  /**
   * Registers the client with the hub, unless the connection has ended. A console is no client of
   * the application, which neither hears of it nor does anything to it.
   */
  void begin() {
    if (!isOperator()) {
      services.clients().add(connection.id(), this);
    }
    if (closed) {
      leave();
    }
  }

  /** Notes that the connect reply has been sent. */
  void welcome() {
    welcomed.complete(null);
    if (!isOperator()) {
      services.events().fire(info().client(), new ClientConnected(info()));
      announced.set(true);
    }
    if (closed) {
      leave(); // close() ran before this: the disconnect must be announced after the connect
    }
  }

  /** The connection has ended. */
  void close() {
    closed = true;
    slots.close();
    services.expiry().forget(connection);
    welcomed.complete(null);
    leave();
  }

  /** Sets the connection's expiry to that of the identity and its token. */
  void limit(Identity identity) {
    if (isOperator()) {
      services.expiry().limitOperator(connection, identity.ttl(), identity.token());
    } else {
      services.expiry().limitWithGrace(connection, identity.ttl(), identity.token());
    }
  }

  /** Changes the info that others see; an empty one changes nothing. */
  void shows(Payload info) {
    if (!info.isEmpty()) {
      ClientInfo known = info();
      caller =
          new ChannelCaller(
              new ClientInfo(known.user(), known.client(), info, Payload.EMPTY),
              slots::holds,
              isOperator());
    }
  }

  ChannelCaller caller() {
    return caller;
  }

  ChannelSlots slots() {
    return slots;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public ClientInfo info() {
    return caller.info();
  }

  @Override
  public Set<ChannelName> channels() {
    return slots.channels();
  }

  @Override
  public boolean isOperator() {
    return caller.operator();
  }

  @Override
  public Payload meta() {
    return meta;
  }

  @Override
  public WireFormat format() {
    return replies.format();
  }

  @Override
  public CompletionStage<@Nullable Void> subscribe(
      ChannelName channel, SubscribeRequest request, SubscribeGrant grant) {
    return welcomed.thenCompose(known -> enter(channel, request, grant));
  }

  private CompletionStage<@Nullable Void> enter(
      ChannelName channel, SubscribeRequest request, SubscribeGrant grant) {
    ChannelSlots.Slot slot = slots.take(channel, true);
    if (slot == null) {
      return CompletableFuture.completedStage(null);
    }
    return join(slot, request, grant)
        .thenApply(
            subscription -> {
              replies.push(SubscribeReplies.push(subscription));
              subscription.established().missed().forEach(missed -> tell(channel, missed));
              services.channels().begin(subscription);
              return null;
            });
  }

  /** Sends a missed publication by itself, since a subscribe push cannot contain publications. */
  private void tell(ChannelName channel, Publication missed) {
    replies.push(new Push.Published(channel.value(), missed, false));
  }

  /** Subscribes and sets the slot's subscription; releases the slot on failure. */
  CompletionStage<Subscription> join(
      ChannelSlots.Slot slot, SubscribeRequest request, SubscribeGrant grant) {
    return services
        .channels()
        .subscribe(slot.channel(), this, request, grant)
        .thenApply(
            subscription -> {
              if (!slot.fill(subscription) || subscription.hasEnded()) {
                subscription.cancel(UnsubscribeCode.DISCONNECT);
                throw new ProtocolException(ErrorCode.INTERNAL);
              }
              return subscription;
            })
        .whenComplete(
            (subscription, failure) -> {
              if (failure != null) {
                slots.remove(slot);
              }
            });
  }

  @Override
  public void unsubscribe(ChannelName channel) {
    onceWelcome(() -> end(channel));
  }

  private void end(ChannelName channel) {
    ChannelSlots.Slot slot = slots.find(channel);
    if (slot == null) {
      return;
    }
    Subscription subscription = slot.subscription();
    if (subscription == null) {
      slots.cancel(slot, UnsubscribeCode.SERVER);
    } else {
      services.channels().end(subscription, UnsubscribeCode.SERVER);
    }
  }

  @Override
  public @Nullable CloseReason ended(Subscription subscription, UnsubscribeCode why) {
    ChannelSlots.Slot slot = slots.removeOf(subscription);
    boolean asksAgain = slot == null || !slot.isByServer();
    if (asksAgain || why == UnsubscribeCode.SERVER) {
      return replies.offer(new Push.Unsubscribe(subscription.channel().value(), why))
          ? null
          : CloseReason.SLOW;
    }
    // The server subscribed it, so the client does not resubscribe by itself: it must reconnect.
    DisconnectCode code =
        why == UnsubscribeCode.EXPIRED
            ? DisconnectCode.SUBSCRIPTION_EXPIRED
            : DisconnectCode.INSUFFICIENT_STATE;
    return code.closeReason();
  }

  @Override
  public void disconnect(CloseReason reason) {
    connection.close(reason);
  }

  @Override
  public void refresh(@Nullable Duration ttl, Payload info) {
    onceWelcome(
        () -> {
          shows(info);
          services.expiry().extendWithGrace(connection, ttl);
          replies.push(new Push.Refresh(ttl != null, SubscribeReplies.seconds(ttl)));
        });
  }

  private void onceWelcome(Runnable operation) {
    CompletableFuture<Void> unused = welcomed.thenRun(operation);
  }

  private void leave() {
    services.clients().remove(connection.id());
    if (announced.compareAndSet(true, false)) {
      services.events().fire(info().client(), new ClientDisconnected(info()));
    }
  }
}
