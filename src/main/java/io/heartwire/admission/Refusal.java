package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import io.heartwire.hub.TokenException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An answer instead of an upgrade.
 *
 * @param text one line for the client: what is wrong and what to do
 * @param retryAfter when it is worth trying again at the earliest, or null when it never is
 * @param challenge what the client is asked to bring, as {@code WWW-Authenticate} has it, or null
 */
record Refusal(
    RefusalReason reason, String text, @Nullable Duration retryAfter, @Nullable String challenge)
    implements Outcome {
  /** RFC 6750, section 3. */
  private static final String BEARER = "Bearer realm=\"heartwire\"";

  Refusal(RefusalReason reason, String text, @Nullable Duration retryAfter) {
    this(reason, text, retryAfter, null);
  }

  /** What no waiting changes. */
  Refusal(RefusalReason reason, String text) {
    this(reason, text, null);
  }

  static Refusal disabled(Entrance entrance) {
    return new Refusal(
        RefusalReason.DISABLED,
        "The %s protocol is disabled (heartwire.%1$s.enabled)".formatted(entrance.protocol()));
  }

  static Refusal notAnUpgrade() {
    return new Refusal(
        RefusalReason.NOT_AN_UPGRADE, "This is a WebSocket endpoint: connect with ws:// or wss://");
  }

  static Refusal badChannel() {
    return new Refusal(
        RefusalReason.CHANNEL_NAME, "The channel in /ws/{channel} must be " + ChannelName.RULE);
  }

  static Refusal draining(Duration retryAfter) {
    return new Refusal(
        RefusalReason.DRAINING,
        "This gateway is about to stop and takes no more clients; try again, elsewhere if you can",
        retryAfter);
  }

  static Refusal full(Duration retryAfter) {
    return new Refusal(
        RefusalReason.CAPACITY,
        "All connections are taken (heartwire.pool.max-connections); try again later",
        retryAfter);
  }

  static Refusal full(Entrance entrance, Duration retryAfter) {
    return new Refusal(
        RefusalReason.PROTOCOL_CAPACITY,
        "All connections of the %s protocol are taken (%s); try again later"
            .formatted(entrance.protocol(), EntranceConfig.maxConnectionsKey(entrance)),
        retryAfter);
  }

  static Refusal rate(Duration retryAfter) {
    return new Refusal(
        RefusalReason.RATE,
        "Too many clients connect at once (heartwire.admission.rate); try again later",
        retryAfter);
  }

  static Refusal addressRate(Duration retryAfter) {
    return new Refusal(
        RefusalReason.ADDRESS_RATE,
        "Too many handshakes from your address (heartwire.admission.address.rate); try again later",
        retryAfter);
  }

  static Refusal addressConnections(Duration retryAfter) {
    return new Refusal(
        RefusalReason.ADDRESS_CONNECTIONS,
        "Too many connections from your address (heartwire.admission.address.max-connections);"
            + " close one first",
        retryAfter);
  }

  static Refusal tenantConnections(String tenant, Duration retryAfter) {
    return new Refusal(
        RefusalReason.TENANT_CONNECTIONS,
        "All connections of tenant class %s are taken (heartwire.tenant.%1$s.max-connections)"
                .formatted(tenant)
            + "; try again later",
        retryAfter);
  }

  static Refusal userConnections(Duration retryAfter) {
    return new Refusal(
        RefusalReason.USER_CONNECTIONS,
        "You have as many connections as one user may (heartwire.pool.max-connections-per-user);"
            + " close one first",
        retryAfter);
  }

  /**
   * Only what has the form of an origin is repeated.
   *
   * @param header the client's {@code Origin}; empty if there is none
   */
  static Refusal origin(Optional<String> header) {
    if (header.isEmpty()) {
      return new Refusal(
          RefusalReason.ORIGIN,
          "Clients without an Origin header may not connect (heartwire.admission.allow-no-origin)");
    }
    String site = Origin.parse(header.get()).isPresent() ? header.get() : "no site";
    return new Refusal(
        RefusalReason.ORIGIN,
        "Pages of %s may not connect (heartwire.admission.origins)".formatted(site));
  }

  static Refusal noToken() {
    return new Refusal(
        RefusalReason.TOKEN,
        "You have to bring a token (heartwire.token.required): in the header Authorization, in a"
            + " subprotocol 'bearer.<token>', or in the query",
        null,
        BEARER);
  }

  static Refusal badToken(TokenException bad) {
    return badToken(String.valueOf(bad.getMessage()));
  }

  /**
   * @param why what is wrong with it, and nothing of what it is
   */
  static Refusal badToken(String why) {
    return new Refusal(
        RefusalReason.TOKEN,
        "The token is not good: " + why,
        null,
        BEARER + ", error=\"invalid_token\"");
  }

  static Refusal severalTokens() {
    return new Refusal(
        RefusalReason.SEVERAL_TOKENS, "There are several tokens, so which one counts? Bring one");
  }

  static Refusal noKeys(Duration retryAfter) {
    return new Refusal(
        RefusalReason.TOKEN_KEYS,
        "The key of the token is not here yet (heartwire.token.jwks-url); try again later",
        retryAfter);
  }

  static Refusal notAllowed(ChannelName channel) {
    return new Refusal(
        RefusalReason.PERMISSION,
        "You may not subscribe to channel %s (heartwire.channel.%s.allow-subscribe)"
            .formatted(channel, channel.namespace().isEmpty() ? "default" : channel.namespace()));
  }

  /** Writes the answer, with the time to wait spread so that the refused do not return together. */
  void answer(HttpServletResponse response) throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(reason.status());
    response.setContentType("text/plain;charset=UTF-8");
    response.setContentLength(body.length);
    if (reason == RefusalReason.NOT_AN_UPGRADE) {
      response.setHeader("Upgrade", "websocket");
    }
    if (challenge != null) {
      response.setHeader("WWW-Authenticate", challenge);
    }
    if (retryAfter != null) {
      long least = Math.max(1, retryAfter.toSeconds());
      long jittered = least + ThreadLocalRandom.current().nextLong(least + 1);
      response.setHeader("Retry-After", Long.toString(jittered));
    }
    response.getOutputStream().write(body);
  }
}
