package io.heartwire.selftest;

import io.heartwire.broker.EngineThreads;
import io.heartwire.broker.Node;
import io.heartwire.broker.memory.MemoryBroker;
import io.heartwire.broker.memory.MemoryBrokerConfig;
import io.heartwire.channel.ChannelConfig;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.Channels;
import io.heartwire.channel.ClientChannels;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OutboxPool;
import io.heartwire.connection.PoolConfig;
import io.heartwire.connection.Tenants;
import io.heartwire.hook.ApplicationEvents;
import io.heartwire.hook.ApplicationThreads;
import io.heartwire.hook.HookConfig;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.Clients;
import io.heartwire.hub.CommandListener;
import io.heartwire.hub.CommandTimes;
import io.heartwire.hub.ConnectionExpiry;
import io.heartwire.hub.OperatorTokens;
import io.heartwire.hub.RevocationConfig;
import io.heartwire.hub.RevokedTokens;
import io.heartwire.hub.RpcHandlers;
import io.heartwire.hub.TokenPolicy;
import io.heartwire.hub.Tokens;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.ConnectionErrors;
import io.heartwire.protocol.centrifuge.CentrifugeConfig;
import io.heartwire.protocol.centrifuge.CentrifugeServices;
import io.heartwire.protocol.raw.RawServices;
import io.heartwire.time.TimeSource;
import io.heartwire.trace.Tracing;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A second, small gateway for clients of its own: the same classes on other objects. Its clients
 * take no place in the pool, are in no figure, meet no client in a channel, and may do everything.
 */
@Singleton
public class Sandbox {
  private static final int MOST_CONNECTIONS = 1_000;

  private static final TokenPolicy NOBODY_NEEDS_ONE = new TokenPolicy(false, "");

  private final ConnectionRegistry registry;
  private final RawServices raw;
  private final CentrifugeServices centrifuge;

  @Inject
  public Sandbox(
      ChannelConfig configured,
      OutboxConfig outbox,
      MemoryBrokerConfig memory,
      EngineThreads deliveries,
      HookConfig hookConfig,
      ApplicationThreads threads,
      ClientConfig clientConfig,
      CentrifugeConfig centrifugeConfig,
      Node node,
      TimeSource time) {
    ConnectionErrors errors = new ConnectionErrors(time);
    OutboxPool outboxes = new OutboxPool(outbox, time);
    registry =
        new ConnectionRegistry(
            new PoolConfig(MOST_CONNECTIONS),
            Tenants.unlimited(outbox, time),
            outboxes,
            time,
            nanos -> {},
            opened -> {},
            closed -> {});
    ChannelConfig open = open(configured);
    ChannelRules rules = new ChannelRules(open);
    Hooks hooks = new Hooks(hookConfig, threads, time);
    ApplicationEvents events =
        new ApplicationEvents(event -> {}, event -> false, hookConfig, threads, time);
    MemoryBroker broker = new MemoryBroker(time, memory, deliveries);
    Channels channels =
        new Channels(broker, broker, rules, open, events, nanos -> {}, Tracing.NONE, time);
    ClientChannels clientChannels =
        new ClientChannels(channels, rules, hooks, events, List.of(), List.of());
    RevokedTokens revoked = new RevokedTokens(new RevocationConfig(1), time);
    Tokens tokens = new Tokens(Optional.empty(), Optional.empty(), revoked, hooks, time);
    ConnectionExpiry expiry = new ConnectionExpiry(revoked, open, time);
    Authentication authentication =
        new Authentication(
            List.of(), hooks, tokens, rules, () -> NOBODY_NEEDS_ONE, OperatorTokens.NONE);
    raw =
        new RawServices(
            channels, clientChannels, authentication, events, expiry, clientConfig, errors);
    centrifuge =
        new CentrifugeServices(
            channels,
            clientChannels,
            rules,
            authentication,
            tokens,
            new Clients(registry, expiry),
            expiry,
            new RpcHandlers(Map.of(), hooks),
            node,
            events,
            clientConfig,
            centrifugeConfig,
            unobservedTimes(time),
            errors);
  }

  /** Its own pool. */
  public ConnectionRegistry registry() {
    return registry;
  }

  /** What its raw conversations share. */
  public RawServices raw() {
    return raw;
  }

  /** What its Centrifuge conversations share. */
  public CentrifugeServices centrifuge() {
    return centrifuge;
  }

  private static CommandTimes unobservedTimes(TimeSource time) {
    return new CommandTimes(
        time,
        new CommandListener() {
          @Override
          public void client(String protocol, String command, long nanos) {}

          @Override
          public void api(String method, long nanos) {}
        });
  }

  /** Everybody may do everything here: there is nothing to see. */
  private static ChannelConfig open(ChannelConfig configured) {
    return new ChannelConfig(
        configured.namespaces(),
        configured.otherwise(),
        true,
        configured.subscribeBuffer(),
        configured.positionCheck(),
        configured.presenceTtl(),
        configured.expiredGrace());
  }
}
