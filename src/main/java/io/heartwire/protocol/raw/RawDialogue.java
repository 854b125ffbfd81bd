package io.heartwire.protocol.raw;

import static io.heartwire.hub.TokenException.Flaw.REVOKED;
import static io.heartwire.hub.TokenException.Flaw.UNDECIDED;

import io.heartwire.broker.BrokerException;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelCaller;
import io.heartwire.channel.ChannelException;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelProblem;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.Subscriber;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.ConnectionLimit;
import io.heartwire.connection.InboundPermit;
import io.heartwire.hook.DisconnectException;
import io.heartwire.hook.HookUnavailableException;
import io.heartwire.hook.Hooks;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.ConnectAttempt;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.EntryException;
import io.heartwire.hub.Identity;
import io.heartwire.hub.TokenException;
import io.heartwire.protocol.CommandQueue;
import io.heartwire.protocol.Dialogue;
import io.heartwire.protocol.HeldUntilClosed;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The dialogue of a raw connection, which is subscribed to one channel as long as it lives.
 *
 * <p>The protocol has no error replies, so anything that the client may not do closes the
 * connection with a code and a reason.
 */
public final class RawDialogue implements Dialogue, Subscriber {
  private final Connection connection;
  private final ChannelName channel;
  private final Credentials credentials;
  private final RawServices services;
  private final CommandQueue steps;
  private final CompletableFuture<@Nullable Void> decided = new CompletableFuture<>();
  private volatile ChannelCaller caller;
  private final HeldUntilClosed<Subscription> subscription = new HeldUntilClosed<>();

  /**
   * @param credentials the client's credentials; a token that is not verified yet is verified first
   *     of all
   */
  public RawDialogue(
      Connection connection, ChannelName channel, Credentials credentials, RawServices services) {
    this.connection = connection;
    this.channel = channel;
    this.credentials = credentials;
    this.services = services;
    this.caller = callerOf(Identity.user(connection.peer().user()));
    this.steps =
        new CommandQueue(
            services.config().mostWaiting(),
            services.config().mostWaitingBytes(),
            connection.quota().waiting(),
            resume -> true,
            this::failed);
  }

  /**
   * Subscribes before the handshake is answered, so that the client misses nothing that is
   * published afterwards.
   */
  @Override
  public CompletionStage<?> admitted() {
    add(
        () ->
            identify()
                .thenCompose(this::enter)
                .thenCompose(this::subscribe)
                .thenAccept(this::begin),
        0);
    return decided;
  }

  @Override
  public void opened() {
    connection.ready();
  }

  @Override
  public void text(String message) {
    publish(Payload.text(message));
  }

  @Override
  public void binary(ByteBuffer message) {
    byte[] bytes = new byte[message.remaining()];
    message.get(bytes);
    publish(Payload.sharing(bytes));
  }

