package io.heartwire.testkit;

import io.heartwire.broker.Broker;
import io.heartwire.broker.BrokerException;
import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Presence;
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
 * A broker that behaves like one behind a network: operations happen at once, but the test decides
 * when their stages complete or whether they fail; deliveries may be lost or have another epoch.
 * Used by one thread.
 */
public final class ScriptedBroker implements Broker, Presence {

  /** An operation that can be held or made to fail. */
  public enum Step {
    SUBSCRIBE,
    UNSUBSCRIBE,
    HISTORY,
    ADD_PRESENCE,
    REMOVE_PRESENCE
  }

  private final Broker real;
  private final Presence presence;
  private final Set<Step> held = EnumSet.noneOf(Step.class);
  private final Set<Step> failing = EnumSet.noneOf(Step.class);
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private final Queue<String> calls = new ConcurrentLinkedQueue<>();
  private BrokerListener started;
  private boolean losing;
  private boolean isAway;
  private boolean isAlone;
  private @Nullable String otherEpoch;

  public <T extends Broker & Presence> ScriptedBroker(T real) {
    this.real = real;
    this.presence = real;
  }

  /** Makes the stages of this operation wait for {@link #release}. */
  public void hold(Step step) {
    held.add(step);
  }

  /** Completes the waiting stages in order, and later ones at once. */
  public void release() {
    held.clear();
    for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
      next.run();
    }
  }

  /** Makes this operation fail without an effect. */
  public void fail(Step step) {
    failing.add(step);
  }

  /** Makes all operations succeed again. */
  public void recover() {
    failing.clear();
  }

  /** Sets whether publications fail, since the engine's store can't be reached. */
  public void beAway(boolean away) {
    isAway = away;
  }

  /** Sets whether publications say that they went to this node alone. */
  public void beAlone(boolean alone) {
    isAlone = alone;
  }

  /** Sets whether publications to this node are lost. */
  public void lose(boolean losing) {
    this.losing = losing;
  }

  /** Makes the stream appear with another epoch. */
  public void pretendEpoch(String epoch) {
    otherEpoch = epoch;
  }

  /** The operations that were called, such as {@code "SUBSCRIBE news"}. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Says that deliveries of this channel were missed. */
  public void interrupt(String channel) {
    started.interrupted(Set.of(channel));
  }

  @Override
  public void start(BrokerListener listener) {
    started = listener;
    real.start(
        new PassingListener(listener) {
          @Override
          public void publication(String channel, Publication what, StreamPosition position) {
            if (!losing) {
              super.publication(channel, what, seen(position));
            }
          }
        });
  }

  @Override
  public CompletionStage<PublishResult> publish(
      String channel, PublicationDraft draft, PublishOptions options) {
    return isAway
        ? CompletableFuture.failedStage(
            new BrokerException(BrokerException.Kind.UNAVAILABLE, "the store can't be reached"))
        : real.publish(channel, draft, options)
            .thenApply(done -> new PublishResult(done.position(), done.suppressed(), isAlone));
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
      String channel, ClientInfo client, Duration ttl, boolean announced) {
    return step(
        Step.ADD_PRESENCE, channel, () -> presence.addPresence(channel, client, ttl, announced));
  }

  @Override
  public CompletionStage<@Nullable Void> removePresence(String channel, String clientId) {
    return step(Step.REMOVE_PRESENCE, channel, () -> presence.removePresence(channel, clientId));
  }

  @Override
  public CompletionStage<List<ClientInfo>> presence(String channel) {
    return presence.presence(channel);
  }

  @Override
  public CompletionStage<PresenceStats> presenceStats(String channel) {
    return presence.presenceStats(channel);
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
