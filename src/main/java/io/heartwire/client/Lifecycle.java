package io.heartwire.client;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client's state, and what leads from one to the next: attempts, waits between them, giving up,
 * closing.
 *
 * <p>Implementation notes. All fields are guarded by the client's monitor; {@code state} is
 * volatile so that everybody may look. There is one attempt at a time, or one timer for the next.
 */
final class Lifecycle {
  private final Settings settings;
  private final Parts parts;
  private final Monitor monitor;
  private final Dialogue dialogue;
  private final SharedRuntime shared;
  private final @Nullable TokenSupplier tokens;
  private final CompletableFuture<@Nullable Void> closed = new CompletableFuture<>();

  private @Nullable HttpClient http; // let go of in the end, since before Java 21 it ends with that
  private volatile ClientState state = ClientState.DISCONNECTED;
  private @Nullable Attempt attempt;
  private ClientTime.Timer next = () -> {};
  private ClientTime.Timer steady = () -> {};
  private int failures; // in a row
  private CompletableFuture<@Nullable Void> connecting = new CompletableFuture<>();

  Lifecycle(
      Settings settings,
      Parts parts,
      SharedRuntime shared,
      @Nullable TokenSupplier tokens,
      Dialogue dialogue) {
    this.settings = settings;
    this.parts = parts;
    this.monitor = parts.monitor();
    this.dialogue = dialogue;
    this.shared = shared;
    this.tokens = tokens;
    HttpClient own = settings.httpClient();
    this.http = own == null ? shared.httpClient() : own;
  }

  ClientState state() {
    return state;
  }

  CompletionStage<@Nullable Void> connect() {
    return monitor.call(
        () -> {
          if (state == ClientState.CLOSED) {
            return CompletableFuture.failedStage(new NotSentException("the client is closed"));
          }
          if (state == ClientState.DISCONNECTED) {
            failures = 0;
            connecting = new CompletableFuture<>();
            become(ClientState.CONNECTING, new StateChange.Asked());
            tryNow();
          }
          return connecting.minimalCompletionStage();
        });
  }

  void close() {
    monitor.run(
        () -> {
          if (state != ClientState.CLOSED) {
            become(ClientState.CLOSED, new StateChange.Asked());
            next.cancel();
            steady.cancel();
            dialogue.abandoned("the client is closed");
            CompletableFuture<@Nullable Void> asked = connecting;
            inOrder(
                () -> asked.completeExceptionally(new NotSentException("the client is closed")));
            Attempt last = attempt;
            attempt = null;
            if (last == null) {
              gone();
            } else {
              last.close(() -> monitor.run(this::gone));
            }
          }
        });
  }

  CompletionStage<@Nullable Void> closed() {
    return closed.minimalCompletionStage();
  }

  /**
   * Makes a request over the connection, or lets it wait for one.
   *
   * @param result from the answer to what the stage completes with
   */
  <T extends @Nullable Object> CompletionStage<T> request(
      Requests requests, Request.Kind kind, Request.Body body, Function<Reply.Result, T> result) {
    CompletableFuture<T> stage = new CompletableFuture<>();
    Request request =
        new Request(
            kind,
            body,
            answer -> monitor.complete(stage, result.apply(answer)),
            failure -> monitor.fail(stage, failure));
    monitor.run(
        () -> {
          if (state == ClientState.CONNECTED && attempt != null) {
            requests.send(request, attempt.link());
          } else {
            requests.submit(request, state);
          }
        });
    return stage.minimalCompletionStage();
  }

  /** With the lock held: the attempt has become a connection. */
  void established() {
    become(ClientState.CONNECTED, new StateChange.Established());
    if (settings.backoff().steadyAfter().isZero()) {
      failures = 0;
    } else {
      steady =
          parts
              .time()
              .after(settings.backoff().steadyAfter(), () -> monitor.run(() -> failures = 0));
    }
    CompletableFuture<@Nullable Void> asked = connecting;
    inOrder(() -> asked.complete(null));
    dialogue.established();
  }

  /** With the lock held: the attempt, or the connection that it became, has ended. */
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
    dialogue.ended(failure);
    Duration delay = delay(failure);
    Retry retry = new Retry(failures, failure, delay);
    settings.retryListeners().forEach(each -> monitor.tell(() -> each.accept(retry)));
    next = parts.time().after(delay, () -> monitor.run(this::tryAgain));
  }

  /**
   * A time that the server names replaces the wait: it knows when it will be back, and has spread
   * its clients. A status is spread once more, since others than Heartwire tell all the same.
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
    Attempt begun = new Attempt(this, settings, parts, dialogue);
    attempt = begun;
    begun.begin(client, tokens);
  }

  private void giveUp(Failure failure, boolean isLast) {
    String why =
        isLast && !failure.isFinal()
            ? "gave up after %d attempts: %s".formatted(settings.backoff().attempts(), failure)
            : failure.toString();
    ConnectException thrown = new ConnectException(failure, settings.address() + ": " + why);
    become(ClientState.DISCONNECTED, failure);
    dialogue.ended(failure);
    dialogue.abandoned(why);
    CompletableFuture<@Nullable Void> asked = connecting;
    inOrder(() -> asked.completeExceptionally(thrown));
  }

  private void become(ClientState to, StateChange.Reason reason) {
    if (!state.mayBecome(to)) {
      throw new IllegalStateException("a client that is " + state + " cannot become " + to);
    }
    StateChange change = new StateChange(state, to, reason);
    state = to;
    settings.stateListeners().forEach(each -> monitor.tell(() -> each.accept(change)));
  }

  /** After the listeners have been told what came before, but not in their row. */
  private void inOrder(Runnable completion) {
    monitor.tell(() -> parts.callbacks().execute(completion));
  }

  private void gone() {
    http = null;
    monitor.afterwards(shared::close);
    monitor.complete(closed, null);
  }
}