  @Override
  public void closed() {
    steps.close();
    decided.complete(null);
    services.expiry().forget(connection);
    Subscription held = subscription.close();
    if (held != null) {
      held.cancel(UnsubscribeCode.DISCONNECT);
    }
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
  public WireFormat format() {
    return RawFormat.INSTANCE;
  }

  @Override
  public CloseReason ended(Subscription ended, UnsubscribeCode why) {
    return why == UnsubscribeCode.INSUFFICIENT_STATE
        ? CloseReason.INSUFFICIENT_STATE
        : CloseReason.FORCE_NO_RECONNECT;
  }

  /** By what it showed at its handshake: it cannot say more. */
  private CompletionStage<Identity> identify() {
    String token = credentials instanceof Credentials.Pending pending ? pending.token() : "";
    ConnectAttempt attempt =
        new ConnectAttempt(
            connection.id(), connection.peer(), "raw", "", token, Payload.EMPTY, Map.of());
    return services.authentication().identify(attempt, credentials);
  }

  /**
   * Takes over the identity, and grants the channel if the token names it; otherwise asks the
   * rules.
   */
  private CompletionStage<SubscribeGrant> enter(Identity identity) {
    identity.enter(connection);
    services.expiry().limit(connection, identity.ttl(), identity.token());
    caller = callerOf(identity);
    SubscribeGrant granted = identity.channels().get(channel);
    return granted == null
        ? services.clientChannels().maySubscribe(channel, caller, Payload.EMPTY)
        : CompletableFuture.completedStage(granted);
  }

  private ChannelCaller callerOf(Identity identity) {
    // It publishes only once it is subscribed.
    return new ChannelCaller(identity.infoOn(connection.id()), channel::equals);
  }

  private CompletionStage<Subscription> subscribe(SubscribeGrant grant) {
    return services.channels().subscribe(channel, this, SubscribeRequest.PLAIN, grant);
  }

  private void begin(Subscription established) {
    if (!subscription.hold(established)) {
      established.cancel(UnsubscribeCode.DISCONNECT);
      return;
    }
    services.channels().begin(established);
    decided.complete(null);
  }

  private void publish(Payload data) {
    connection.active();
    if (connection.quota().command() != InboundPermit.GRANTED) {
      connection.close(CloseReason.TOO_MANY_REQUESTS);
      return;
    }
    add(
        () ->
            services
                .events()
                .whenTold(
                    caller.info().client(),
                    () ->
                        unlessUnavailable(
                            services.clientChannels().publish(channel, caller, data))),
        data.size());
  }

  /**
   * The protocol has no reply: a publication that the engine could not take is lost, which the
   * engine counts, and the connection goes on.
   */
  private static CompletionStage<@Nullable Void> unlessUnavailable(CompletionStage<?> published) {
    return published
        .<CompletionStage<@Nullable Void>>handle(
            (done, failure) ->
                failure == null || BrokerException.isUnavailable(Hooks.causeOf(failure))
                    ? CompletableFuture.<@Nullable Void>completedStage(null)
                    : CompletableFuture.<@Nullable Void>failedStage(failure))
        .thenCompose(stage -> stage);
  }

  private void add(Supplier<CompletionStage<?>> step, int size) {
    if (!steps.add(step, size)) {
      connection.quota().exceeded(ConnectionLimit.WAITING_COMMANDS);
      connection.close(CloseReason.TOO_MANY_REQUESTS);
    }
  }

  /** Closes the connection before the stage completes, so that it never becomes live. */
  private void failed(Throwable failure) {
    end(failure);
    decided.complete(null);
  }

  private void end(Throwable failure) {
    if (failure instanceof DisconnectException disconnect) {
      connection.close(new CloseReason(disconnect.code(), disconnect.reason()));
    } else if (failure instanceof RefusedException refused) {
      connection.close(CloseReason.permissionDenied(refused.message()));
    } else if (failure instanceof TokenException bad && bad.flaw() != UNDECIDED) {
      connection.close(
          bad.flaw() == REVOKED ? CloseReason.TOKEN_REVOKED : CloseReason.INVALID_TOKEN);
    } else if (failure instanceof EntryException refused) {
      connection.close(
          refused.reason() == EntryException.Reason.FULL
              ? CloseReason.CONNECTION_LIMIT
              : CloseReason.INVALID_TOKEN);
    } else if (failure instanceof ChannelException problem
        && (problem.problem() == ChannelProblem.PERMISSION_DENIED
            || problem.problem() == ChannelProblem.UNKNOWN_CHANNEL)) {
      connection.close(CloseReason.permissionDenied(String.valueOf(problem.getMessage())));
    } else if (failure instanceof HookUnavailableException
        || BrokerException.isUnavailable(failure)) {
      connection.close(CloseReason.INTERNAL_ERROR);
    } else {
      services
          .errors()
          .report(connection.id(), "Closing " + connection + " after an internal error", failure);
      connection.close(CloseReason.INTERNAL_ERROR);
    }
  }
}
