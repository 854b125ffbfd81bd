package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The permission checks of channels, by the options of their namespaces. Safe for use by any
 * thread.
 */
@Internal
@Singleton
public class ChannelRules {
  private static final Logger LOG = Logger.getLogger(ChannelRules.class.getName());
  private static final String OTHERS = "it is for the users that its name ends with";

  private final ChannelConfig config;

  @Inject
  public ChannelRules(ChannelConfig config) {
    this.config = config;
  }

  void warn(@Observes Startup start) {
    if (config.insecure()) {
      LOG.log(
          Level.WARNING,
          "heartwire.client.insecure=true: anyone may connect, subscribe and publish{0}. For"
              + " development only.",
          config.hasNamespaces() ? " in all configured namespaces" : " anywhere");
    }
  }

  /** Returns whether every client may do everything that its own token does not forbid. */
  public boolean isInsecure() {
    return config.insecure();
  }

  /**
   * Returns the options of the channel; for a namespace that is not configured, those that allow
   * nothing.
   */
  public ChannelOptions of(ChannelName channel) {
    return channel.isOwn()
        ? config.otherwise()
        : config.namespaces().getOrDefault(channel.namespace(), config.otherwise());
  }

  /**
   * Returns whether the channel's namespace is configured: a misspelt namespace is an error, not a
   * new channel. In development mode any namespace is accepted if none is configured.
   */
  public boolean isKnown(ChannelName channel) {
    return !channel.isOwn()
        && (config.namespaces().containsKey(channel.namespace()) || isAnyNamespaceGood());
  }

  private boolean isAnyNamespaceGood() {
    return config.insecure() && !config.hasNamespaces();
  }

  /**
   * @return the options of the channel
   * @throws ChannelException if its namespace is not configured, or it is the gateway's own
   */
  public ChannelOptions require(ChannelName channel) {
    if (channel.isOwn()) {
      throw new ChannelException(
          ChannelProblem.PERMISSION_DENIED,
          "channel " + channel + " is the gateway's own, for its console alone");
    }
    ChannelOptions configured = config.namespaces().get(channel.namespace());
    if (configured != null) {
      return configured;
    } else if (!isAnyNamespaceGood()) {
      throw new ChannelException(
          ChannelProblem.UNKNOWN_CHANNEL,
          "namespace '%s' of channel %s is not in heartwire.channel.namespaces"
              .formatted(channel.namespace(), channel));
    }
    return config.otherwise();
  }

  /**
   * Whoever else was asked: nobody but operators subscribes to the gateway's own channels, and they
   * to no others.
   *
   * @throws ChannelException if it is not so, or the namespace is not configured
   */
  void requireFor(ChannelName channel, boolean operator) {
    if (!operator) {
      require(channel);
    } else if (!channel.isOwn()) {
      throw new ChannelException(
          ChannelProblem.PERMISSION_DENIED,
          "a connection of the console subscribes to nothing but the gateway's own channels");
    }
  }

  /**
   * @throws ChannelException if the client may not subscribe, or needs a token for it
   */
  public void checkSubscribe(ChannelName channel, ClientInfo client) {
    Permission said = require(channel).allowSubscribe();
    if (channel.isUserLimited()) {
      said = channel.names(client.user()) ? Permission.TRUE : Permission.FALSE;
    }
    if (channel.needsToken()) {
      said = Permission.FALSE;
    }
    ChannelCaller caller = new ChannelCaller(client);
    if (!config.insecure() && !said.allows(caller, channel)) {
      throw denied("subscribe to", channel, caller, whyNotSubscribe(channel, said));
    }
  }

  /**
   * @throws ChannelException if the client may not publish
   */
  public void checkPublish(ChannelName channel, ChannelCaller client) {
    Permission said = require(channel).allowPublish();
    if (!config.insecure() && !said.allows(client, channel)) {
      throw denied("publish to", channel, client, setting(channel, "publish", said));
    }
  }

  /**
   * @throws ChannelException if the client may not read the history, or there is none
   */
  public void checkHistory(ChannelName channel, ChannelCaller client) {
    checkRead("history", channel, client, require(channel).allowHistory());
    requireHistory(channel);
  }

  /** Returns whether the client may read the history, if the channel keeps one. */
  public boolean mayReadHistory(ChannelName channel, ChannelCaller client) {
    return isKnown(channel) && mayRead(channel, client, of(channel).allowHistory());
  }

  /**
   * @throws ChannelException if the client may not read the presence, or there is none
   */
  public void checkPresence(ChannelName channel, ChannelCaller client) {
    checkRead("presence", channel, client, require(channel).allowPresence());
    requirePresence(channel);
  }

  /**
   * @throws ChannelException if the channel keeps no history
   */
  public void requireHistory(ChannelName channel) {
    if (!require(channel).keepsHistory()) {
      throw new ChannelException(
          ChannelProblem.NOT_AVAILABLE,
          "channel " + channel + " keeps no history: set history-size and history-ttl");
    }
  }

  /**
   * @throws ChannelException if the channel keeps no presence
   */
  public void requirePresence(ChannelName channel) {
    if (!require(channel).presence()) {
      throw new ChannelException(
          ChannelProblem.NOT_AVAILABLE, "channel " + channel + " keeps no presence: set presence");
    }
  }

  /** The history and presence of a user-limited channel are for its users only. */
  private boolean mayRead(ChannelName channel, ChannelCaller client, Permission said) {
    boolean isOpen = !channel.isUserLimited() || channel.names(client.info().user());
    return config.insecure() || (isOpen && said.allows(client, channel));
  }

  private void checkRead(String what, ChannelName channel, ChannelCaller client, Permission said) {
    if (!mayRead(channel, client, said)) {
      boolean isOthers = channel.isUserLimited() && !channel.names(client.info().user());
      String why = isOthers ? OTHERS : setting(channel, what, said);
      throw denied("read the " + what + " of", channel, client, why);
    }
  }

  private static String whyNotSubscribe(ChannelName channel, Permission said) {
    if (channel.needsToken()) {
      return "it needs a token for this channel";
    }
    return channel.isUserLimited() ? OTHERS : setting(channel, "subscribe", said);
  }

  private static String setting(ChannelName channel, String what, Permission said) {
    String namespace = channel.namespace().isEmpty() ? "default" : channel.namespace();
    return "heartwire.channel.%s.allow-%s=%s"
        .formatted(namespace, what, said.name().toLowerCase(Locale.ROOT));
  }

  private static ChannelException denied(
      String what, ChannelName channel, ChannelCaller client, String why) {
    return new ChannelException(
        ChannelProblem.PERMISSION_DENIED,
        "%s may not %s channel %s: %s".formatted(client.info().who(), what, channel, why));
  }
}
