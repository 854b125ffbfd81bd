package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.PublishResult;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hook.Hooks;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The channels as clients may use them: asks the application's hooks first, then the namespace's
 * rules.
 *
 * <p>Safe for use by any thread. Nothing blocks. A stage fails with a {@link ChannelException},
 * with a hook's {@code RefusedException} or {@code DisconnectException}, or with another exception
 * if the gateway is at fault.
 */
@Internal
@Singleton
public class ClientChannels {
  private final Channels channels;
  private final ChannelRules rules;
  private final Hooks hooks;
  private final ApplicationEvents events;
  private final List<SubscribeHook> subscribeHooks;
  private final List<PublishHook> publishHooks;

  @Inject
  public ClientChannels(
      Channels channels,
      ChannelRules rules,
      Hooks hooks,
      ApplicationEvents events,
      @Any Instance<SubscribeHook> subscribeHooks,
      @Any Instance<PublishHook> publishHooks) {
    this(
        channels, rules, hooks, events, Hooks.inOrder(subscribeHooks), Hooks.inOrder(publishHooks));
  }

  /** For programs without a container. */
  public ClientChannels(
      Channels channels,
      ChannelRules rules,
      Hooks hooks,
      ApplicationEvents events,
      List<SubscribeHook> subscribeHooks,
      List<PublishHook> publishHooks) {
    this.channels = channels;
    this.rules = rules;
    this.hooks = hooks;
    this.events = events;
    this.subscribeHooks = subscribeHooks;
    this.publishHooks = publishHooks;
  }

  /** Returns whether the application has subscribe hooks. */
  public boolean hasSubscribeHooks() {
    return !subscribeHooks.isEmpty();
  }

  /** Asks whether the client may subscribe; the grant is for {@link Channels#subscribe}. */
  public CompletionStage<SubscribeGrant> maySubscribe(
      ChannelName channel, ChannelCaller caller, Payload data) {
    SubscribeAttempt attempt = new SubscribeAttempt(channel, caller.info(), data);
    return checked(
        () -> rules.requireFor(channel, caller.operator()),
        () ->
            caller.operator()
                ? CompletableFuture.completedStage(SubscribeGrant.PLAIN)
                : hooks.ask(
                    subscribeHooks,
                    hook -> hook.onSubscribe(attempt),
                    () -> {
                      rules.checkSubscribe(channel, caller.info());
                      return CompletableFuture.completedStage(SubscribeGrant.PLAIN);
                    }));
  }

  /**
   * Reduces a client's request to what it is permitted. The position of a stream and the
   * publications since then count as history.
   */
  public SubscribeRequest permitted(
      ChannelName channel, ChannelCaller caller, SubscribeRequest wanted) {
    ChannelCaller subscribed = new ChannelCaller(caller.info(), same -> true);
    return rules.mayReadHistory(channel, subscribed) ? wanted : wanted.withoutHistory();
  }

  /** Publishes the data of a client, or the data that a hook replaced it with. */
  public CompletionStage<PublishResult> publish(
      ChannelName channel, ChannelCaller caller, Payload data) {
    return publish(channel, caller, data, Map.of(), "");
  }

  /**
   * Publishes once for each key of a user or, for an anonymous client, of its connection. A
   * repetition asks the hooks again, but publishes nothing.
   *
   * @param key 1 to {@value Idempotency#LONGEST_KEY} characters
   */
  public CompletionStage<PublishResult> publishOnce(
      ChannelName channel, ChannelCaller caller, Payload data, String key) {
    return publish(channel, caller, data, Map.of(), key);
  }

  /**
   * Publishes with tags, which pass unchanged even if a hook replaces the data.
   *
   * @param key as of {@link #publishOnce}; empty = none
   */
  public CompletionStage<PublishResult> publish(
      ChannelName channel,
      ChannelCaller caller,
      Payload data,
      Map<String, String> tags,
      String key) {
    PublishExtras extras =
        key.isEmpty()
            ? PublishExtras.NONE
            : new PublishExtras(false, Idempotency.ofClient(caller.info(), key));
    PublishAttempt attempt = new PublishAttempt(channel, caller.info(), data);
    return checked(
        () -> rules.require(channel),
        () ->
            hooks
                .ask(
                    publishHooks,
                    hook -> hook.onPublish(attempt),
                    () -> {
                      rules.checkPublish(channel, caller);
                      return CompletableFuture.completedStage(data);
                    })
                .thenCompose(allowed -> take(channel, caller.info(), allowed, tags, extras)));
  }

  public CompletionStage<HistoryPage> history(
      ChannelName channel, ChannelCaller caller, HistoryQuery query) {
    return checked(
        () -> rules.checkHistory(channel, caller), () -> channels.history(channel, query));
  }

  public CompletionStage<List<ClientInfo>> presence(ChannelName channel, ChannelCaller caller) {
    return checked(() -> rules.checkPresence(channel, caller), () -> channels.presence(channel));
  }

  public CompletionStage<PresenceStats> presenceStats(ChannelName channel, ChannelCaller caller) {
    return checked(
        () -> rules.checkPresence(channel, caller), () -> channels.presenceStats(channel));
  }

  private CompletionStage<PublishResult> take(
      ChannelName channel,
      ClientInfo who,
      Payload data,
      Map<String, String> tags,
      PublishExtras extras) {
    return channels
        .publish(channel, new PublicationDraft(data, who, tags), extras)
        .thenApply(
            result -> {
              if (!result.suppressed()) {
                events.fire(
                    who.client(), new ClientPublished(channel, who, data, result.position()));
              }
              return result;
            });
  }

  private static <T> CompletionStage<T> checked(
      Runnable check, Supplier<CompletionStage<T>> otherwise) {
    try {
      check.run();
    } catch (ChannelException refused) {
      return CompletableFuture.failedStage(refused);
    }
    return otherwise.get();
  }
}
