package io.heartwire.hub;

import io.heartwire.config.ConfigGroup;
import io.heartwire.config.Settings;
import io.heartwire.visibility.Internal;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;

/**
 * How many revocations are kept.
 *
 * @param most revoked tokens and users together; beyond that the next revocation is refused, since
 *     to forget one would make its tokens good again
 */
@Internal
@Dependent
public record RevocationConfig(int most) implements ConfigGroup {

  @Inject
  public RevocationConfig(Settings settings) {
    this(settings.number("heartwire.token.max-revocations", 1, 10_000_000));
  }
}
