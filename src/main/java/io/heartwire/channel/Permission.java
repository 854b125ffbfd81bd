package io.heartwire.channel;

/** To whom a namespace allows something; written {@code false}, {@code users} or {@code true}. */
public enum Permission {
  /** Nobody. */
  FALSE,
  /** Everybody who has a user id; anonymous clients not. */
  USERS,
  /** Everybody. */
  TRUE;

  /**
   * @param user empty for an anonymous client
   */
  public boolean allows(String user) {
    return this == TRUE || (this == USERS && !user.isEmpty());
  }
}
