package io.heartwire.client;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Centrifuge protocol, in JSON: of Heartwire's {@code /connection/websocket}, or of
 * any other server that speaks it.
 *
 * <p>Data is JSON text that the client does not interpret. A request's future fails with {@link
 * ErrorReplyException} if the server refused it, with {@link NotSentException} if it was not sent
 * and so had no effect, and with {@link OutcomeUnknownException} if it may or may not have had its
 * effect. Safe for use by any thread.
 */
public final class CentrifugeClient extends HeartwireClient {
  private final ClientContext context;
  private final ClientSubscriptions subscriptions;

  private CentrifugeClient(
      ClientContext context, ClientSubscriptions subscriptions, ClientProtocol protocol) {
    super(context, protocol);
    this.context = context;
    this.subscriptions = subscriptions;
  }

  /** The same with {@link SubscriptionOptions#PLAIN}. */
  public Subscription subscribe(String channel, SubscriptionListener listener) {
    return subscribe(channel, SubscriptionOptions.PLAIN, listener);
  }

  /**
   * Subscribes now if the client is connected, else as soon as it is, and again after each
   * reconnect.
   *
   * @throws IllegalStateException if there is a subscription to this channel, or the client is
   *     closed
   */
  public Subscription subscribe(
      String channel, SubscriptionOptions options, SubscriptionListener listener) {
    String data = options.data();
    SubscriptionOptions checked =
        data == null ? options : options.withData(ClientJson.oneLine(data, "data"));
    return context
        .lock()
        .call(
            () -> {
              if (state() == ClientState.CLOSED) {
                throw new IllegalStateException("the client is closed");
              }
              return subscriptions.add(channel, checked, listener);
            });
  }

  /** The client's own subscriptions that have not ended; without those that the server made. */
  public List<Subscription> subscriptions() {
    return context.lock().call(subscriptions::all);
  }

  /**
   * Publishes to a channel.
   *
   * @param json one JSON value
   * @return completes once the server has accepted the publication
   * @throws IllegalArgumentException if {@code json} is not one JSON value
   */
  public CompletableFuture<@Nullable Void> publish(String channel, String json) {
    String data = ClientJson.oneLine(json, "a publication");
    ClientCommand command =
        context.settings().usesIdempotencyKeys()
            ? ClientCommand.publishOnce(channel, data, UUID.randomUUID().toString())
            : ClientCommand.publish(channel, data);
    return this.<@Nullable Void>request(ClientRequest.Kind.PUBLICATION, command, result -> null);
  }

  /**
   * Calls a method of the server's application.
   *
   * @param json one JSON value
   * @return the answer in JSON, {@code "null"} if it has no data
   * @throws IllegalArgumentException if {@code json} is not one JSON value
   */
  public CompletableFuture<String> rpc(String method, String json) {
    return ask(
        ClientCommand.rpc(method, ClientJson.oneLine(json, "the data of " + method)),
        result -> {
          String data = result instanceof ServerReply.RpcResult answer ? answer.data() : null;
          return data == null ? "null" : data;
        });
  }

  /** Reads part of a channel's history. */
  public CompletableFuture<HistoryPage> history(String channel, HistoryRequest request) {
    return ask(
        ClientCommand.history(channel, request),
        result ->
            result instanceof ServerReply.HistoryResult found
                ? found.page()
                : new HistoryPage(List.of(), new StreamPosition(0, "")));
  }

  /** Who is in a channel, by connection id. */
  public CompletableFuture<Map<String, ClientInfo>> presence(String channel) {
    return ask(
        ClientCommand.presence(channel),
        result ->
            result instanceof ServerReply.PresenceResult found
                ? Map.copyOf(found.clients())
                : Map.of());
  }

  /** How many connections and users are in a channel. */
  public CompletableFuture<PresenceStats> presenceStats(String channel) {
    return ask(
        ClientCommand.presenceStats(channel),
        result ->
            result instanceof ServerReply.PresenceStatsResult found
                ? found.stats()
                : new PresenceStats(0, 0));
  }

  private <T> CompletableFuture<T> ask(
      ClientCommand command, Function<ServerReply.Result, T> result) {
    return request(ClientRequest.Kind.OTHER, command, result);
  }

  /** Makes a {@link CentrifugeClient}. */
  public static final class Builder extends ClientBuilder<Builder> {
    private @Nullable String data;
    private Consumer<String> messages = message -> {};
    private SubscriptionListener serverListener = (channel, publication) -> {};

    Builder(URI address) {
      super(address);
    }

    @Override
    Builder self() {
      return this;
    }

    /** JSON that the server gets with every connection. */
    public Builder data(String json) {
      data = ClientJson.oneLine(json, "data");
      return this;
    }

    /** Called with each message that the server sends to this client alone. */
    public Builder onMessage(Consumer<String> listener) {
      messages = listener;
      return this;
    }

    /** Listens to the channels to which the server subscribes the client. */
    public Builder onServerSubscriptions(SubscriptionListener listener) {
      serverListener = listener;
      return this;
    }

    /** Makes the client; it does not connect yet. */
    public CentrifugeClient build() {
      ClientContext context = context();
      ClientSubscriptions subscriptions = new ClientSubscriptions(context, serverListener);
      return new CentrifugeClient(
          context,
          subscriptions,
          new CentrifugeClientProtocol(context, subscriptions, data, messages));
    }
  }
}
