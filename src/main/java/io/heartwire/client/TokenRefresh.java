package io.heartwire.client;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sends the server a new token before that of a connection or of a subscription expires. There is
 * one instance for each time that the connection or subscription is established. Guarded by the
 * client's lock.
 */
final class TokenRefresh {

  /** Sends a token to the server; tells one of the two consumers. */
  interface Sender {
    void send(
        String token, Consumer<ServerReply.Result> done, Consumer<HeartwireClientException> failed);
  }

  /** A server that says less would be asked for a new time without a pause. */
  private static final long LEAST_TTL = 1;

  /** A hundred years: longer than the client, and short enough to count with. */
  private static final long MOST_TTL = Duration.ofDays(36_500).toSeconds();

  private final ConnectionAttempt attempt;
  private final ClientTime time;
  private final TokenSupplier tokens;
  private final Duration pause;
  private final Sender sender;
  private ClientTime.Timer timer = () -> {};
  private boolean isOver;

  TokenRefresh(
      ConnectionAttempt attempt, ClientContext context, TokenSupplier tokens, Sender sender) {
    this.attempt = attempt;
    this.time = context.time();
    this.tokens = tokens;
    this.pause = context.settings().backoff().minimum();
    this.sender = sender;
  }

  /** Refreshes after nine tenths of the token's time. */
  void schedule(boolean expires, long ttlSeconds) {
    if (expires) {
      in(Duration.ofMillis(Math.max(LEAST_TTL, Math.min(MOST_TTL, ttlSeconds)) * 900));
    }
  }

  void cancel() {
    isOver = true;
    timer.cancel();
  }

  private void in(Duration delay) {
    timer.cancel(); // the server may have extended the time itself
    timer = time.after(delay, () -> attempt.runIfLive(this::refresh));
  }

  private void refresh() {
    if (!isOver) {
      attempt.askForToken(tokens, this::send, failure -> again());
    }
  }

  private void send(String token) {
    if (!isOver) {
      sender.send(token, this::refreshed, failure -> again());
    }
  }

  private void refreshed(ServerReply.Result result) {
    if (!isOver && result instanceof ServerReply.RefreshResult refreshed) {
      schedule(refreshed.expires(), refreshed.ttl());
    }
  }

  /** Repeated until it succeeds, or until the server ends the connection or subscription. */
  private void again() {
    if (!isOver) {
      in(pause);
    }
  }
}
