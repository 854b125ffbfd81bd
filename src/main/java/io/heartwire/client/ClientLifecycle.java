package io.heartwire.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client's state, and what leads from one state to the next: attempts, waits between them, giving
 * up, closing.
 *
 * <p>Implementation notes. All fields are guarded by the client's lock; {@code state} is volatile
 * so that any thread can read it. There is either one attempt or one timer for the next attempt.
 */
final class ClientLifecycle {
  private final ClientContext context;
  private final ClientSettings settings;
  private final ClientLock lock;
  private final ClientProtocol protocol;
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

  // Null once the client is closed: before Java 21 an HTTP client ends when nobody refers to it.
  private @Nullable HttpClient http;
  private volatile ClientState state = ClientState.DISCONNECTED;
  private @Nullable ConnectionAttempt attempt;
  private ClientTime.Timer next = () -> {};
  private ClientTime.Timer steady = () -> {};
  private int failures; // in a row
  private CompletableFuture<@Nullable Void> connecting = new CompletableFuture<>();

  ClientLifecycle(ClientContext context, ClientProtocol protocol) {
    this.context = context;
    this.settings = context.settings();
    this.lock = context.lock();
    this.protocol = protocol;
    HttpClient own = settings.httpClient();
    this.http = own == null ? context.runtime().httpClient() : own;
  }

  ClientState state() {
    return state;
  }

  CompletableFuture<@Nullable Void> connect() {
    return lock.call(
        () -> {
          if (state == ClientState.CLOSED) {
            return CompletableFuture.failedFuture(new NotSentException("the client is closed"));
          }
          if (state == ClientState.DISCONNECTED) {
            failures = 0;
            connecting = new CompletableFuture<>();
            become(ClientState.CONNECTING, new StateChange.Asked());
            tryNow();
          }
          return copyOf(connecting);
        });
  }

  void close() {
    lock.run(
        () -> {
          if (state != ClientState.CLOSED) {
            become(ClientState.CLOSED, new StateChange.Asked());
            next.cancel();
            steady.cancel();
            context.tokenCalls().close();
            protocol.abandoned("the client is closed");
            CompletableFuture<@Nullable Void> asked = connecting;
            afterListeners(
                () -> asked.completeExceptionally(new NotSentException("the client is closed")));
            ConnectionAttempt last = attempt;
            attempt = null;
            if (last == null) {
              gone();
            } else {
              last.close(() -> lock.run(this::gone));
            }
          }
        });
  }

  CompletableFuture<@Nullable Void> closed() {
    return copyOf(closed);
  }

  /**
   * Sends a request over the connection, or lets it wait for one.
   *
   * @param result makes the future's value of the server's answer
   */
  <T extends @Nullable Object> CompletableFuture<T> request(
      ClientRequest.Kind kind, ClientRequest.Body body, Function<ServerReply.Result, T> result) {
    CompletableFuture<T> future = new CompletableFuture<>();
    ClientRequest request =
        new ClientRequest(
            kind,
            body,
            answer -> lock.complete(future, result.apply(answer)),
            failure -> lock.fail(future, failure));
    lock.run(
        () -> {
          if (state == ClientState.CONNECTED && attempt != null) {
            context.requests().send(request, attempt.webSocket());
          } else {
            context.requests().submit(request, state);
          }
        });
    return future;
  }

  /** Called with the lock held: the attempt has become a connection. */
  void established() {
    become(ClientState.CONNECTED, new StateChange.Established());
    if (settings.backoff().steadyAfter().isZero()) {
      failures = 0;
    } else {
      steady =
          context
              .time()
              .after(settings.backoff().steadyAfter(), () -> lock.run(() -> failures = 0));
    }
    CompletableFuture<@Nullable Void> asked = connecting;
    afterListeners(() -> asked.complete(null));
    protocol.established();
  }

  /** Called with the lock held: the attempt, or the connection that it became, has ended. */
  void ended(Failure failure) {
    attempt = null;
    steady.cancel();
    failures++;
    boolean isLast = failures > settings.backoff().attempts();
    if (failure.isFinal() || isLast) {
      giveUp(failure, isLast);
      return;
    }
    if (state == ClientState.CONNECTED) {
      connecting = new CompletableFuture<>();
      become(ClientState.RECONNECTING, failure);
    }
    protocol.ended(failure);
    Duration delay = delay(failure);
    Retry retry = new Retry(failures, failure, delay);
    settings.retryListeners().forEach(each -> lock.tell(() -> each.accept(retry)));
    next = context.time().after(delay, () -> lock.run(this::tryAgain));
  }

  /**
   * If the server says when to come back, the client does so: Heartwire names another time to each
   * of its clients. A {@code Retry-After} is the same for all clients, so some jitter is added.
   */
  private Duration delay(Failure failure) {
    Duration advice = failure.advice();
    double random = settings.random().getAsDouble();
    if (advice == null) {
      return settings.backoff().delay(failures, random);
    }
    if (failure instanceof Failure.HttpStatus) {
      long spread = settings.backoff().minimum().toMillis();
      return advice.plusMillis((long) (spread * random));
    }
    return advice;
  }

  private void tryAgain() {
    if (state.isUnderWay() && attempt == null) {
      tryNow();
    }
  }

  private void tryNow() {
    HttpClient client = http;
    if (client == null) {
      return; // closed
    }
    ConnectionAttempt begun = new ConnectionAttempt(this, context, protocol);
    attempt = begun;
    begun.begin(client);
  }

  private void giveUp(Failure failure, boolean isLast) {
    String why =
        isLast && !failure.isFinal()
            ? "gave up after %d attempts: %s".formatted(settings.backoff().attempts(), failure)
            : failure.toString();
    ConnectException thrown = new ConnectException(failure, settings.address() + ": " + why);
    become(ClientState.DISCONNECTED, failure);
    protocol.ended(failure);
    protocol.abandoned(why);
    CompletableFuture<@Nullable Void> asked = connecting;
    afterListeners(() -> asked.completeExceptionally(thrown));
  }

  private void become(ClientState to, StateChange.Reason reason) {
    if (!state.mayBecome(to)) {
      throw new IllegalStateException("a client that is " + state + " cannot become " + to);
    }
    StateChange change = new StateChange(state, to, reason);
    state = to;
    settings.stateListeners().forEach(each -> lock.tell(() -> each.accept(change)));
  }

  /**
   * Runs once listeners have been told all that came before. It does not run between listeners, so
   * that what the application does when a future completes delays none of them.
   */
  private void afterListeners(Runnable completion) {
    lock.tell(() -> context.callbacks().execute(completion));
  }

  private void gone() {
    http = null;
    lock.afterUnlock(context.runtime()::close);
    lock.complete(closed, null);
  }

  /**
   * A future for one caller, who may complete or cancel it. It fails with the same exception, while
   * that of {@link CompletableFuture#copy} would be wrapped.
   */
  private static CompletableFuture<@Nullable Void> copyOf(CompletionStage<@Nullable Void> shared) {
    CompletableFuture<@Nullable Void> copy = new CompletableFuture<>();
    shared.whenComplete(
        (done, failure) -> {
          if (failure == null) {
            copy.complete(null);
          } else {
            copy.completeExceptionally(failure);
          }
        });
    return copy;
  }
}
