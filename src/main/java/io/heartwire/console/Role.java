package io.heartwire.console;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody may do who has signed in. */
enum Role {
  /** See everything. */
  VIEWER,
  /** See everything, and act. */
  OPERATOR;

  private static final String PREFIX = "heartwire-";

  /** The most of what roles of a token grant. */
  static Optional<Role> of(Set<String> roles) {
    for (Role role : new Role[] {OPERATOR, VIEWER}) {
      if (roles.contains(PREFIX + role.label())) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }

  /** Of a session's token; what is not known may see. */
  static Role parse(String label) {
    return label.equals(OPERATOR.label()) ? OPERATOR : VIEWER;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
