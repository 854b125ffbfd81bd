package io.heartwire.admission;

import io.heartwire.channel.ChannelException;
import io.heartwire.channel.ChannelName;
import io.heartwire.hub.TokenException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A refusal of an upgrade, and the HTTP response that tells it.
 *
 * @param text one line for the client: what is wrong and what to do
 * @param retryAfter when to try again at the earliest, or null when trying again is no use
 * @param challenge the value of {@code WWW-Authenticate}, or null
 */
record Refusal(
    RefusalReason reason, String text, @Nullable Duration retryAfter, @Nullable String challenge)
    implements AdmissionOutcome {
  /** The challenge of RFC 6750, section 3. */
  private static final String BEARER = "Bearer realm=\"heartwire\"";

  Refusal(RefusalReason reason, String text, @Nullable Duration retryAfter) {
    this(reason, text, retryAfter, null);
  }

  /** A refusal for which trying again is no use. */
  Refusal(RefusalReason reason, String text) {
    this(reason, text, null);
  }

  static Refusal internal() {
    return new Refusal(
        RefusalReason.INTERNAL, "The gateway failed to handle this handshake; its log says why");
  }

  static Refusal disabled(ProtocolPath protocolPath) {
    return new Refusal(
        RefusalReason.DISABLED,
        "The %s protocol is disabled (heartwire.%1$s.enabled)".formatted(protocolPath.protocol()));
  }

  static Refusal path() {
    return new Refusal(
        RefusalReason.PATH,
        "Nothing is served at this path: connect to /ws/{channel}, with the name of one channel and"
            + " no '/' in it, to /connection/websocket, or to /stomp, exactly");
  }

  static Refusal method() {
    return new Refusal(RefusalReason.METHOD, "A WebSocket is opened by GET (RFC 6455)");
  }

  /**
   * @param what the fault, in one sentence
   */
  static Refusal malformed(String what) {
    return new Refusal(RefusalReason.MALFORMED, what);
  }

  static Refusal version() {
    return new Refusal(
        RefusalReason.VERSION, "The header Sec-WebSocket-Version must be 13 (RFC 6455)");
  }

  static Refusal headers(int maxBytes) {
    return new Refusal(
        RefusalReason.HEADERS,
        "The path, the query and the headers are longer than %d bytes together".formatted(maxBytes)
            + " (heartwire.admission.max-header-bytes)");
  }

  static Refusal notAnUpgrade() {
    return new Refusal(
        RefusalReason.NOT_AN_UPGRADE, "This is a WebSocket endpoint: connect with ws:// or wss://");
  }

  static Refusal badChannel() {
    return new Refusal(
        RefusalReason.CHANNEL_NAME,
        "The channel in /ws/{channel} must be " + ChannelName.PATH_RULE);
  }

  static Refusal draining(Duration retryAfter) {
    return new Refusal(
        RefusalReason.DRAINING,
        "This gateway is draining and accepts no new clients; try again, on another node if you"
            + " can",
        retryAfter);
  }

  static Refusal full(Duration retryAfter) {
    return new Refusal(
        RefusalReason.CAPACITY,
        "The gateway is at capacity (heartwire.pool.max-connections); try again later",
        retryAfter);
  }

  static Refusal full(ProtocolPath protocolPath, Duration retryAfter) {
    return new Refusal(
        RefusalReason.PROTOCOL_CAPACITY,
        "The %s protocol is at its limit of connections (%s); try again later"
            .formatted(protocolPath.protocol(), ProtocolConfig.maxConnectionsKey(protocolPath)),
        retryAfter);
  }

  static Refusal waiting(Duration retryAfter) {
    return new Refusal(
        RefusalReason.WAITING,
        "Too many clients wait to be let in (heartwire.admission.max-waiting); try again later",
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
        "Tenant class %s is at its limit of connections (heartwire.tenant.%1$s.max-connections)"
                .formatted(tenant)
            + "; try again later",
        retryAfter);
  }

  static Refusal userConnections(Duration retryAfter) {
    return new Refusal(
        RefusalReason.USER_CONNECTIONS,
        "You are at the limit of connections of one user (heartwire.pool.max-connections-per-user);"
            + " close one first",
        retryAfter);
  }

  /**
   * Refuses an origin. The text repeats the header only if it has the form of an origin.
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
        "A token is required (heartwire.token.required): in the header Authorization, in a"
            + " subprotocol 'bearer.<token>', or in the query",
        null,
        BEARER);
  }

  static Refusal badToken(TokenException bad) {
    return badToken(String.valueOf(bad.getMessage()));
  }

  /**
   * @param why what is wrong with the token, without any of its content
   */
  static Refusal badToken(String why) {
    return new Refusal(
        RefusalReason.TOKEN,
        "The token is invalid: " + why,
        null,
        BEARER + ", error=\"invalid_token\"");
  }

  static Refusal severalTokens() {
    return new Refusal(
        RefusalReason.SEVERAL_TOKENS, "The request has several tokens: send exactly one");
  }

  static Refusal noKeys(Duration retryAfter) {
    return new Refusal(
        RefusalReason.TOKEN_KEYS,
        "The keys to verify the token are not available yet (heartwire.token.jwks-url); try again"
            + " later",
        retryAfter);
  }

  /** In the words of the rules, as clients of all protocols are refused. */
  static Refusal notAllowed(ChannelException refused) {
    String words = String.valueOf(refused.getMessage());
    return new Refusal(
        RefusalReason.PERMISSION,
        words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1));
  }

  /**
   * Writes the response. {@code Retry-After} is jittered, so that refused clients do not return
   * together.
   */
  void answer(HttpServletResponse response) throws IOException {
    byte[] body = (text + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(reason.status());
    response.setContentType("text/plain;charset=UTF-8");
    response.setContentLength(body.length);
    switch (reason) {
      case NOT_AN_UPGRADE -> response.setHeader("Upgrade", "websocket");
      case VERSION -> response.setHeader("Sec-WebSocket-Version", "13");
      case METHOD -> response.setHeader("Allow", "GET");
      default -> {}
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
