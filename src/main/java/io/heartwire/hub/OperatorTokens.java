package io.heartwire.hub;

import io.heartwire.visibility.Internal;

/**
 * The tokens of people who look at the gateway through its console. They open a connection on which
 * the gateway's own channels can be read, and nothing else be done. Safe for use by any thread;
 * nothing blocks.
 */
@Internal
public interface OperatorTokens {
  /** There are none. */
  OperatorTokens NONE =
      new OperatorTokens() {
        @Override
        public boolean isOne(String token) {
          return false;
        }

        @Override
        public Identity identify(String token, String user) {
          throw new TokenException(TokenException.Flaw.INVALID, "there is no console");
        }
      };

  /** Whether the text says that it is one, good or not. */
  boolean isOne(String token);

  /**
   * Who brings such a token.
   *
   * @param user who the container says it is, or empty: the connection is this user's
   * @throws TokenException if it proves nothing
   */
  Identity identify(String token, String user);
}
