package io.heartwire.hub;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * Who needs a token, and where it may be. Read anew for every client, so that it can be changed
 * while running.
 *
 * @param isRequired whether clients that nobody knows are refused: those without a token, a user of
 *     the container, or a hook that accepts them
 * @param queryParameter in which a raw client may bring it; empty = in none
 */
@Internal
@Dependent
public record TokenPolicy(boolean isRequired, String queryParameter) implements ConfigGroup {

  @Inject
  public TokenPolicy(Settings settings) {
    this(
        settings.flag("heartwire.token.required"),
        settings.text("heartwire.token.query-parameter"));
  }
}
