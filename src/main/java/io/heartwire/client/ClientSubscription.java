package io.heartwire.client;

import org.jspecify.annotations.Nullable;

/**
 * A subscription that the client asked for, through all its connections.
 *
 * <p>Implementation notes. Fields are guarded by the client's monitor, and all methods but the
 * public ones are called with it held; {@code state} is volatile so that everybody may look. The
 * {@code turn} tells answers to earlier requests, tokens and timers from those that still count.
 */
final class ClientSubscription implements Subscription {
  private static final int TOKEN_EXPIRED = 109;
  private static final int UNRECOVERABLE = 112;
  private static final int RESUBSCRIBE = 2500; // codes from here on tell to subscribe again

  private final String channel;
  private final SubscriptionOptions options;
  private final SubscriptionListener listener;
  private final Monitor monitor;
  private final ClientTime time;
  private final Settings settings;
  private final Subscriptions owner;
  private final StreamTrack track;

  private volatile State state = State.SUBSCRIBING;
  private @Nullable String token;
  private int failures; // in a row
  private int turn;
  private ClientTime.Timer timer = () -> {};
  private @Nullable Refresh refresh;

  ClientSubscription(
      String channel,
      SubscriptionOptions options,
      SubscriptionListener listener,
      Settings settings,
      Parts parts,
      Subscriptions owner) {
    this.channel = channel;
    this.options = options;
    this.listener = listener;
    this.settings = settings;
    this.monitor = parts.monitor();
    this.time = parts.time();
    this.owner = owner;
    this.track = new StreamTrack(options.since());
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
    return track.position();
  }

  @Override
  public void unsubscribe() {
    monitor.run(
        () -> {
          if (state != State.UNSUBSCRIBED) {
            end(0, "unsubscribed");
            owner.tellServer(channel);
          }
        });
  }

  /** Over a connection that takes part. */
  void begin(Attempt attempt) {
    newTurn();
    TokenSupplier tokens = options.tokens();
    String known = token;
    if (tokens == null || known != null) {
      ask(attempt, known);
      return;
    }
    int asked = turn;
    attempt.ask(
        tokens,
        given -> {
          if (asked == turn) {
            token = given;
            ask(attempt, given);
          }
        },
        failure -> {
          if (asked == turn) {
            later(attempt);
          }
        });
  }

  void published(Publication publication) {
    if (state == State.SUBSCRIBED && track.takes(publication)) {
      monitor.tell(() -> listener.onPublication(channel, publication));
    }
  }

  void joined(ClientInfo info) {
    monitor.tell(() -> listener.onJoin(channel, info));
  }

  void left(ClientInfo info) {
    monitor.tell(() -> listener.onLeave(channel, info));
  }

  /** The server has ended it. */
  void unsubscribed(Attempt attempt, int code, String reason) {
    if (code >= RESUBSCRIBE) {
      lost(reason);
      begin(attempt);
    } else {
      end(code, reason);
    }
  }

  /** Ended for now, with its connection or without. */
  void lost(String reason) {
    newTurn();
    if (state == State.SUBSCRIBED) {
      state = State.SUBSCRIBING;
      monitor.tell(() -> listener.onResubscribing(channel, reason));
    }
  }

  void end(int code, String reason) {
    newTurn();
    state = State.UNSUBSCRIBED;
    owner.remove(this);
    monitor.tell(() -> listener.onUnsubscribed(channel, code, reason));
  }

  private void ask(Attempt attempt, @Nullable String token) {
    int asked = turn;
    owner.send(
        attempt,
        Command.subscribe(channel, options, token, track.position()),
        result -> {
          if (asked == turn && result instanceof Reply.SubscribeResult subscribed) {
            established(attempt, subscribed);
          }
        },
        failure -> {
          if (asked == turn) {
            refused(attempt, failure);
          }
        });
  }

  private void established(Attempt attempt, Reply.SubscribeResult result) {
    state = State.SUBSCRIBED;
    failures = 0;
    StreamTrack.Restart restart = track.restart(result);
    monitor.tell(() -> listener.onSubscribed(channel, restart.subscribed()));
    restart.missed().forEach(each -> monitor.tell(() -> listener.onPublication(channel, each)));
    refreshIn(attempt, result.expires(), result.ttl());
  }

  private void refused(Attempt attempt, HeartwireClientException failure) {
    if (!(failure instanceof ErrorReplyException refusal)) {
      // No answer, or no room to ask: nobody knows whether the server has subscribed the client.
      attempt.end(new Failure.Silent(settings.requestTimeout()));
    } else if (refusal.code() == UNRECOVERABLE && track.position() != null) {
      track.giveUp();
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

  private void later(Attempt attempt) {
    failures++;
    int waits = turn;
    Runnable again =
        () -> {
          if (waits == turn) {
            begin(attempt);
          }
        };
    timer =
        time.after(
            settings.backoff().delay(failures, settings.random().getAsDouble()),
            () -> attempt.inTurn(again));
  }

  private void refreshIn(Attempt attempt, boolean expires, long ttlSeconds) {
    TokenSupplier tokens = options.tokens();
    if (expires && tokens != null) {
      refresh =
          new Refresh(
              attempt,
              time,
              tokens,
              settings.backoff()::minimum,
              (given, done, failed) -> {
                token = given;
                owner.send(attempt, Command.subRefresh(channel, given), done, failed);
              });
      refresh.schedule(true, ttlSeconds);
    }
  }

  private void newTurn() {
    turn++;
    timer.cancel();
    if (refresh != null) {
      refresh.cancel();
      refresh = null;
    }
  }
}
