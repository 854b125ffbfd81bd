package io.heartwire.protocol.stomp;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.SubscribeResult;
import io.heartwire.channel.Subscriber;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.OverflowPolicy;
import io.heartwire.protocol.HeldUntilClosed;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A subscription to a channel. A client may have several to the same one, each of which gets every
 * publication. Safe for use by any thread.
 */
final class TopicSubscription implements StompSubscription, Subscriber {
  private final String id;
  private final ChannelName channel;
  private final StompFormat format;
  private final Connection connection;
  private final Supplier<ClientInfo> info;
  private final Writes writes;
  private final HeldTopics held;
  private final StompServices services;
  private final HeldUntilClosed<Subscription> subscription = new HeldUntilClosed<>();
  private volatile boolean isEstablished;
  private volatile boolean isEndedByServer;

  /**
   * @param held those of the same client
   */
  TopicSubscription(
      String id,
      ChannelName channel,
      StompFormat format,
      Connection connection,
      Supplier<ClientInfo> info,
      Writes writes,
      HeldTopics held,
      StompServices services) {
    this.id = id;
    this.channel = channel;
    this.format = format;
    this.connection = connection;
    this.info = info;
    this.writes = writes;
    this.held = held;
    this.services = services;
  }

  /**
   * Subscribes. Publications come once {@link #begin} is called.
   *
   * @return what the client is told in its receipt
   */
  CompletionStage<Map<String, String>> join(SubscribeRequest request, SubscribeGrant grant) {
    return services
        .channels()
        .subscribe(channel, this, request, grant)
        .thenApply(
            joined -> {
              held.add(joined);
              if (!subscription.hold(joined)) {
                cancel(joined, UnsubscribeCode.DISCONNECT);
              }
              isEstablished = true;
              Map<String, String> told = told(joined.established());
              if (isEndedByServer) {
                endByServer();
              }
              return told;
            });
  }

  /**
   * Sends what was missed, as fast as the client reads, and then every later publication. All at
   * once could be more than an outbox holds, each time that the client comes back for it.
   */
  void begin() {
    Subscription joined = subscription.held();
    if (joined == null) {
      return;
    }
    SubscribeResult result = joined.established();
    String epoch = result.position().epoch();
    for (Publication missed : result.missed()) {
      writes.add(() -> write(joined, epoch, missed), missed.data().size());
    }
    if (result.missed().isEmpty()) {
      services.channels().begin(joined);
    } else {
      writes.add(() -> services.channels().begin(joined));
    }
  }

  private void write(Subscription joined, String epoch, Publication missed) {
    if (!joined.hasEnded()) {
      connection.send(
          format.publication(channel.value(), epoch, missed, null), OverflowPolicy.DISCONNECT);
    }
  }

  private static Map<String, String> told(SubscribeResult result) {
    Map<String, String> headers = new LinkedHashMap<>();
    if (result.wasRecovering()) {
      headers.put("recovered", Boolean.toString(result.recovered()));
    }
    if (result.positioned()) {
      headers.put("offset", Long.toString(result.position().offset()));
      headers.put("epoch", result.position().epoch());
    }
    return headers;
  }

  ChannelName channel() {
    return channel;
  }

  /** Whether the client gets, or is about to get, what is published. */
  boolean isEstablished() {
    return isEstablished;
  }

  /** Ends it by the server's will, as soon as it has begun. */
  void endByServer() {
    isEndedByServer = true;
    Subscription joined = subscription.held();
    if (joined != null) {
      services.channels().end(joined, UnsubscribeCode.SERVER);
    }
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public CompletionStage<?> end(String why) {
    isEstablished = false;
    Subscription joined = subscription.close();
    if (joined != null) {
      cancel(joined, why.isEmpty() ? UnsubscribeCode.CLIENT : UnsubscribeCode.DISCONNECT);
    }
    return CompletableFuture.completedStage(null);
  }

  private void cancel(Subscription joined, UnsubscribeCode why) {
    held.remove(joined);
    joined.cancel(why);
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public ClientInfo info() {
    return info.get();
  }

  @Override
  public WireFormat format() {
    return format;
  }

  @Override
  public Stream<Subscription> besides(Subscription one) {
    return held.besides(one);
  }

  /** The protocol cannot tell the end of one subscription: the client must connect again. */
  @Override
  public @Nullable CloseReason ended(Subscription ended, UnsubscribeCode why) {
    return switch (why) {
      case INSUFFICIENT_STATE -> CloseReason.INSUFFICIENT_STATE;
      case EXPIRED -> new CloseReason(3006, "subscription expired");
      case CLIENT, DISCONNECT, SERVER -> CloseReason.FORCE_NO_RECONNECT;
    };
  }
}
