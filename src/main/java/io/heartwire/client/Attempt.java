package io.heartwire.client;

import io.heartwire.client.Failure.TimedOut.Step;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, and the connection that it may become: token, handshake, greeting,
 * heartbeat, end. Whatever arrives after its end is not heard any more.
 *
 * <p>Implementation notes. Fields are guarded by the client's monitor, which every event enters.
 */
final class Attempt implements Link.Events {
  private final Lifecycle lifecycle;
  private final Settings settings;
  private final Monitor monitor;
  private final ClientTime time;
  private final Callbacks callbacks;
  private final Dialogue dialogue;
  private final Link link;
  private Step step = Step.TOKEN;
  private ClientTime.Timer deadline = () -> {};
  private @Nullable Heartbeat heartbeat;
  private @Nullable String token;
  private boolean isOver;

  Attempt(Lifecycle lifecycle, Settings settings, Parts parts, Dialogue dialogue) {
    this.lifecycle = lifecycle;
    this.settings = settings;
    this.monitor = parts.monitor();
    this.time = parts.time();
    this.callbacks = parts.callbacks();
    this.dialogue = dialogue;
    this.link = new Link(settings, time, callbacks, dialogue.joinsTexts(), this);
  }

  /** With the lock held, as all methods that are not events. */
  void begin(HttpClient http, @Nullable TokenSupplier tokens) {
    deadline =
        time.after(
            settings.connectTimeout(),
            () -> inTurn(() -> end(new Failure.TimedOut(settings.connectTimeout(), step))));
    if (tokens == null || !dialogue.needsToken()) {
      handshake(http);
    } else {
      ask(
          tokens,
          given -> {
            token = given;
            handshake(http);
          },
          failure -> end(new Failure.NoToken(failure)));
    }
  }

  /** Asks for a token on the executor; what comes of it is told with the lock held. */
  void ask(TokenSupplier tokens, Consumer<String> given, Consumer<Throwable> failed) {
    monitor.afterwards(
        () ->
            callbacks.execute(
                () ->
                    supplied(tokens)
                        .whenComplete(
                            (token, failure) ->
                                inTurn(
                                    () -> {
                                      if (failure == null) {
                                        given.accept(token);
                                      } else {
                                        failed.accept(failure);
                                      }
                                    }))));
  }

  private static CompletionStage<String> supplied(TokenSupplier tokens) {
    try {
      return tokens.get();
    } catch (RuntimeException failure) {
      return CompletableFuture.failedStage(failure);
    }
  }

  Link link() {
    return link;
  }

  boolean isOver() {
    return isOver;
  }

  /**
   * The protocol is agreed on.
   *
   * @param interval of the heartbeat, zero for none
   * @param ping asks for a sign of life, where the client has to
   */
  void established(Duration interval, @Nullable Runnable ping) {
    deadline.cancel();
    if (!interval.isZero()) {
      heartbeat =
          new Heartbeat(link, time, interval, settings.grace(), ping, this::inTurn, this::end);
      heartbeat.begin();
    }
    lifecycle.established();
  }

  /** Ends it, whatever it has come to; once. */
  void end(Failure failure) {
    if (stop()) {
      link.queue().shut();
      if (failure instanceof Failure.Closed) {
        link.leave(time); // the answer to the goodbye may be on its way
      } else {
        monitor.afterwards(link::abort);
      }
      lifecycle.ended(failure);
    }
  }

  /** Says goodbye; nobody is told anything any more. */
  void close(Runnable gone) {
    if (stop()) {
      link.close(time, gone);
      monitor.afterwards(link.queue()::flush);
    } else {
      gone.run();
    }
  }

  /** Runs something with the lock held, unless the attempt is over. */
  void inTurn(Runnable work) {
    monitor.run(
        () -> {
          if (!isOver) {
            work.run();
          }
        });
  }

  @Override
  public void opened() {
    inTurn(
        () -> {
          step = Step.GREETING;
          dialogue.opened(this, token);
        });
  }

  @Override
  public void text(String message) {
    dialogue.text(this, message);
  }

  @Override
  public void binary(byte[] message) {
    dialogue.binary(this, message);
  }

  @Override
  public void pong(ByteBuffer payload) {
    inTurn(() -> dialogue.pong(payload));
  }

  @Override
  public void ended(Failure failure) {
    inTurn(() -> end(failure));
  }

  private boolean stop() {
    if (isOver) {
      return false;
    }
    isOver = true;
    deadline.cancel();
    if (heartbeat != null) {
      heartbeat.end();
    }
    return true;
  }

  private void handshake(HttpClient http) {
    step = Step.HANDSHAKE;
    Map<String, String> headers = new HashMap<>(settings.headers());
    headers.putAll(dialogue.headers(token));
    Link.Handshake handshake =
        new Link.Handshake(
            settings.address(), headers, dialogue.subprotocols(), settings.connectTimeout());
    monitor.afterwards(() -> callbacks.execute(() -> link.open(http, handshake))); // may look up
  }
}
