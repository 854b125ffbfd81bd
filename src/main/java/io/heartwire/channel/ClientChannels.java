package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Payload;
import io.heartwire.broker.PresenceStats;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions.Idempotency;
import io.heartwire.broker.PublishResult;
import io.heartwire.hook.Events;
import io.heartwire.hook.Hooks;
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
 * Channels as clients may use them: an application's hooks are asked first, then the namespace's
 * rules.
 *
 * <p>Safe for use by any thread, and nothing blocks. A stage that fails does so with a {@link
 * ChannelException}, with a hook's {@code RefusedException} or {@code DisconnectException}, or with
 * something that is the gateway's fault.
 */
@Singleton
public class ClientChannels {
  private final Channels channels;
  private final ChannelRules rules;
  private final Hooks hooks;
  private final Events events;
  private final List<SubscribeHook> subscribeHooks;
  private final List<PublishHook> publishHooks;

  @Inject
  public ClientChannels(
      Channels channels,
      ChannelRules rules,
      Hooks hooks,
      Events events,
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
      Events events,
      List<SubscribeHook> subscribeHooks,
      List<PublishHook> publishHooks) {
    this.channels = channels;
    this.rules = rules;
    this.hooks = hooks;
    this.events = events;
    this.subscribeHooks = subscribeHooks;
    this.publishHooks = publishHooks;
  }

  /** Whether an application has a say in who may subscribe. */
  public boolean hasSubscribeHooks() {
    return !subscribeHooks.isEmpty();
  }

  /** What the client gets if it may subscribe, to be handed to {@link Channels#subscribe}. */
  public CompletionStage<SubscribeGrant> maySubscribe(
      ChannelName channel, Caller caller, Payload data) {
    SubscribeAttempt attempt = new SubscribeAttempt(channel, caller.info(), data);
    return hooks.ask(
        subscribeHooks,
        hook -> hook.onSubscribe(attempt),
        () -> {
          rules.checkSubscribe(channel, caller.info(), caller.unsaid());
          return CompletableFuture.completedStage(SubscribeGrant.PLAIN);
        });
  }

  /** Publishes what a client sent, or what a hook put in its place. */
  public CompletionStage<PublishResult> publish(ChannelName channel, Caller caller, Payload data) {
    return publish(channel, caller, data, PublishExtras.NONE);
  }

  /**
   * The same, once for each key of a user: hooks are asked again when it is repeated, but nothing
   * is published again.
   *
   * @param key 1 to {@value Idempotency#LONGEST_KEY} characters
   */
  public CompletionStage<PublishResult> publishOnce(
      ChannelName channel, Caller caller, Payload data, String key) {
    Idempotency once = Idempotency.ofClient(caller.info().user(), key);
    return publish(channel, caller, data, new PublishExtras(false, once));
  }

  private CompletionStage<PublishResult> publish(
      ChannelName channel, Caller caller, Payload data, PublishExtras extras) {
    PublishAttempt attempt = new PublishAttempt(channel, caller.info(), data);
    return hooks
        .ask(
            publishHooks,
            hook -> hook.onPublish(attempt),
            () -> {
              rules.checkPublish(channel, caller.info(), caller.unsaid());
              return CompletableFuture.completedStage(data);
            })
        .thenCompose(allowed -> take(channel, caller.info(), allowed, extras));
  }

  public CompletionStage<HistoryPage> history(
      ChannelName channel, Caller caller, HistoryQuery query) {
    return checked(
        () -> rules.checkHistory(channel, caller.info()), () -> channels.history(channel, query));
  }

  public CompletionStage<List<ClientInfo>> presence(ChannelName channel, Caller caller) {
    return checked(
        () -> rules.checkPresence(channel, caller.info()), () -> channels.presence(channel));
  }

  public CompletionStage<PresenceStats> presenceStats(ChannelName channel, Caller caller) {
    return checked(
        () -> rules.checkPresence(channel, caller.info()), () -> channels.presenceStats(channel));
  }

  private CompletionStage<PublishResult> take(
      ChannelName channel, ClientInfo who, Payload data, PublishExtras extras) {
    return channels
        .publish(channel, new PublicationDraft(data, who, Map.of()), extras)
        .thenApply(
            result -> {
              if (!result.suppressed()) {
                events.fire(new ClientPublished(channel, who, data, result.position()));
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
