package io.heartwire.client;

import io.heartwire.client.Failure.TimedOut.Step;
import java.net.http.HttpClient;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, and the connection that it becomes: token, handshake, greeting,
 * heartbeat, end. Events that arrive after its end are ignored.
 *
 * <p>Implementation notes. Fields are guarded by the client's lock, which every event takes.
 */
final class ConnectionAttempt implements ClientWebSocket.Events {
  private final ClientLifecycle lifecycle;
  private final ClientContext context;
  private final ClientSettings settings;
  private final ClientLock lock;
  private final ClientTime time;
  private final ClientProtocol protocol;
  private final ClientWebSocket webSocket;
  private Step step = Step.TOKEN;
  private ClientTime.Timer deadline = () -> {};
  private @Nullable ClientHeartbeat heartbeat;
  private @Nullable String token;
  private boolean isOver;

  ConnectionAttempt(ClientLifecycle lifecycle, ClientContext context, ClientProtocol protocol) {
    this.lifecycle = lifecycle;
    this.context = context;
    this.settings = context.settings();
    this.lock = context.lock();
    this.time = context.time();
    this.protocol = protocol;
    this.webSocket =
        new ClientWebSocket(settings, time, context.callbacks(), protocol.joinsTexts(), this);
  }

  /** Called with the lock held, as all methods but those of {@link ClientWebSocket.Events}. */
  void begin(HttpClient http) {
    deadline =
        time.after(
            settings.connectTimeout(),
            () -> runIfLive(() -> end(new Failure.TimedOut(settings.connectTimeout(), step))));
    TokenSupplier tokens = settings.tokens();
    if (tokens == null || !protocol.needsToken()) {
      handshake(http);
    } else {
      askForToken(
          tokens,
          given -> {
            token = given;
            handshake(http);
          },
          failure -> end(new Failure.NoToken(failure)));
    }
  }

  /** Calls the supplier on the executor; tells the outcome unless the attempt is over by then. */
  void askForToken(TokenSupplier tokens, Consumer<String> given, Consumer<Throwable> failed) {
    context
        .tokenCalls()
        .ask(
            tokens,
            () -> !isOver,
            token -> runIfLive(() -> given.accept(token)),
            failure -> runIfLive(() -> failed.accept(failure)));
  }

  ClientWebSocket webSocket() {
    return webSocket;
  }

  boolean isOver() {
    return isOver;
  }

  /**
   * The server has accepted the client: the attempt is a connection now.
   *
   * @param interval of the heartbeat, zero for none
   * @param ping asks the server for an answer, or null if the server sends pings itself
   */
  void established(Duration interval, @Nullable Runnable ping) {
    deadline.cancel();
    if (!interval.isZero()) {
      heartbeat =
          new ClientHeartbeat(
              webSocket, time, interval, settings.grace(), ping, this::runIfLive, this::end);
      heartbeat.begin();
    }
    lifecycle.established();
  }

  /** Ends the attempt or the connection; only the first call counts. */
  void end(Failure failure) {
    if (stop()) {
      webSocket.queue().shut();
      if (failure instanceof Failure.Closed) {
        webSocket.abortSoon(time); // the HTTP client may still be answering the close frame
      } else {
        lock.afterUnlock(webSocket::abort);
      }
      lifecycle.ended(failure);
    }
  }

  /** Sends a close frame; nobody is told anything any more but {@code gone}. */
  void close(Runnable gone) {
    if (stop()) {
      webSocket.close(time, gone);
      lock.afterUnlock(webSocket.queue()::flush);
    } else {
      gone.run();
    }
  }

  /** Runs something with the lock held, unless the attempt is over. */
  void runIfLive(Runnable work) {
    lock.run(
        () -> {
          if (!isOver) {
            work.run();
          }
        });
  }

  @Override
  public void opened() {
    runIfLive(
        () -> {
          step = Step.GREETING;
          protocol.opened(this, token);
        });
  }

  @Override
  public void text(String message) {
    protocol.text(this, message);
  }

  @Override
  public void binary(byte[] message) {
    protocol.binary(this, message);
  }

  @Override
  public void pong(ByteBuffer payload) {
    runIfLive(() -> protocol.pong(payload));
  }

  @Override
  public void ended(Failure failure) {
    runIfLive(() -> end(failure));
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
    headers.putAll(protocol.headers(token));
    ClientWebSocket.Handshake handshake =
        new ClientWebSocket.Handshake(
            settings.address(), headers, protocol.subprotocols(), settings.connectTimeout());
    // On the executor, since resolving the host's name may block.
    lock.afterUnlock(() -> context.callbacks().execute(() -> webSocket.open(http, handshake)));
  }
}
