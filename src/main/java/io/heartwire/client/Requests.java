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
 * The requests of a client: those that wait for a connection, and those that wait for an answer.
 * Each comes to exactly one outcome. Guarded by the client's monitor.
 */
final class Requests {
  private final Settings settings;
  private final Monitor monitor;
  private final ClientTime time;
  private final Deque<Request> waiting = new ArrayDeque<>();
  private final Map<Integer, Request> sent = new LinkedHashMap<>();
  private Reply.@Nullable Repetitions repetitions; // of the connection there is, or the last
  private int lastId;

  Requests(Settings settings, Parts parts) {
    this.settings = settings;
    this.monitor = parts.monitor();
    this.time = parts.time();
  }

  int size() {
    return waiting.size() + sent.size();
  }

  /** There is a new connection, whose server says this of repetitions. */
  void greeted(Reply.@Nullable Repetitions saysServer) {
    repetitions = saysServer;
  }

  /** Without a connection that takes part. */
  void submit(Request request, ClientState state) {
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

  void send(Request request, Link link) {
    if (sent.size() >= settings.maxRequests()) {
      request.fail(
          new NotSentException(
              "%s was not sent: %d requests (maxRequests) are unanswered"
                  .formatted(request, sent.size())));
      return;
    }
    request.sending(repetitions, time.nanos());
    lastId = lastId == Integer.MAX_VALUE ? 1 : lastId + 1;
    int id = lastId;
    Runnable written = () -> monitor.run(() -> answered(new Reply.Answer(id, new Reply.Done())));
    if (!request.body().offer(link.queue(), id, request::taken, written)) {
      request.fail(
          new NotSentException(
              "%s was not sent: more than %d bytes (maxUnsentBytes) wait to be written"
                  .formatted(request, settings.maxUnsentBytes())));
      return;
    }
    sent.put(id, request);
    request.timer(
        time.after(settings.requestTimeout(), () -> monitor.run(() -> expire(id, request))));
    monitor.afterwards(link.queue()::flush);
  }

  /** What waited for the connection is sent over it, and again where that is known to be safe. */
  void sendWaiting(Link link) {
    List<Request> due = new ArrayList<>(waiting);
    waiting.clear();
    for (Request each : due) {
      if (each.isSafe(repetitions, time.nanos())) {
        send(each, link);
      } else {
        each.fail(
            new OutcomeUnknownException(
                each + " was sent and not answered, and this server could not tell a repetition"));
      }
    }
  }

  void answered(Reply.Answer answer) {
    Request request = sent.remove(answer.id());
    if (request != null) { // else it was given up before
      request.answer(answer.result());
    }
  }

  void refused(Reply.Refusal refusal) {
    Request request = sent.remove(refusal.id());
    if (request != null) {
      request.fail(refusal.exception());
    }
  }

  /** A pong has come: it answers its ping and all before it (RFC 6455, section 5.5.3). */
  void ponged(int id) {
    List.copyOf(sent.entrySet()).stream()
        .filter(each -> each.getKey() <= id && each.getValue().body() instanceof RawPing)
        .forEach(each -> answered(new Reply.Answer(each.getKey(), new Reply.Done())));
  }

  /** The connection is gone: what was on it is not known, or repeated; what was not waits on. */
  void lost(String why) {
    List<Request> all = new ArrayList<>(sent.values());
    sent.clear();
    List<Request> kept = new ArrayList<>();
    for (Request request : all) {
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

  /** There will be no connection any more. */
  void abandon(String why) {
    List<Request> all = new ArrayList<>(waiting);
    waiting.clear();
    all.forEach(each -> each.fail(without(each, why)));
    List<Request> unanswered = new ArrayList<>(sent.values());
    sent.clear();
    unanswered.forEach(
        each ->
            each.fail(new OutcomeUnknownException(each + " was sent and not answered: " + why)));
  }

  private void hold(Request request, Duration deadline) {
    request.timer(
        time.after(
            deadline,
            () ->
                monitor.run(
                    () -> {
                      if (waiting.remove(request)) {
                        request.fail(
                            without(
                                request,
                                "no connection within %d ms".formatted(deadline.toMillis())));
                      }
                    })));
  }

  /** The end of one that has waited in vain. */
  private static HeartwireClientException without(Request request, String why) {
    return request.isTaken()
        ? new OutcomeUnknownException(request + " was sent and not answered: " + why)
        : new NotSentException(request + " was not sent: " + why);
  }

  private void expire(int id, Request request) {
    if (sent.remove(id, request)) {
      request.fail(
          new OutcomeUnknownException(
              "%s was not answered within %d ms"
                  .formatted(request, settings.requestTimeout().toMillis())));
    }
  }

  /** Zero: not at all. */
  private Duration longestWait(Request request) {
    if (request.kind() == Request.Kind.PASSING) {
      return Duration.ZERO;
    }
    if (settings.requests() instanceof WhileReconnecting.Wait wait) {
      return wait.deadline();
    }
    return settings.requests() instanceof WhileReconnecting.Buffer buffer
            && request.kind() == Request.Kind.PUBLICATION
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
