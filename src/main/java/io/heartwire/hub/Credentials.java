package io.heartwire.hub;

import io.heartwire.visibility.Internal;

/** What a client came with to say who it is, as far as that is known when it is let in. */
@Internal
public sealed interface Credentials {
  /** It brought nothing: it is who the container says, or anonymous. */
  Credentials NONE = new None();

  /** Nothing. */
  record None() implements Credentials {}

  /** A token that has been found good. */
  record Proven(Identity identity) implements Credentials {}

  /** A token that is still to be asked about, since that takes time. */
  record Pending(String token) implements Credentials {

    /** Without the token: it may end up in a log. */
    @Override
    public String toString() {
      return "Pending";
    }
  }
}
