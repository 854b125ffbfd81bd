package io.heartwire.warmup;

import io.heartwire.broker.DeliveryThreads;
import io.heartwire.broker.MemoryBroker;
import io.heartwire.broker.MemoryBrokerConfig;
import io.heartwire.channel.ChannelConfig;
import io.heartwire.channel.ChannelRules;
import io.heartwire.channel.Channels;
import io.heartwire.channel.ClientChannels;
import io.heartwire.connection.ConnectionRegistry;
import io.heartwire.connection.OutboxConfig;
import io.heartwire.connection.OutboxPool;
import io.heartwire.connection.PoolConfig;
import io.heartwire.connection.Tenants;
import io.heartwire.hook.Events;
import io.heartwire.hook.HookConfig;
import io.heartwire.hook.Hooks;
import io.heartwire.hub.Authentication;
import io.heartwire.hub.Clients;
import io.heartwire.hub.Node;
import io.heartwire.hub.RevocationConfig;
import io.heartwire.hub.RevokedTokens;
import io.heartwire.hub.RpcHandlers;
import io.heartwire.hub.Stays;
import io.heartwire.hub.TokenPolicy;
import io.heartwire.hub.Tokens;
import io.heartwire.protocol.ClientConfig;
import io.heartwire.protocol.Troubles;
import io.heartwire.protocol.centrifuge.CentrifugeConfig;
import io.heartwire.protocol.centrifuge.CentrifugeServices;
import io.heartwire.protocol.raw.RawServices;
import io.heartwire.time.TimeSource;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The gateway once more in small: the same classes on objects of its own. Whoever takes part in it
 * takes no place in the pool, is in no figure, meets no client in a channel, and no bean of the
 * application hears of it; and nothing that is configured refuses it.
 */
@Singleton
public class Rehearsal {
  /** Whose page its clients say they are, as a browser does; half of them say nothing. */
  public static final String ORIGIN = "http://localhost";

  /** Each of the few clients has one; those before it may still be closing. */
  private static final int MOST_CONNECTIONS = 1_000;

  private static final TokenPolicy NOBODY_NEEDS_ONE = new TokenPolicy(false, "");

  private final ConnectionRegistry registry;
  private final RawServices raw;
  private final CentrifugeServices centrifuge;

  @Inject
  public Rehearsal(
      ChannelConfig configured,
      OutboxConfig outbox,
      MemoryBrokerConfig memory,
      DeliveryThreads deliveries,
      HookConfig hookConfig,
      ClientConfig clientConfig,
      CentrifugeConfig centrifugeConfig,
      Node node,
      TimeSource time,
      UnobservedEvents connectionEvents) {
    Troubles troubles = new Troubles(time);
    OutboxPool outboxes = new OutboxPool(outbox, time);
    registry =
        ConnectionRegistry.unobserved(
            new PoolConfig(MOST_CONNECTIONS),
            Tenants.unlimited(outbox, time),
            outboxes,
            time,
            connectionEvents::fire);
    ChannelConfig open = open(configured);
    ChannelRules rules = new ChannelRules(open);
    Hooks hooks = new Hooks(hookConfig, time);
    Events events = new Events(event -> {}, event -> false, time);
    Channels channels =
        new Channels(new MemoryBroker(time, memory, deliveries), rules, open, events, time);
    ClientChannels clientChannels =
        new ClientChannels(channels, rules, hooks, events, List.of(), List.of());
    RevokedTokens revoked = new RevokedTokens(new RevocationConfig(1), time);
    Tokens tokens = new Tokens(Optional.empty(), Optional.empty(), revoked, hooks, time);
    Stays stays = new Stays(revoked, open, time);
    raw = new RawServices(channels, clientChannels, tokens, stays, clientConfig, troubles);
    centrifuge =
        new CentrifugeServices(
            channels,
            clientChannels,
            rules,
            new Authentication(List.of(), hooks, tokens, rules, () -> NOBODY_NEEDS_ONE),
            tokens,
            new Clients(registry, stays),
            stays,
            new RpcHandlers(Map.of(), hooks),
            node,
            events,
            clientConfig,
            centrifugeConfig,
            troubles);
  }

  /** Its own pool. */
  public ConnectionRegistry registry() {
    return registry;
  }

  /** What its clients may do. */
  public ChannelRules rules() {
    return centrifuge.rules();
  }

  /** Its channels, as its clients may use them. */
  public ClientChannels clientChannels() {
    return centrifuge.clientChannels();
  }

  /** Its tokens, of which there are none. */
  public Tokens tokens() {
    return centrifuge.tokens();
  }

  /** What its raw conversations share. */
  public RawServices raw() {
    return raw;
  }

  /** What its Centrifuge conversations share. */
  public CentrifugeServices centrifuge() {
    return centrifuge;
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
