package io.heartwire.admission;

import io.heartwire.channel.ChannelName;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * An answer instead of an upgrade.
 *
 * @param status the HTTP status
 * @param reason one line for the client: what is wrong and what to do
 * @param retryAfter when it is worth trying again at the earliest, or null when it never is
 */
record Refusal(int status, String reason, @Nullable Duration retryAfter) {
  private static final int UPGRADE_REQUIRED = 426;

  static Refusal noSuchEndpoint(String protocol) {
    return new Refusal(
        HttpServletResponse.SC_NOT_FOUND,
        "The %s protocol is disabled (heartwire.%1$s.enabled)".formatted(protocol),
        null);
  }

  static Refusal notAllowed(ChannelName channel) {
    return new Refusal(
        HttpServletResponse.SC_FORBIDDEN,
        "You may not subscribe to channel %s (heartwire.channel.%s.allow-subscribe)"
            .formatted(channel, channel.namespace().isEmpty() ? "default" : channel.namespace()),
        null);
  }

  static Refusal notAnUpgrade() {
    return new Refusal(
        UPGRADE_REQUIRED, "This is a WebSocket endpoint: connect with ws:// or wss://", null);
  }

  static Refusal badChannel(String rule) {
    return new Refusal(
        HttpServletResponse.SC_BAD_REQUEST, "The channel in /ws/{channel} must be " + rule, null);
  }

  static Refusal full(Duration retryAfter) {
    return new Refusal(
        HttpServletResponse.SC_SERVICE_UNAVAILABLE,
        "All connections are taken (heartwire.pool.max-connections); try again later",
        retryAfter);
  }

  /** Writes the answer, with the time to wait spread so that the refused do not return together. */
  void answer(HttpServletResponse response) throws IOException {
    byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType("text/plain;charset=UTF-8");
    response.setContentLength(body.length);
    if (status == UPGRADE_REQUIRED) {
      response.setHeader("Upgrade", "websocket");
    }
    if (retryAfter != null) {
      long least = Math.max(1, retryAfter.toSeconds());
      long jittered = least + ThreadLocalRandom.current().nextLong(least + 1);
      response.setHeader("Retry-After", Long.toString(jittered));
    }
    response.getOutputStream().write(body);
  }
}
