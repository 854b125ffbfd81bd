package io.heartwire.client.pool;

/** What a {@link SessionPool} lends. */
public sealed interface Borrowed extends AutoCloseable permits Session, RawSession {

  /**
   * Gives the session back, and returns at once. Requests under way keep their outcome: the session
   * is lent again once they have it.
   *
   * @throws IllegalStateException if that is done already: the session may be another's by now
   */
  @Override
  void close();
}
