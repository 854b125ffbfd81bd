package io.heartwire.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The <a href="https://centrifugal.dev/docs/transports/client_protocol">Centrifuge client
 * protocol</a>, version 2, in JSON: greeting, pings, replies and pushes. Guarded by the client's
 * lock.
 */
final class CentrifugeClientProtocol implements ClientProtocol {
  private static final int TOKEN_EXPIRED = 109;
  private static final int CLOSED_EXPIRED = 3005;
  private static final String PONG = "{}";

  private final ClientContext context;
  private final ClientSettings settings;
  private final ClientLock lock;
  private final PendingRequests requests;
  private final ClientSubscriptions subscriptions;
  private final @Nullable String data;
  private final Consumer<String> messages;

  private @Nullable String token; // kept for later connections until it is refused
  private @Nullable TokenRefresh refresh;
  private boolean wantsPong;
  private @Nullable ConnectionAttempt established;
  private Map<String, ServerReply.SubscribeResult> serverSubscriptions = Map.of();

  /**
   * @param data JSON for the server, part of the greeting, or null
   * @param messages called with what the server sends to this client alone
   */
  CentrifugeClientProtocol(
      ClientContext context,
      ClientSubscriptions subscriptions,
      @Nullable String data,
      Consumer<String> messages) {
    this.context = context;
    this.settings = context.settings();
    this.lock = context.lock();
    this.requests = context.requests();
    this.subscriptions = subscriptions;
    this.data = data;
    this.messages = messages;
  }

  @Override
  public boolean joinsTexts() {
    return true;
  }

  @Override
  public List<String> subprotocols() {
    return List.of();
  }

  @Override
  public boolean needsToken() {
    return token == null;
  }

  @Override
  public Map<String, String> headers(@Nullable String token) {
    return Map.of();
  }

  @Override
  public void opened(ConnectionAttempt attempt, @Nullable String fresh) {
    if (fresh != null) {
      token = fresh;
    }
    ClientCommand connect =
        ClientCommand.connect(
            token, data, subscriptions.recoverable(), settings.usesIdempotencyKeys());
    requests.send(
        new ClientRequest(
            ClientRequest.Kind.THIS_CONNECTION_ONLY,
            connect,
            result -> greeted(attempt, result),
            failure -> notGreeted(attempt, failure)),
        attempt.webSocket());
  }

  @Override
  public void text(ConnectionAttempt attempt, String message) {
    List<ServerReply> replies;
    try {
      replies = ServerReplyReader.read(message);
    } catch (IOException unreadable) {
      attempt.ended(new Failure.Broken("unreadable reply: " + unreadable.getMessage()));
      return;
    }
    for (ServerReply reply : replies) {
      attempt.runIfLive(() -> onReply(attempt, reply));
    }
  }

  @Override
  public void binary(ConnectionAttempt attempt, byte[] message) {
    attempt.ended(new Failure.Broken("a binary message in the JSON protocol"));
  }

  @Override
  public void pong(ByteBuffer payload) {}

  @Override
  public ClientRequest.Body ping() {
    return ClientCommand.ping();
  }

  @Override
  public void established() {
    ConnectionAttempt attempt = established;
    if (attempt != null) {
      subscriptions.resume(attempt, serverSubscriptions);
      serverSubscriptions = Map.of();
      requests.sendWaiting(attempt.webSocket());
    }
  }

  @Override
  public void ended(Failure failure) {
    established = null;
    if (refresh != null) {
      refresh.cancel();
      refresh = null;
    }
    if (isAboutToken(failure)) {
      token = null;
    }
    requests.lost(failure.toString());
    subscriptions.lost(failure.toString());
  }

  @Override
  public void abandoned(String why) {
    requests.abandon(why);
    subscriptions.abandon(why);
  }

  private static boolean isAboutToken(Failure failure) {
    return failure instanceof Failure.Rejected rejected
        ? rejected.code() == TOKEN_EXPIRED || rejected.isFinal()
        : failure instanceof Failure.Closed closed
            && (closed.code() == CLOSED_EXPIRED || closed.isFinal());
  }

  private void greeted(ConnectionAttempt attempt, ServerReply.Result result) {
    if (!(result instanceof ServerReply.ConnectResult connected)) {
      attempt.end(new Failure.Broken("the greeting was answered by something else"));
      return;
    }
    wantsPong = connected.pong();
    requests.greeted(connected.idempotency());
    established = attempt;
    serverSubscriptions = connected.subs();
    TokenSupplier tokens = settings.tokens();
    if (tokens != null) {
      TokenRefresh begun =
          new TokenRefresh(
              attempt,
              context,
              tokens,
              (fresh, done, failed) -> {
                token = fresh;
                subscriptions.send(attempt, ClientCommand.refresh(fresh), done, failed);
              });
      begun.schedule(connected.expires(), connected.ttl());
      refresh = begun;
    }
    attempt.established(Duration.ofSeconds(connected.ping()), null);
  }

  private void notGreeted(ConnectionAttempt attempt, HeartwireClientException failure) {
    if (failure instanceof ErrorReplyException refusal) {
      attempt.end(new Failure.Rejected(refusal.code(), refusal.reason(), refusal.isTemporary()));
    } else {
      attempt.end(new Failure.TimedOut(settings.requestTimeout(), Failure.TimedOut.Step.GREETING));
    }
  }

  private void onReply(ConnectionAttempt attempt, ServerReply reply) {
    if (reply instanceof ServerReply.Ping) {
      if (wantsPong && attempt.webSocket().queue().text(PONG, () -> {}, () -> {})) {
        lock.afterUnlock(attempt.webSocket().queue()::flush);
      }
    } else if (reply instanceof ServerReply.Answer answer) {
      requests.answered(answer);
    } else if (reply instanceof ServerReply.Refusal refusal) {
      requests.refused(refusal);
    } else if (reply instanceof ServerReply.Push push) {
      onPush(attempt, push);
    }
  }

  private void onPush(ConnectionAttempt attempt, ServerReply.Push push) {
    if (push.event() instanceof ServerReply.Disconnect end) {
      attempt.end(FailureClassifier.ofClose(end.code(), end.reason()));
    } else if (push.event() instanceof ServerReply.Message message) {
      lock.tell(() -> messages.accept(message.data()));
    } else if (push.event() instanceof ServerReply.Refreshed refreshed) {
      if (refresh != null) {
        refresh.schedule(refreshed.result().expires(), refreshed.result().ttl());
      }
    } else {
      subscriptions.onPush(attempt, push.channel(), push.event());
    }
  }
}
