package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** What the configured namespaces let a client do. Safe for use by any thread. */
@Singleton
public class ChannelRules {
  private static final Logger LOG = Logger.getLogger(ChannelRules.class.getName());

  private final ChannelConfig config;

  @Inject
  public ChannelRules(ChannelConfig config) {
    this.config = config;
  }

  void warn(@Observes Startup start) {
    if (config.insecure()) {
      LOG.log(
          Level.WARNING,
          "heartwire.client.insecure=true: anyone may connect, subscribe and publish anywhere."
              + " For development only.");
    }
  }

  /** Whether every client may do everything. */
  public boolean isInsecure() {
    return config.insecure();
  }

  /** What holds for the channel; for a namespace that is not configured, nothing but the basics. */
  public ChannelOptions of(ChannelName channel) {
    return config.namespaces().getOrDefault(channel.namespace(), config.otherwise());
  }

  public boolean isKnown(ChannelName channel) {
    return config.namespaces().containsKey(channel.namespace());
  }

  /**
   * @param unsaid what holds where the namespace does not say
   * @throws ChannelException if the client may not subscribe
   */
  public void checkSubscribe(ChannelName channel, ClientInfo client, Permission unsaid) {
    Permission said = of(channel).allowSubscribe();
    if (channel.isUserLimited()) {
      said = channel.names(client.user()) ? Permission.TRUE : Permission.FALSE;
    }
    check("subscribe to", channel, client, said, unsaid);
  }

  /**
   * @param unsaid what holds where the namespace does not say
   * @throws ChannelException if the client may not publish
   */
  public void checkPublish(ChannelName channel, ClientInfo client, Permission unsaid) {
    check("publish to", channel, client, of(channel).allowPublish(), unsaid);
  }

  /**
   * @throws ChannelException if the client may not read the history, or there is none
   */
  public void checkHistory(ChannelName channel, ClientInfo client) {
    checkRead("history", channel, client, of(channel).allowHistory());
    requireHistory(channel);
  }

  /**
   * @throws ChannelException if the client may not read the presence, or there is none
   */
  public void checkPresence(ChannelName channel, ClientInfo client) {
    checkRead("presence", channel, client, of(channel).allowPresence());
    requirePresence(channel);
  }

  /**
   * @throws ChannelException if the channel keeps no history
   */
  public void requireHistory(ChannelName channel) {
    if (!of(channel).keepsHistory()) {
      throw new ChannelException(
          ChannelProblem.NOT_AVAILABLE,
          "channel " + channel + " keeps no history: set history-size and history-ttl");
    }
  }

  /**
   * @throws ChannelException if the channel keeps no presence
   */
  public void requirePresence(ChannelName channel) {
    if (!of(channel).presence()) {
      throw new ChannelException(
          ChannelProblem.NOT_AVAILABLE, "channel " + channel + " keeps no presence: set presence");
    }
  }

  /** What only some users may subscribe to, only they may look into. */
  private void checkRead(String what, ChannelName channel, ClientInfo client, Permission said) {
    boolean isOpen = !channel.isUserLimited() || channel.names(client.user());
    Permission permission = isOpen ? said : Permission.FALSE;
    check("read the " + what + " of", channel, client, permission, Permission.FALSE);
  }

  private void check(
      String what,
      ChannelName channel,
      ClientInfo client,
      @Nullable Permission said,
      Permission unsaid) {
    if (config.insecure()) {
      return;
    }
    if (!isKnown(channel) && unsaid == Permission.FALSE) {
      throw new ChannelException(
          ChannelProblem.UNKNOWN_CHANNEL,
          "namespace '%s' of channel %s is not in heartwire.channel.namespaces"
              .formatted(channel.namespace(), channel));
    }
    Permission permission = said == null ? unsaid : said;
    if (!permission.allows(client.user())) {
      throw new ChannelException(
          ChannelProblem.PERMISSION_DENIED,
          "client %s of user '%s' may not %s channel %s"
              .formatted(client.client(), client.user(), what, channel));
    }
  }
}
