package io.heartwire.protocol;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * The settings of clients of every protocol.
 *
 * @param mostWaiting the most commands of one client that wait for the present one
 * @param mostWaitingBytes the most bytes that the waiting commands hold
 * @param mostSubscriptions the most channels of one client
 * @param mostFilterBytes the most memory of the filters of its subscriptions
 * @param personalChannel whether the server subscribes a user's clients to the user's personal
 *     channel, {@code #<user>}
 * @param personalNamespace the namespace of those channels, or empty for none
 */
@Dependent
public record ClientConfig(
    int mostWaiting,
    int mostWaitingBytes,
    int mostSubscriptions,
    int mostFilterBytes,
    boolean personalChannel,
    String personalNamespace)
    implements ConfigGroup {

  @Inject
  public ClientConfig(Settings settings) {
    this(
        settings.number("heartwire.client.max-waiting-commands", 1, 1_000_000),
        settings.number("heartwire.client.max-waiting-bytes", 1024, 1 << 30),
        settings.number("heartwire.client.max-subscriptions", 1, 1_000_000),
        settings.number("heartwire.client.max-filter-bytes", 0, 1 << 30),
        settings.flag("heartwire.client.personal-channel"),
        settings.text("heartwire.client.personal-namespace"));
  }
}
