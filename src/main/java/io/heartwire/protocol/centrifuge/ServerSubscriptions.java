package io.heartwire.protocol.centrifuge;

import io.heartwire.broker.Payload;
import io.heartwire.broker.StreamPosition;
import io.heartwire.channel.ChannelException;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.Identity;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The channels that a client is subscribed to by the connect command: those of its identity, and
 * those that it asks for and has permission for. Others that it asks for, or that exceed its limit,
 * are left out without an error: mostly a reconnecting client asks for what it had before.
 *
 * <p>Subscribes to one channel after the other. Used by the connect step only.
 */
final class ServerSubscriptions {
  private final ClientSession session;
  private final Request.Connect connect;
  private final CentrifugeServices services;
  private final Map<ChannelName, Subscription> joined = new LinkedHashMap<>();

  ServerSubscriptions(ClientSession session, Request.Connect connect, CentrifugeServices services) {
    this.session = session;
    this.connect = connect;
    this.services = services;
  }

  /**
   * Subscribes to all channels; the caller begins each subscription after the connect reply.
   *
   * @return fails if a channel of the identity cannot be subscribed to
   */
  CompletionStage<Map<ChannelName, Subscription>> join(Identity identity) {
    CompletionStage<@Nullable Void> all = CompletableFuture.completedStage(null);
    for (Map.Entry<ChannelName, SubscribeGrant> own : channelsOf(identity).entrySet()) {
      all = all.thenCompose(done -> join(own.getKey(), own.getValue()));
    }
    int most = services.clientConfig().mostSubscriptions();
    for (Map.Entry<String, Request.Subscribe> asked :
        connect.subs().entrySet().stream().limit(most).toList()) {
      all = all.thenCompose(done -> ask(asked.getKey(), asked.getValue()));
    }
    return all.thenApply(done -> joined);
  }

  /** Cancels the subscriptions made so far. */
  void cancel() {
    joined.values().forEach(one -> one.cancel(UnsubscribeCode.DISCONNECT));
  }

  private Map<ChannelName, SubscribeGrant> channelsOf(Identity identity) {
    Map<ChannelName, SubscribeGrant> channels = new LinkedHashMap<>(identity.channels());
    if (channels.size() > services.clientConfig().mostSubscriptions()) {
      session.connection().quota().exceeded(ConnectionLimit.SUBSCRIPTIONS);
      throw new ProtocolException(DisconnectCode.CHANNEL_LIMIT);
    }
    boolean isPersonal = services.clientConfig().personalChannel() && !session.isOperator();
    if (isPersonal && !identity.user().isEmpty()) {
      channels.putIfAbsent(personal(identity.user()), SubscribeGrant.PLAIN);
    }
    return channels;
  }

  private ChannelName personal(String user) {
    String namespace = services.clientConfig().personalNamespace();
    String name = (namespace.isEmpty() ? "#" : namespace + ":#") + user;
    return ChannelName.parse(name)
        .filter(channel -> channel.names(user)) // otherwise it would be another user's channel
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "user '%s' cannot have a personal channel: a name must have %s, and no # or ,"
                        .formatted(user, ChannelName.RULE)));
  }

  private CompletionStage<@Nullable Void> join(ChannelName channel, SubscribeGrant grant) {
    return join(channel, ofServer(connect.subs().get(channel.value())), grant);
  }

  private CompletionStage<@Nullable Void> ask(String name, Request.Subscribe asked) {
    ChannelName channel = ChannelNames.parse(name).orElse(null);
    if (channel == null || joined.containsKey(channel)) {
      return CompletableFuture.completedStage(null);
    }
    if (session.slots().isFull()) {
      session.connection().quota().exceeded(ConnectionLimit.SUBSCRIPTIONS);
      return CompletableFuture.completedStage(null);
    }
    return services
        .clientChannels()
        .maySubscribe(channel, session.caller(), asked.data())
        .thenApply(Optional::of)
        .exceptionally(ServerSubscriptions::nothingIfRefused)
        .thenCompose(
            grant -> {
              if (grant.isEmpty()) {
                return CompletableFuture.completedStage(null);
              }
              return join(channel, ofClient(asked), grant.get());
            });
  }

  private CompletionStage<@Nullable Void> join(
      ChannelName channel, SubscribeRequest wanted, SubscribeGrant grant) {
    ChannelSlots.Slot slot = session.slots().take(channel, true);
    if (slot == null) { // the connection has ended
      return CompletableFuture.failedStage(new ProtocolException(DisconnectCode.SHUTDOWN));
    }
    return session
        .join(slot, services.clientChannels().permitted(channel, session.caller(), wanted), grant)
        .thenApply(
            subscription -> {
              joined.put(channel, subscription);
              return null;
            });
  }

  private static Optional<SubscribeGrant> nothingIfRefused(Throwable thrown) {
    Throwable failure = Hooks.causeOf(thrown);
    if (failure instanceof ChannelException || failure instanceof RefusedException) {
      return Optional.empty();
    }
    throw new CompletionException(failure);
  }

  /** A server-side subscription is recoverable wherever the client may read the history. */
  private static SubscribeRequest ofServer(Request.@Nullable Subscribe known) {
    return new SubscribeRequest(
        known == null ? null : since(known),
        true,
        true,
        true,
        false,
        null,
        known == null ? Payload.EMPTY : known.data());
  }

  /** A subscription that the client asks for has the options that it asks for. */
  private static SubscribeRequest ofClient(Request.Subscribe asked) {
    return new SubscribeRequest(
        since(asked),
        asked.recoverable(),
        asked.positioned(),
        asked.joinLeave(),
        false,
        null,
        asked.data());
  }

  private static @Nullable StreamPosition since(Request.Subscribe known) {
    return known.recover() ? new StreamPosition(known.offset(), known.epoch()) : null;
  }
}
