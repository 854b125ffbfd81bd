package io.heartwire.client;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests of a client that wait for a connection or for an answer. Each gets exactly one
 * outcome. Guarded by the client's lock.
 */
final class PendingRequests {
  private final ClientSettings settings;
  private final ClientLock lock;
  private final ClientTime time;
  private final Deque<ClientRequest> waiting = new ArrayDeque<>();
  private final Map<Integer, ClientRequest> sent = new LinkedHashMap<>();
  private ServerReply.@Nullable Idempotency
      idempotency; // of the present connection, else of the last
  private int lastId;

  PendingRequests(ClientSettings settings, ClientLock lock, ClientTime time) {
    this.settings = settings;
    this.lock = lock;
    this.time = time;
  }

  int size() {
    return waiting.size() + sent.size();
  }

  /** There is a new connection; what its server says about idempotency keys, null for nothing. */
  void greeted(ServerReply.@Nullable Idempotency offered) {
    idempotency = offered;
  }

  /** Keeps a request until there is a connection, or fails it. */
  void submit(ClientRequest request, ClientState state) {
    Duration deadline = longestWait(request);
    if (!state.isUnderWay()) {
      request.fail(new NotSentException(request + " was not sent: the client is " + state));
    } else if (deadline.isZero()) {
      request.fail(
          new NotSentException(
              request + " was not sent: the client is " + state + ", and requests do not wait"));
    } else if (waiting.size() >= mostWaiting()) {
      request.fail(
          new NotSentException(
              "%s was not sent: %d requests wait for the connection already"
                  .formatted(request, waiting.size())));
    } else {
      hold(request, deadline);
      waiting.addLast(request);
    }
  }

  void send(ClientRequest request, ClientWebSocket webSocket) {
    if (sent.size() >= settings.maxRequests()) {
      request.fail(
          new NotSentException(
              "%s was not sent: %d requests (maxRequests) are unanswered"
                  .formatted(request, sent.size())));
      return;
    }
    request.sending(idempotency, time.nanos());
    lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
    int id = lastId;
    Runnable written =
        () -> lock.run(() -> answered(new ServerReply.Answer(id, new ServerReply.Done())));
    if (!request.body().offer(webSocket.queue(), id, request::taken, written)) {
      request.fail(
          new NotSentException(
              "%s was not sent: more than %d bytes (maxUnsentBytes) wait to be written"
                  .formatted(request, settings.maxUnsentBytes())));
      return;
    }
    sent.put(id, request);
    request.timer(time.after(settings.requestTimeout(), () -> lock.run(() -> expire(id, request))));
    lock.afterUnlock(webSocket.queue()::flush);
  }

  /**
   * Sends what waited for a connection. What may have been sent before is sent again only if the
   * server would recognise the repetition.
   */
  void sendWaiting(ClientWebSocket webSocket) {
    List<ClientRequest> due = new ArrayList<>(waiting);
    waiting.clear();
    for (ClientRequest each : due) {
      if (each.isSafe(idempotency, time.nanos())) {
        send(each, webSocket);
      } else {
        each.fail(
            new OutcomeUnknownException(
                each + " was sent and not answered, and this server could not tell a repetition"));
      }
    }
  }

  void answered(ServerReply.Answer answer) {
    ClientRequest request = sent.remove(answer.id());
    if (request != null) { // else it has timed out
      request.answer(answer.result());
    }
  }

  void refused(ServerReply.Refusal refusal) {
    ClientRequest request = sent.remove(refusal.id());
    if (request != null) {
      request.fail(refusal.exception());
    }
  }

  /** A pong answers its ping and all pings before it (RFC 6455, section 5.5.3). */
  void ponged(int id) {
    List.copyOf(sent.entrySet()).stream()
        .filter(each -> each.getKey() <= id && each.getValue().body() instanceof RawPing)
        .forEach(each -> answered(new ServerReply.Answer(each.getKey(), new ServerReply.Done())));
  }

  /**
   * The connection has ended. Requests without an answer fail, or wait for the next connection
   * where the settings allow it.
   */
  void lost(String why) {
    List<ClientRequest> all = new ArrayList<>(sent.values());
    sent.clear();
    List<ClientRequest> kept = new ArrayList<>();
    for (ClientRequest request : all) {
      Duration deadline = longestWait(request);
      if (request.isTaken() && (deadline.isZero() || !request.isRepeatable())) {
        request.fail(new OutcomeUnknownException(request + " was sent and not answered: " + why));
      } else if (deadline.isZero()) {
        request.fail(new NotSentException(request + " was not sent: " + why));
      } else {
        hold(request, deadline);
        kept.add(request);
      }
    }
    for (int i = kept.size() - 1; i >= 0; i--) {
      waiting.addFirst(kept.get(i));
    }
  }

  /** There will be no further connection: all requests fail. */
  void abandon(String why) {
    List<ClientRequest> all = new ArrayList<>(waiting);
    waiting.clear();
    all.forEach(each -> each.fail(without(each, why)));
    List<ClientRequest> unanswered = new ArrayList<>(sent.values());
    sent.clear();
    unanswered.forEach(
        each ->
            each.fail(new OutcomeUnknownException(each + " was sent and not answered: " + why)));
  }

  private void hold(ClientRequest request, Duration deadline) {
    request.timer(
        time.after(
            deadline,
            () ->
                lock.run(
                    () -> {
                      if (waiting.remove(request)) {
                        request.fail(
                            without(
                                request,
                                "no connection within %d ms".formatted(deadline.toMillis())));
                      }
                    })));
  }

  /** The failure of a request that has waited in vain. */
  private static HeartwireClientException without(ClientRequest request, String why) {
    return request.isTaken()
        ? new OutcomeUnknownException(request + " was sent and not answered: " + why)
        : new NotSentException(request + " was not sent: " + why);
  }

  private void expire(int id, ClientRequest request) {
    if (sent.remove(id, request)) {
      request.fail(
          new OutcomeUnknownException(
              "%s was not answered within %d ms"
                  .formatted(request, settings.requestTimeout().toMillis())));
    }
  }

  /** How long a request may wait for a connection; zero if it must not wait. */
  private Duration longestWait(ClientRequest request) {
    if (request.kind() == ClientRequest.Kind.THIS_CONNECTION_ONLY) {
      return Duration.ZERO;
    }
    if (settings.requests() instanceof WhileReconnecting.Wait wait) {
      return wait.deadline();
    }
    return settings.requests() instanceof WhileReconnecting.Buffer buffer
            && request.kind() == ClientRequest.Kind.PUBLICATION
        ? buffer.deadline()
        : Duration.ZERO;
  }

  private int mostWaiting() {
    if (settings.requests() instanceof WhileReconnecting.Wait wait) {
      return wait.limit();
    }
    return settings.requests() instanceof WhileReconnecting.Buffer buffer ? buffer.limit() : 0;
  }
}
