package io.heartwire.testkit;

import io.heartwire.broker.Broker;
import io.heartwire.broker.BrokerException;
import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A broker as one behind a network may be: steps are done at once, but their stages complete when
 * the test says so, or fail; deliveries get lost or come with another epoch. For one thread.
 */
public final class ScriptedBroker implements Broker {

  /** What can be held or made to fail. */
  public enum Step {
    SUBSCRIBE,
    UNSUBSCRIBE,
    HISTORY,
    ADD_PRESENCE,
    REMOVE_PRESENCE
  }

  private final Broker real;
  private final Set<Step> held = EnumSet.noneOf(Step.class);
  private final Set<Step> failing = EnumSet.noneOf(Step.class);
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private boolean losing;
  private @Nullable String otherEpoch;

  public ScriptedBroker(Broker real) {
    this.real = real;
  }

  /** From now on the stages of this step wait for {@link #release}. */
  public void hold(Step step) {
    held.add(step);
  }

  /** Completes what waits, in its order, and from then on everything at once. */
  public void release() {
    held.clear();
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  /** From now on this step is not done, and its stages fail. */
  public void fail(Step step) {
    failing.add(step);
  }

  /** From now on everything succeeds. */
  public void recover() {
    failing.clear();
  }

  /** Whether publications are lost on their way to this node. */
  public void lose(boolean losing) {
    this.losing = losing;
  }

  /** From now on the stream seems to live another life. */
  public void pretendEpoch(String epoch) {
    otherEpoch = epoch;
  }

  /** The steps that were asked for, such as {@code "SUBSCRIBE news"}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void start(BrokerListener listener) {
    real.start(
        new BrokerListener() {
          @Override
          public void publication(String channel, Publication what, StreamPosition position) {
            if (!losing) {
              listener.publication(channel, what, seen(position));
            }
          }

          @Override
          public void joined(String channel, ClientInfo client) {
            listener.joined(channel, client);
          }

          @Override
          public void left(String channel, ClientInfo client) {
            listener.left(channel, client);
          }
        });
  }

  @Override
  public CompletionStage<PublishResult> publish(
      String channel, PublicationDraft draft, PublishOptions options) {
    return real.publish(channel, draft, options);
  }

  @Override
  public CompletionStage<@Nullable Void> publishJoin(String channel, ClientInfo client) {
    return real.publishJoin(channel, client);
  }

  @Override
  public CompletionStage<@Nullable Void> publishLeave(String channel, ClientInfo client) {
    return real.publishLeave(channel, client);
  }

  @Override
  public CompletionStage<@Nullable Void> subscribe(String channel) {
    return step(Step.SUBSCRIBE, channel, () -> real.subscribe(channel));
  }

  @Override
  public CompletionStage<@Nullable Void> unsubscribe(String channel) {
    return step(Step.UNSUBSCRIBE, channel, () -> real.unsubscribe(channel));
  }

  @Override
  public CompletionStage<HistoryPage> history(String channel, HistoryQuery query) {
    return step(Step.HISTORY, channel, () -> real.history(channel, query))
        .thenApply(page -> new HistoryPage(page.publications(), seen(page.now())));
  }

  @Override
  public CompletionStage<@Nullable Void> removeHistory(String channel) {
    return real.removeHistory(channel);
  }

  @Override
  public CompletionStage<@Nullable Void> addPresence(
      String channel, ClientInfo client, Duration ttl) {
    return step(Step.ADD_PRESENCE, channel, () -> real.addPresence(channel, client, ttl));
  }

  @Override
  public CompletionStage<@Nullable Void> removePresence(String channel, String clientId) {
    return step(Step.REMOVE_PRESENCE, channel, () -> real.removePresence(channel, clientId));
  }

  @Override
  public CompletionStage<List<ClientInfo>> presence(String channel) {
    return real.presence(channel);
  }

  @Override
  public CompletionStage<PresenceStats> presenceStats(String channel) {
    return real.presenceStats(channel);
  }

  @Override
  public CompletionStage<List<ChannelStats>> channels() {
    return real.channels();
  }

  private StreamPosition seen(StreamPosition position) {
    String epoch = otherEpoch;
    return epoch == null || position.equals(StreamPosition.NONE)
        ? position
        : new StreamPosition(position.offset(), epoch);
  }

  private <T> CompletionStage<T> step(
      Step step, String channel, Supplier<CompletionStage<T>> todo) {
    calls.add(step + " " + channel);
    CompletionStage<T> done =
        failing.contains(step)
            ? CompletableFuture.failedStage(new BrokerException(step + " of " + channel + " fails"))
            : todo.get();
    if (!held.contains(step)) {
      return done;
    }
    CompletableFuture<T> later = new CompletableFuture<>();
    waiting.add(
        () ->
            done.whenComplete(
                (value, failure) -> {
                  if (failure == null) {
                    later.complete(value);
                  } else {
                    later.completeExceptionally(failure);
                  }
                }));
    return later;
  }
}
