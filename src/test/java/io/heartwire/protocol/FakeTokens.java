package io.heartwire.protocol;

import io.heartwire.broker.Payload;
import io.heartwire.channel.ChannelName;
import io.heartwire.channel.SubscribeGrant;
import io.heartwire.hub.Identity;
import io.heartwire.hub.TokenException;
import io.heartwire.hub.TokenMark;
import io.heartwire.hub.TokenVerifier;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Tokens that say what they are: {@code expired}, {@code revoked}, {@code broken} (the verifier
 * throws), {@code late} (the keys are missing), {@code <user>} or {@code <user>:<seconds>}, which
 * is its id, too; for a subscription {@code <channel>} or {@code <channel>|<seconds>}. All others
 * are invalid.
 */
public final class FakeTokens implements TokenVerifier {

  @Override
  public CompletionStage<Identity> connection(String token) {
    String[] parts = token.split(":", -1);
    return parts[0].matches("[a-z]+") && !isFlawed(token)
        ? CompletableFuture.completedStage(
            new Identity(
                parts[0],
                Payload.EMPTY,
                ttl(parts),
                Map.of(),
                Payload.json("{\"by\":\"token\"}"),
                Payload.json("{\"plan\":\"gold\"}"),
                new TokenMark(token, parts[0], null),
                ""))
        : flawed(token);
  }

  @Override
  public CompletionStage<SubscribeGrant> subscription(
      String token, String user, ChannelName channel) {
    String[] parts = token.split("\\|", -1);
    return parts[0].equals(channel.value())
        ? CompletableFuture.completedStage(
            new SubscribeGrant(Payload.EMPTY, Payload.EMPTY, ttl(parts)))
        : flawed(token);
  }

  private static boolean isFlawed(String token) {
    return token.equals("expired")
        || token.equals("revoked")
        || token.equals("late")
        || token.equals("invalid")
        || token.equals("broken");
  }

  private static @Nullable Duration ttl(String[] parts) {
    return parts.length < 2 ? null : Duration.ofSeconds(Long.parseLong(parts[1]));
  }

  private static <T> CompletionStage<T> flawed(String token) {
    if (token.equals("broken")) {
      throw new IllegalStateException("a verifier out of order");
    }
    TokenException.Flaw flaw =
        switch (token) {
          case "expired" -> TokenException.Flaw.EXPIRED;
          case "revoked" -> TokenException.Flaw.REVOKED;
          case "late" -> TokenException.Flaw.UNDECIDED;
          default -> TokenException.Flaw.INVALID;
        };
    return CompletableFuture.failedStage(new TokenException(flaw, token));
  }
}
