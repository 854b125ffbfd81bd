package io.heartwire.client;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Brings the server a new token before the old one expires, of a connection or of a subscription.
 * Guarded by the client's monitor; one for each time that one is established.
 */
final class Refresh {

  /** Sends a token to the server; one of the two is told. */
  interface Sender {
    void send(String token, Consumer<Reply.Result> done, Consumer<HeartwireClientException> failed);
  }

  private final Attempt attempt;
  private final ClientTime time;
  private final TokenSupplier tokens;
  private final Supplier<Duration> pause;
  private final Sender sender;
  private ClientTime.Timer timer = () -> {};
  private boolean isOver;

  /**
   * @param pause before it is tried again
   */
  Refresh(
      Attempt attempt,
      ClientTime time,
      TokenSupplier tokens,
      Supplier<Duration> pause,
      Sender sender) {
    this.attempt = attempt;
    this.time = time;
    this.tokens = tokens;
    this.pause = pause;
    this.sender = sender;
  }

  /** After nine tenths of the time that there is. */
  void schedule(boolean expires, long ttlSeconds) {
    if (expires) {
      in(Duration.ofMillis(ttlSeconds * 900));
    }
  }

  void cancel() {
    isOver = true;
    timer.cancel();
  }

  private void in(Duration delay) {
    timer.cancel(); // the server may have put the end off by itself
    timer = time.after(delay, () -> attempt.inTurn(this::refresh));
  }

  private void refresh() {
    if (!isOver) {
      attempt.ask(tokens, this::send, failure -> again());
    }
  }

  private void send(String token) {
    if (!isOver) {
      sender.send(token, this::refreshed, failure -> again());
    }
  }

  private void refreshed(Reply.Result result) {
    if (!isOver && result instanceof Reply.RefreshResult refreshed) {
      schedule(refreshed.expires(), refreshed.ttl());
    }
  }

  /** Until it succeeds, or the server ends what it was for. */
  private void again() {
    if (!isOver) {
      in(pause.get());
    }
  }
}
