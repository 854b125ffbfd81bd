package io.heartwire.protocol.raw;

import static io.heartwire.hub.TokenException.Flaw.REVOKED;
import static io.heartwire.hub.TokenException.Flaw.UNDECIDED;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Payload;
import io.heartwire.channel.Caller;
import io.heartwire.channel.ChannelException;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.ChannelProblem;
import io.heartwire.channel.Permission;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.channel.SubscribeRequest;
import io.heartwire.channel.Subscriber;
import io.heartwire.channel.Subscription;
import io.heartwire.channel.UnsubscribeCode;
import io.heartwire.channel.WireFormat;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.connection.Limit;
import io.heartwire.connection.Permit;
import io.heartwire.hook.DisconnectException;
import io.heartwire.hook.HookUnavailableException;
import io.heartwire.hook.RefusedException;
import io.heartwire.hub.Credentials;
import io.heartwire.hub.Identity;
import io.heartwire.hub.TokenException;
import io.heartwire.protocol.Dialogue;
import io.heartwire.protocol.Sequence;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The conversation of a raw connection: subscribed to its one channel for as long as it lives.
 *
 * <p>The protocol has no way to answer a message with an error, so what the client may not do ends
 * the connection with a code and a reason.
 */
public final class RawDialogue implements Dialogue, Subscriber {
  private final Connection connection;
  private final ChannelName channel;
  private final Credentials credentials;
  private final RawServices services;
  private final Sequence steps;
  private final CompletableFuture<@Nullable Void> decided = new CompletableFuture<>();
  private volatile Caller caller;
  private @Nullable Subscription subscription; // guarded by this
  private boolean closed; // guarded by this

  /**
   * @param credentials what the client brought; a token that is not proven yet is asked about first
   *     of all
   */
  public RawDialogue(
      Connection connection, ChannelName channel, Credentials credentials, RawServices services) {
    this.connection = connection;
    this.channel = channel;
    this.credentials = credentials;
    this.services = services;
    this.caller = callerOf(Identity.user(connection.peer().user()));
    this.steps = new Sequence(services.config().mostWaiting(), resume -> true, this::failed);
  }

  /** Subscribes, so that nothing is missed of what is published once the client is answered. */
  @Override
  public CompletionStage<?> admitted() {
    add(
        () ->
            identity()
                .thenCompose(this::enter)
                .thenCompose(this::subscribe)
                .thenAccept(this::begin)
                .whenComplete((subscribed, failure) -> decided.complete(null)));
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
    services.stays().forget(connection);
    Subscription held;
    synchronized (this) {
      closed = true;
      held = subscription;
      subscription = null;
    }
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

  private CompletionStage<Identity> identity() {
    if (credentials instanceof Credentials.Proven proven) {
      return CompletableFuture.completedStage(proven.identity());
    }
    return credentials instanceof Credentials.Pending pending
        ? services.tokens().connection(pending.token())
        : CompletableFuture.completedStage(Identity.user(connection.peer().user()));
  }

  /** From here on the client is who it says; a channel that its token names is open to it. */
  private CompletionStage<SubscribeGrant> enter(Identity identity) {
    identify(identity.user());
    if (identity.isOver()) {
      throw new TokenException(TokenException.Flaw.EXPIRED, "the connection's time is over");
    }
    services.stays().limit(connection, identity.ttl(), identity.token());
    if (credentials != Credentials.NONE) {
      caller = callerOf(identity);
    }
    SubscribeGrant granted = identity.channels().get(channel);
    return granted == null
        ? services.clientChannels().maySubscribe(channel, caller, Payload.EMPTY)
        : CompletableFuture.completedStage(granted);
  }

  /** The container may know the user already; nobody becomes another by a token. */
  private void identify(String user) {
    String known = connection.peer().user();
    if (!known.isEmpty() && !known.equals(user)) {
      throw new TokenException(TokenException.Flaw.INVALID, "the token is another user's");
    }
    if (!user.isEmpty()) {
      connection.identify(user);
    }
  }

  private Caller callerOf(Identity identity) {
    String id = connection.id().toString();
    ClientInfo info = new ClientInfo(identity.user(), id, identity.info(), Payload.EMPTY);
    return new Caller(info, Permission.TRUE);
  }

  private CompletionStage<Subscription> subscribe(SubscribeGrant grant) {
    return services.channels().subscribe(channel, this, SubscribeRequest.PLAIN, grant);
  }

  private void begin(Subscription established) {
    boolean isLate;
    synchronized (this) {
      isLate = closed;
      subscription = isLate ? null : established;
    }
    if (isLate) {
      established.cancel(UnsubscribeCode.DISCONNECT);
      return;
    }
    services.channels().begin(established);
  }

  private void publish(Payload data) {
    connection.active();
    if (connection.quota().command() != Permit.GRANTED) {
      connection.close(CloseReason.TOO_MANY_REQUESTS);
      return;
    }
    add(() -> services.clientChannels().publish(channel, caller, data));
  }

  private void add(Supplier<CompletionStage<?>> step) {
    if (!steps.add(step)) {
      connection.quota().exceeded(Limit.WAITING_COMMANDS);
      connection.close(CloseReason.TOO_MANY_REQUESTS);
    }
  }

  private void failed(Throwable failure) {
    if (failure instanceof DisconnectException wish) {
      connection.close(new CloseReason(wish.code(), wish.reason()));
    } else if (failure instanceof RefusedException refused) {
      connection.close(CloseReason.permissionDenied(refused.message()));
    } else if (failure instanceof TokenException bad && bad.flaw() != UNDECIDED) {
      connection.close(
          bad.flaw() == REVOKED ? CloseReason.TOKEN_REVOKED : CloseReason.INVALID_TOKEN);
    } else if (failure instanceof ChannelException problem
        && problem.problem() == ChannelProblem.PERMISSION_DENIED) {
      connection.close(CloseReason.permissionDenied(String.valueOf(problem.getMessage())));
    } else if (failure instanceof HookUnavailableException) {
      connection.close(CloseReason.INTERNAL_ERROR);
    } else {
      services.troubles().report("Closing " + connection + " after an internal error", failure);
      connection.close(CloseReason.INTERNAL_ERROR);
    }
  }
}
