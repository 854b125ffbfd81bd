package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/**
 * A subscription that the client asked for. It outlives connections.
 *
 * <p>Implementation notes. Fields are guarded by the client's lock, with which all methods but the
 * public ones are called; {@code state} is volatile so that any thread can read it. The {@code
 * generation} grows with each try: answers, tokens and timers of an earlier one are ignored.
 */
final class ClientSubscription implements Subscription {
  private static final int TOKEN_EXPIRED = 109;
  private static final int UNRECOVERABLE = 112;
  private static final int RESUBSCRIBE = 2500; // codes from here on tell to subscribe again

  private final String channel;
  private final SubscriptionOptions options;
  private final SubscriptionListener listener;
  private final ClientContext context;
  private final ClientLock lock;
  private final ClientSubscriptions owner;
  private final StreamProgress progress;

  private volatile State state = State.SUBSCRIBING;
  private @Nullable String token;
  private int failures; // in a row
  private int generation;
  private ClientTime.Timer timer = () -> {};
  private @Nullable TokenRefresh refresh;

  ClientSubscription(
      String channel,
      SubscriptionOptions options,
      SubscriptionListener listener,
      ClientContext context,
      ClientSubscriptions owner) {
    this.channel = channel;
    this.options = options;
    this.listener = listener;
    this.context = context;
    this.lock = context.lock();
    this.owner = owner;
    this.progress = new StreamProgress(options.since());
  }

  @Override
  public String channel() {
    return channel;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public @Nullable StreamPosition position() {
    return progress.position();
  }

  @Override
  public void unsubscribe() {
    lock.run(
        () -> {
          if (state != State.UNSUBSCRIBED) {
            end(0, "unsubscribed");
            owner.tellServer(channel);
          }
        });
  }

  /** Subscribes over an established connection. */
  void begin(ConnectionAttempt attempt) {
    nextGeneration();
    TokenSupplier tokens = options.tokens();
    String known = token;
    if (tokens == null || known != null) {
      ask(attempt, known);
      return;
    }
    int asked = generation;
    attempt.askForToken(
        tokens,
        given -> {
          if (asked == generation) {
            token = given;
            ask(attempt, given);
          }
        },
        failure -> {
          if (asked == generation) {
            later(attempt);
          }
        });
  }

  void published(Publication publication) {
    if (state == State.SUBSCRIBED && progress.advance(publication)) {
      lock.tell(() -> listener.onPublication(channel, publication));
    }
  }

  void joined(ClientInfo info) {
    lock.tell(() -> listener.onJoin(channel, info));
  }

  void left(ClientInfo info) {
    lock.tell(() -> listener.onLeave(channel, info));
  }

  /** The server has ended it. */
  void unsubscribed(ConnectionAttempt attempt, int code, String reason) {
    if (code >= RESUBSCRIBE) {
      lost(reason);
      begin(attempt);
    } else {
      end(code, reason);
    }
  }

  /** The subscription has ended for now, with its connection or without. */
  void lost(String reason) {
    nextGeneration();
    if (state == State.SUBSCRIBED) {
      state = State.SUBSCRIBING;
      lock.tell(() -> listener.onResubscribing(channel, reason));
    }
  }

  void end(int code, String reason) {
    nextGeneration();
    state = State.UNSUBSCRIBED;
    owner.remove(this);
    lock.tell(() -> listener.onUnsubscribed(channel, code, reason));
  }

  private void ask(ConnectionAttempt attempt, @Nullable String token) {
    int asked = generation;
    owner.ask(
        attempt,
        () -> asked == generation,
        () -> ClientCommand.subscribe(channel, options, token, progress.position()),
        result -> {
          if (asked == generation && result instanceof ServerReply.SubscribeResult subscribed) {
            established(attempt, subscribed);
          }
        },
        failure -> {
          if (asked == generation) {
            refused(attempt, failure);
          }
        });
  }

  private void established(ConnectionAttempt attempt, ServerReply.SubscribeResult result) {
    state = State.SUBSCRIBED;
    failures = 0;
    StreamProgress.Restart restart = progress.restart(result);
    lock.tell(() -> listener.onSubscribed(channel, restart.subscribed()));
    restart.missed().forEach(each -> lock.tell(() -> listener.onPublication(channel, each)));
    refreshIn(attempt, result.expires(), result.ttl());
  }

  private void refused(ConnectionAttempt attempt, HeartwireClientException failure) {
    if (!(failure instanceof ErrorReplyException refusal)) {
      unanswered(attempt, failure);
    } else if (refusal.code() == UNRECOVERABLE && progress.position() != null) {
      progress.giveUp();
      begin(attempt);
    } else if (refusal.isTemporary()) {
      later(attempt);
    } else if (refusal.code() == TOKEN_EXPIRED && options.tokens() != null) {
      token = null;
      later(attempt);
    } else {
      end(refusal.code(), refusal.reason());
    }
  }

  /** If the command was sent, the client cannot know whether the server has subscribed it. */
  private void unanswered(ConnectionAttempt attempt, HeartwireClientException failure) {
    if (attempt.isOver()) {
      return; // the connection has ended, and lost() has been called
    }
    if (failure instanceof NotSentException) {
      later(attempt);
    } else {
      attempt.end(new Failure.Broken("subscribing to " + channel + ": " + failure.getMessage()));
    }
  }

  private void later(ConnectionAttempt attempt) {
    failures++;
    int asked = generation;
    Runnable again =
        () -> {
          if (asked == generation) {
            begin(attempt);
          }
        };
    ClientSettings settings = context.settings();
    timer =
        context
            .time()
            .after(
                settings.backoff().delay(failures, settings.random().getAsDouble()),
                () -> attempt.runIfLive(again));
  }

  private void refreshIn(ConnectionAttempt attempt, boolean expires, long ttlSeconds) {
    TokenSupplier tokens = options.tokens();
    if (expires && tokens != null) {
      refresh =
          new TokenRefresh(
              attempt,
              context,
              tokens,
              (given, done, failed) -> {
                token = given;
                owner.send(attempt, ClientCommand.subRefresh(channel, given), done, failed);
              });
      refresh.schedule(true, ttlSeconds);
    }
  }

  private void nextGeneration() {
    generation++;
    timer.cancel();
    if (refresh != null) {
      refresh.cancel();
      refresh = null;
    }
  }
}
