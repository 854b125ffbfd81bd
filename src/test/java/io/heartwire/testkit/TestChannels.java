package io.heartwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Broker;
import io.heartwire.broker.MemoryBroker;
import io.heartwire.broker.MemoryBrokerConfig;
import io.heartwire.channel.ChannelConfig;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.Channels;
import io.heartwire.channel.ClientChannels;
import io.heartwire.channel.PublishHook;
import io.heartwire.channel.SubscribeHook;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.hook.Events;
import io.heartwire.hook.HookConfig;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.RevocationConfig;
import io.heartwire.hub.RevokedTokens;
import io.heartwire.hub.Stays;
import io.heartwire.hub.TokenVerifier;
import io.heartwire.hub.Tokens;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The real channels over the broker in memory, with the settings and the clock of a pool. */
public final class TestChannels {
  public final MemoryBroker memory;
  public final ChannelConfig config;
  public final ChannelRules rules;
  public final Hooks hooks;
  public final Events events;
  public final Channels channels;
  public final RevokedTokens revoked;
  public final Stays stays;

  /** What observers were told. */
  public final RecordedEvents<Object> told = new RecordedEvents<>();

  /** Hooks, asked in this order; may be added to at any time. */
  public final List<SubscribeHook> subscribeHooks = new CopyOnWriteArrayList<>();

  public final List<PublishHook> publishHooks = new CopyOnWriteArrayList<>();
  public final ClientChannels clientChannels;

  public TestChannels(TestPool pool) {
    this(pool, broker -> broker);
  }

  /**
   * @param wrap what stands between the channels and the broker in memory
   */
  public TestChannels(TestPool pool, UnaryOperator<Broker> wrap) {
    memory = new MemoryBroker(pool.time, new MemoryBrokerConfig(pool.settings), TestThreads::none);
    config = new ChannelConfig(pool.settings, new OutboxConfig(pool.settings));
    rules = new ChannelRules(config);
    hooks = new Hooks(new HookConfig(pool.settings), pool.time);
    events = new Events(told::fire, event -> true, pool.time);
    channels = new Channels(wrap.apply(memory), rules, config, events, pool.time);
    revoked = new RevokedTokens(new RevocationConfig(pool.settings), pool.time);
    stays = new Stays(revoked, config, pool.time);
    clientChannels =
        new ClientChannels(channels, rules, hooks, events, subscribeHooks, publishHooks);
    assertThat(pool.settings.problems()).isEmpty();
  }

  /** Tokens of which nobody knows anything but this verifier. */
  public Tokens tokens(@Nullable TokenVerifier verifier) {
    return new Tokens(
        Optional.ofNullable(verifier), Optional.empty(), revoked, hooks, new ManualTimeSource());
  }

  /** All that observers were told of one kind. */
  public <E> List<E> told(Class<E> kind) {
    return told.fired().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
