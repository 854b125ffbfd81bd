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
 * monitor.
 */
final class CentrifugeDialogue implements Dialogue {
  private static final int TOKEN_EXPIRED = 109;
  private static final int CLOSED_EXPIRED = 3005;
  private static final String PONG = "{}";

  private final Settings settings;
  private final Parts parts;
  private final Monitor monitor;
  private final Requests requests;
  private final Subscriptions subscriptions;
  private final @Nullable TokenSupplier tokens;
  private final @Nullable String data;
  private final Consumer<String> messages;

  private @Nullable String token; // kept over connections until it is refused
  private @Nullable Refresh refresh;
  private boolean wantsPong;
  private @Nullable Attempt established;
  private Map<String, Reply.SubscribeResult> given = Map.of();

  /**
   * @param data JSON for the server, sent along with the greeting, or null
   * @param messages told what the server sends to this client alone
   */
  CentrifugeDialogue(
      Settings settings,
      Parts parts,
      Requests requests,
      Subscriptions subscriptions,
      @Nullable TokenSupplier tokens,
      @Nullable String data,
      Consumer<String> messages) {
    this.settings = settings;
    this.parts = parts;
    this.monitor = parts.monitor();
    this.requests = requests;
    this.subscriptions = subscriptions;
    this.tokens = tokens;
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
  public void opened(Attempt attempt, @Nullable String fresh) {
    if (fresh != null) {
      token = fresh;
    }
    Command connect =
        Command.connect(token, data, subscriptions.known(), settings.repeatsPublications());
    requests.send(
        new Request(
            Request.Kind.PASSING,
            connect,
            result -> greeted(attempt, result),
            failure -> notGreeted(attempt, failure)),
        attempt.link());
  }

  @Override
  public void text(Attempt attempt, String message) {
    List<Reply> replies;
    try {
      replies = ReplyReader.read(message);
    } catch (IOException unreadable) {
      attempt.ended(new Failure.Broken("unreadable reply: " + unreadable.getMessage()));
      return;
    }
    for (Reply reply : replies) {
      attempt.inTurn(() -> heard(attempt, reply));
    }
  }

  @Override
  public void binary(Attempt attempt, byte[] message) {
    attempt.ended(new Failure.Broken("a binary message in the JSON protocol"));
  }

  @Override
  public void pong(ByteBuffer payload) {}

  @Override
  public void established() {
    Attempt attempt = established;
    if (attempt != null) {
      subscriptions.resume(attempt, given);
      given = Map.of();
      requests.sendWaiting(attempt.link());
    }
  }

  @Override
  public void ended(Failure failure) {
    established = null;
    if (refresh != null) {
      refresh.cancel();
      refresh = null;
    }
    if (isOfToken(failure)) {
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

  private static boolean isOfToken(Failure failure) {
    return failure instanceof Failure.Rejected rejected
        ? rejected.code() == TOKEN_EXPIRED || rejected.isFinal()
        : failure instanceof Failure.Closed closed
            && (closed.code() == CLOSED_EXPIRED || closed.isFinal());
  }

  private void greeted(Attempt attempt, Reply.Result result) {
    if (!(result instanceof Reply.ConnectResult connected)) {
      attempt.end(new Failure.Broken("the greeting was answered by something else"));
      return;
    }
    wantsPong = connected.pong();
    requests.greeted(connected.repetitions());
    established = attempt;
    given = connected.subs();
    if (tokens != null) {
      Refresh begun =
          new Refresh(
              attempt,
              parts.time(),
              tokens,
              settings.backoff()::minimum,
              (fresh, done, failed) -> {
                token = fresh;
                subscriptions.send(attempt, Command.refresh(fresh), done, failed);
              });
      begun.schedule(connected.expires(), connected.ttl());
      refresh = begun;
    }
    attempt.established(Duration.ofSeconds(connected.ping()), null);
  }

  private void notGreeted(Attempt attempt, HeartwireClientException failure) {
    if (failure instanceof ErrorReplyException refusal) {
      attempt.end(new Failure.Rejected(refusal.code(), refusal.reason(), refusal.isTemporary()));
    } else {
      attempt.end(new Failure.TimedOut(settings.requestTimeout(), Failure.TimedOut.Step.GREETING));
    }
  }

  private void heard(Attempt attempt, Reply reply) {
    if (reply instanceof Reply.Ping) {
      if (wantsPong && attempt.link().queue().text(PONG, () -> {}, () -> {})) {
        monitor.afterwards(attempt.link().queue()::flush);
      }
    } else if (reply instanceof Reply.Answer answer) {
      requests.answered(answer);
    } else if (reply instanceof Reply.Refusal refusal) {
      requests.refused(refusal);
    } else if (reply instanceof Reply.Push push) {
      heard(attempt, push);
    }
  }

  private void heard(Attempt attempt, Reply.Push push) {
    if (push.news() instanceof Reply.Disconnect end) {
      attempt.end(Failures.ofClose(end.code(), end.reason()));
    } else if (push.news() instanceof Reply.Message message) {
      monitor.tell(() -> messages.accept(message.data()));
    } else if (push.news() instanceof Reply.Refreshed refreshed) {
      if (refresh != null) {
        refresh.schedule(refreshed.result().expires(), refreshed.result().ttl());
      }
    } else {
      subscriptions.heard(attempt, push.channel(), push.news());
    }
  }
}
