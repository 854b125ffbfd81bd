package io.heartwire.client;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Centrifuge protocol, in JSON: of Heartwire's {@code /connection/websocket}, or of
 * any other server that speaks it.
 *
 * <p>Data is JSON text that the client does not look into. A request's stage fails with {@link
 * ErrorReplyException} if the server refused it, {@link NotSentException} if it had no effect since
 * it was not sent, and {@link OutcomeUnknownException} if it may have had its effect or not. Safe
 * for use by any thread.
 */
public final class CentrifugeClient implements HeartwireClient {
  private final Monitor monitor;
  private final ClientTime time;
  private final Lifecycle lifecycle;
  private final Requests requests;
  private final Subscriptions subscriptions;
  private final boolean isRepeating;

  private CentrifugeClient(Builder builder) {
    Settings settings = builder.settings();
    SharedRuntime shared = SharedRuntime.take();
    Parts parts = Parts.of(settings, shared);
    monitor = parts.monitor();
    time = parts.time();
    isRepeating = settings.repeatsPublications();
    requests = new Requests(settings, parts);
    subscriptions = new Subscriptions(settings, parts, requests, builder.serverListener);
    TokenSupplier tokens = builder.tokens();
    Dialogue dialogue =
        new CentrifugeDialogue(
            settings, parts, requests, subscriptions, tokens, builder.data, builder.messages);
    lifecycle = new Lifecycle(settings, parts, shared, tokens, dialogue);
  }

  @Override
  public ClientState state() {
    return lifecycle.state();
  }

  @Override
  public CompletionStage<@Nullable Void> connect() {
    return lifecycle.connect();
  }

  /**
   * Subscribes now if the client is connected, or as soon as it is, and again after each reconnect.
   *
   * @throws IllegalStateException if there is a subscription to this channel, or the client is
   *     closed
   */
  public Subscription subscribe(
      String channel, SubscriptionOptions options, SubscriptionListener listener) {
    String data = options.data();
    SubscriptionOptions checked =
        data == null ? options : options.withData(Json.oneLine(data, "data"));
    return monitor.call(
        () -> {
          if (lifecycle.state() == ClientState.CLOSED) {
            throw new IllegalStateException("the client is closed");
          }
          return subscriptions.add(channel, checked, listener);
        });
  }

  /** Those that have not ended, the server's not among them. */
  public List<Subscription> subscriptions() {
    return monitor.call(subscriptions::all);
  }

  /**
   * @param json one JSON value
   * @return completed once the server has taken the publication
   * @throws IllegalArgumentException if it is not
   */
  public CompletionStage<@Nullable Void> publish(String channel, String json) {
    String data = Json.oneLine(json, "a publication");
    Command command =
        isRepeating
            ? Command.publishOnce(channel, data, UUID.randomUUID().toString())
            : Command.publish(channel, data);
    return this.<@Nullable Void>request(Request.Kind.PUBLICATION, command, result -> null);
  }

  /**
   * Calls a method of the server's application.
   *
   * @param json one JSON value
   * @return its answer in JSON, {@code null} if that has no data
   */
  public CompletionStage<String> rpc(String method, String json) {
    return request(
        Request.Kind.OTHER,
        Command.rpc(method, Json.oneLine(json, "the data of " + method)),
        result -> {
          String data = result instanceof Reply.RpcResult answer ? answer.data() : null;
          return data == null ? "null" : data;
        });
  }

  public CompletionStage<HistoryPage> history(String channel, HistoryRequest request) {
    return request(
        Request.Kind.OTHER,
        Command.history(channel, request),
        result ->
            result instanceof Reply.HistoryResult found
                ? found.page()
                : new HistoryPage(List.of(), new StreamPosition(0, "")));
  }

  /** Who is in a channel, by connection id. */
  public CompletionStage<Map<String, ClientInfo>> presence(String channel) {
    return request(
        Request.Kind.OTHER,
        Command.presence(channel),
        result ->
            result instanceof Reply.PresenceResult found ? Map.copyOf(found.clients()) : Map.of());
  }

  public CompletionStage<PresenceStats> presenceStats(String channel) {
    return request(
        Request.Kind.OTHER,
        Command.presenceStats(channel),
        result ->
            result instanceof Reply.PresenceStatsResult found
                ? found.stats()
                : new PresenceStats(0, 0));
  }

  @Override
  public CompletionStage<Duration> ping() {
    long begun = time.nanos();
    return request(
        Request.Kind.PASSING, Command.ping(), result -> Duration.ofNanos(time.nanos() - begun));
  }

  @Override
  public int requestsUnderWay() {
    return monitor.call(requests::size);
  }

  @Override
  public void close() {
    lifecycle.close();
  }

  @Override
  public CompletionStage<@Nullable Void> closed() {
    return lifecycle.closed();
  }

  private <T extends @Nullable Object> CompletionStage<T> request(
      Request.Kind kind, Command command, Function<Reply.Result, T> result) {
    return lifecycle.request(requests, kind, command, result);
  }

  /** Makes a {@link CentrifugeClient}. */
  public static final class Builder extends ClientBuilder<Builder> {
    private @Nullable String data;
    private Consumer<String> messages = message -> {};
    private SubscriptionListener serverListener = new SubscriptionListener() {};

    Builder(URI address) {
      super(address);
    }

    @Override
    Builder self() {
      return this;
    }

    /** JSON that the server gets with every connection. */
    public Builder data(String json) {
      data = Json.oneLine(json, "data");
      return this;
    }

    /** Is told what the server sends to this client alone. */
    public Builder onMessage(Consumer<String> listener) {
      messages = listener;
      return this;
    }

    /** Is told of the channels that the server subscribes the client to. */
    public Builder onServerSubscriptions(SubscriptionListener listener) {
      serverListener = listener;
      return this;
    }

    /** The client, not connected yet. */
    public CentrifugeClient build() {
      return new CentrifugeClient(this);
    }
  }
}
