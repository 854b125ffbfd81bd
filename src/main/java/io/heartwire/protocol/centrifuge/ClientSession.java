package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.Caller;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.Permission;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A client that has been let in: who it is, the channels it has, until when it may stay.
 *
 * <p>Safe for use by any thread: commands come from the reading callback, one at a time, and the
 * server's own wishes from anywhere.
 */
final class ClientSession implements Client, Subscriber {
  private final Connection connection;
  private final Replies replies;
  private final CentrifugeServices services;
  private final Caller caller;
  private final Payload meta;
  private final Slots slots;
  private final AtomicBoolean announced = new AtomicBoolean();

  /** Done once the client knows that it takes part: what the server wants of it waits for this. */
  private final CompletableFuture<@Nullable Void> welcomed = new CompletableFuture<>();

  private volatile boolean closed;

  ClientSession(
      Connection connection, Identity identity, Replies replies, CentrifugeServices services) {
    this.connection = connection;
    this.replies = replies;
    this.services = services;
    String id = connection.id().toString();
    ClientInfo info = new ClientInfo(identity.user(), id, identity.info(), Payload.EMPTY);
    this.caller = new Caller(info, Permission.FALSE);
    this.meta = identity.meta();
    this.slots = new Slots(services.clientConfig().mostSubscriptions());
  }

  /** Can be found from now on, unless the connection has ended. */
  void begin() {
    services.clients().add(connection.id(), this);
    if (closed) {
      leave();
    }
  }

  /** The client knows that it takes part. */
  void welcome() {
    welcomed.complete(null);
    services.events().fire(new ClientConnected(info()));
    announced.set(true);
    if (closed) {
      leave(); // by whichever of both is the later: the end is never told before the beginning
    }
  }

  /** The connection has ended. */
  void close() {
    closed = true;
    slots.close();
    services.stays().forget(connection);
    welcomed.complete(null);
    leave();
  }

  /** Stays from now on for as long as the identity says, and as its token is good. */
  void stay(Identity identity) {
    services.stays().limitWithGrace(connection, identity.ttl(), identity.token());
  }

  Caller caller() {
    return caller;
  }

  Slots slots() {
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
    Slots.Slot slot = slots.take(channel, true);
    if (slot == null) {
      return CompletableFuture.completedStage(null);
    }
    return join(slot, request, grant)
        .thenApply(
            subscription -> {
              replies.push(SubscribeReplies.push(subscription));
              services.channels().begin(subscription);
              return null;
            });
  }

  /** Fills a slot, or gives it up. */
  CompletionStage<Subscription> join(
      Slots.Slot slot, SubscribeRequest request, SubscribeGrant grant) {
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
    onceWelcome(() -> giveUp(channel));
  }

  private void giveUp(ChannelName channel) {
    Slots.Slot slot = slots.find(channel);
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
    Slots.Slot slot = slots.removeOf(subscription);
    boolean asksAgain = slot == null || !slot.isByServer();
    if (asksAgain || why == UnsubscribeCode.SERVER) {
      return replies.offer(new Push.Unsubscribe(subscription.channel().value(), why))
          ? null
          : CloseReason.SLOW;
    }
    // It did not ask for the subscription, so it will not ask again: it has to come back.
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
  public void refresh(@Nullable Duration ttl) {
    onceWelcome(
        () -> {
          services.stays().extendWithGrace(connection, ttl);
          replies.push(new Push.Refresh(ttl != null, SubscribeReplies.seconds(ttl)));
        });
  }

  private void onceWelcome(Runnable wish) {
    CompletableFuture<Void> unused = welcomed.thenRun(wish);
  }

  private void leave() {
    services.clients().remove(connection.id());
    if (announced.compareAndSet(true, false)) {
      services.events().fire(new ClientDisconnected(info()));
    }
  }
}
