package io.heartwire.client;

/**
 * Supplies a token: for the first connection, before the last token expires, and when the server
 * has refused it.
 *
 * <p>It may block: it is called on the client's executor, at most 16 suppliers of one client at a
 * time. One that has not returned within the client's {@code connectTimeout} is interrupted, and
 * counts as failed.
 */
@FunctionalInterface
public interface TokenSupplier {

  /**
   * Returns a token that is valid now.
   *
   * @throws Exception if there is no token; the client tries again later
   */
  String get() throws Exception;

  /** Always the same token. */
  static TokenSupplier of(String token) {
    return () -> token;
  }
}
