package io.heartwire.api;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Names of members that a request has and this gateway does not know, as the answer's header
 * {@value #HEADER} has them: each once, with anything but letters, digits and {@code _ - .} as
 * {@code ?}, and no more than {@value #MOST} of up to {@value #LONGEST} characters.
 */
final class IgnoredFields {
  static final String HEADER = "X-Heartwire-Ignored-Fields";
  static final int MOST = 16;
  static final int LONGEST = 64;

  private final Set<String> names = new LinkedHashSet<>();
  private boolean hasMore;

  void add(String name) {
    String shown = name.substring(0, Math.min(LONGEST, name.length()));
    String safe = shown.replaceAll("[^A-Za-z0-9_.-]", "?");
    if (names.size() < MOST || names.contains(safe)) {
      names.add(safe);
    } else {
      hasMore = true;
    }
  }

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** The header's value. */
  @Override
  public String toString() {
    return String.join(", ", names) + (hasMore ? ", ..." : "");
  }
}
