package io.heartwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.heartwire.broker.Broker;
import io.heartwire.broker.Presence;
import io.heartwire.broker.memory.MemoryBroker;
import io.heartwire.broker.memory.MemoryBrokerConfig;
import io.heartwire.channel.ChannelConfig;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.Channels;
import io.heartwire.channel.ClientChannels;
import io.heartwire.channel.PublishHook;
import io.heartwire.channel.SubscribeHook;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hook.HookConfig;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.ConnectHook;
import io.heartwire.hub.ConnectionExpiry;
import io.heartwire.hub.OperatorTokens;
import io.heartwire.hub.RevocationConfig;
import io.heartwire.hub.RevokedTokens;
import io.heartwire.hub.TokenPolicy;
import io.heartwire.hub.TokenVerifier;
import io.heartwire.hub.Tokens;
import jakarta.inject.Provider;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Real channels on the memory engine, with the settings and the clock of a pool. */
public final class TestChannels {
  public final MemoryBroker memory;
  public final ChannelConfig config;
  public final ChannelRules rules;
  public final Hooks hooks;
  public final ApplicationEvents events;
  public final Channels channels;
  public final RevokedTokens revoked;
  public final ConnectionExpiry stays;
  private final Provider<TokenPolicy> policy;

  /** Who may read the gateway's own channels: nobody, unless a test says so. */
  public OperatorTokens operators = OperatorTokens.NONE;

  /** The events that observers got. */
  public final RecordedEvents<Object> told = new RecordedEvents<>();

  /** The hooks in order; tests may add some at any time. */
  public final List<SubscribeHook> subscribeHooks = new CopyOnWriteArrayList<>();

  /** How long publications took to be handed out, in nanoseconds. */
  public final List<Long> fanOuts = new CopyOnWriteArrayList<>();

  /** What was traced. */
  public final TestTraces traces = new TestTraces();

  public final List<PublishHook> publishHooks = new CopyOnWriteArrayList<>();
  public final ClientChannels clientChannels;

  public TestChannels(TestPool pool) {
    this(pool, broker -> broker);
  }

  /**
   * @param wrap wraps the memory engine
   */
  public TestChannels(TestPool pool, Function<MemoryBroker, Broker> wrap) {
    memory = new MemoryBroker(pool.time, new MemoryBrokerConfig(pool.settings), TestThreads::none);
    config = new ChannelConfig(pool.settings, new OutboxConfig(pool.settings));
    rules = new ChannelRules(config);
    HookConfig hookConfig = new HookConfig(pool.settings);
    hooks = new Hooks(hookConfig, TestThreads.OF_CALLER, pool.time);
    events =
        new ApplicationEvents(
            told::fire, event -> true, hookConfig, TestThreads.OF_CALLER, pool.time);
    Broker broker = wrap.apply(memory);
    Presence presence = broker instanceof Presence both ? both : memory;
    channels =
        new Channels(broker, presence, rules, config, events, fanOuts::add, traces, pool.time);
    revoked = new RevokedTokens(new RevocationConfig(pool.settings), pool.time);
    stays = new ConnectionExpiry(revoked, config, pool.time);
    clientChannels =
        new ClientChannels(channels, rules, hooks, events, subscribeHooks, publishHooks);
    policy = () -> new TokenPolicy(pool.settings);
    assertThat(pool.settings.problems()).isEmpty();
  }

  /** Returns tokens that only this verifier verifies. */
  public Tokens tokens(@Nullable TokenVerifier verifier) {
    return new Tokens(
        Optional.ofNullable(verifier), Optional.empty(), revoked, hooks, new ManualTimeSource());
  }

  /** The events of one type that observers got. */
  /** Who clients are, by these tokens and what these hooks say. */
  public Authentication authentication(Tokens tokens, List<ConnectHook> connectHooks) {
    return new Authentication(connectHooks, hooks, tokens, rules, policy, operators);
  }

  /** All that observers were told of one kind. */
  public <E> List<E> told(Class<E> kind) {
    return told.fired().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
