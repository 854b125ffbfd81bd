package io.heartwire.testkit;

import io.heartwire.hub.Identity;
import io.heartwire.hub.OperatorTokens;
import io.heartwire.hub.TokenException;

/** Tokens of a console are those that begin with {@code console}; one of them is good. */
public final class FakeOperators implements OperatorTokens {
  public static final String GOOD = "console-good";

  @Override
  public boolean isOne(String token) {
    return token.startsWith("console");
  }

  @Override
  public Identity identify(String token, String user) {
    if (token.equals(GOOD)) {
      return Identity.user(user);
    }
    throw new TokenException(TokenException.Flaw.INVALID, "forged");
  }
}
