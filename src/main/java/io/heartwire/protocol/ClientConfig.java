package io.heartwire.protocol;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Limits and habits of every client, whatever it speaks.
 *
 * @param mostWaiting commands of one client that may wait for the one under way
 * @param mostSubscriptions channels of one client
 * @param personalChannel whether a user's clients are subscribed by the server to a channel of
 *     their own, {@code #<user>}
 * @param personalNamespace the namespace of those channels, or empty for none
 */
@Dependent
public record ClientConfig(
    int mostWaiting, int mostSubscriptions, boolean personalChannel, String personalNamespace)
    implements ConfigGroup {

  @Inject
  public ClientConfig(Settings settings) {
    this(
        settings.number("heartwire.client.max-waiting-commands", 1, 1_000_000),
        settings.number("heartwire.client.max-subscriptions", 1, 1_000_000),
        settings.flag("heartwire.client.personal-channel"),
        settings.text("heartwire.client.personal-namespace"));
  }
}
