package io.heartwire.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No protocol: every message is the application's. Signs of life are asked for by pings of
 * WebSocket itself (RFC 6455, section 5.5.2). Guarded by the client's monitor.
 */
final class RawDialogue implements Dialogue {
  private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

  private final Monitor monitor;
  private final Requests requests;
  private final RawListener listener;
  private final Duration pingInterval;
  private final List<String> subprotocols;
  private @Nullable Attempt open;

  RawDialogue(
      Parts parts,
      Requests requests,
      RawListener listener,
      Duration pingInterval,
      List<String> subprotocols) {
    this.monitor = parts.monitor();
    this.requests = requests;
    this.listener = listener;
    this.pingInterval = pingInterval;
    this.subprotocols = subprotocols;
  }

  @Override
  public boolean joinsTexts() {
    return false;
  }

  @Override
  public List<String> subprotocols() {
    return subprotocols;
  }

  @Override
  public boolean needsToken() {
    return true; // it cannot be renewed on the way, so each connection begins with a fresh one
  }

  @Override
  public Map<String, String> headers(@Nullable String token) {
    return token == null ? Map.of() : Map.of("Authorization", "Bearer " + token);
  }

  @Override
  public void opened(Attempt attempt, @Nullable String token) {
    open = attempt;
    attempt.established(pingInterval, () -> askForLife(attempt));
  }

  @Override
  public void text(Attempt attempt, String message) {
    attempt.inTurn(() -> monitor.tell(() -> listener.onText(message)));
  }

  @Override
  public void binary(Attempt attempt, byte[] message) {
    attempt.inTurn(() -> monitor.tell(() -> listener.onBinary(message)));
  }

  @Override
  public void pong(ByteBuffer payload) {
    requests.ponged(RawPing.number(payload));
  }

  @Override
  public void established() {
    if (open != null) {
      requests.sendWaiting(open.link());
    }
  }

  @Override
  public void ended(Failure failure) {
    open = null;
    requests.lost(failure.toString());
  }

  @Override
  public void abandoned(String why) {
    requests.abandon(why);
  }

  private void askForLife(Attempt attempt) {
    // Without room much waits to be written, and the network's failing is a matter of the link's.
    if (attempt.link().queue().ping(NO_PAYLOAD.duplicate(), () -> {})) {
      monitor.afterwards(attempt.link().queue()::flush);
    }
  }
}
