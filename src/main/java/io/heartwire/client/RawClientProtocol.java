package io.heartwire.client;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Plain WebSocket: every message belongs to the application, and the client sends WebSocket pings
 * (RFC 6455, section 5.5.2). Guarded by the client's lock.
 */
final class RawClientProtocol implements ClientProtocol {
  private static final ByteBuffer NO_PAYLOAD = ByteBuffer.allocate(0);

  private final ClientLock lock;
  private final PendingRequests requests;
  private final Consumer<String> texts;
  private final Consumer<byte[]> binaries;
  private final Duration pingInterval;
  private final List<String> subprotocols;
  private @Nullable ConnectionAttempt open;

  RawClientProtocol(
      ClientContext context,
      Consumer<String> texts,
      Consumer<byte[]> binaries,
      Duration pingInterval,
      List<String> subprotocols) {
    this.lock = context.lock();
    this.requests = context.requests();
    this.texts = texts;
    this.binaries = binaries;
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
    return true; // a connection cannot renew its token, so each begins with a fresh one
  }

  @Override
  public Map<String, String> headers(@Nullable String token) {
    return token == null ? Map.of() : Map.of("Authorization", "Bearer " + token);
  }

  @Override
  public void opened(ConnectionAttempt attempt, @Nullable String token) {
    open = attempt;
    attempt.established(pingInterval, () -> sendPing(attempt));
  }

  @Override
  public void text(ConnectionAttempt attempt, String message) {
    attempt.runIfLive(() -> lock.tell(() -> texts.accept(message)));
  }

  @Override
  public void binary(ConnectionAttempt attempt, byte[] message) {
    attempt.runIfLive(() -> lock.tell(() -> binaries.accept(message)));
  }

  @Override
  public void pong(ByteBuffer payload) {
    requests.ponged(RawPing.id(payload));
  }

  @Override
  public ClientRequest.Body ping() {
    return new RawPing();
  }

  @Override
  public void established() {
    if (open != null) {
      requests.sendWaiting(open.webSocket());
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

  private void sendPing(ConnectionAttempt attempt) {
    // If there is no room, the WebSocket finds out itself whether the network still takes bytes.
    if (attempt.webSocket().queue().ping(NO_PAYLOAD.duplicate(), () -> {})) {
      lock.afterUnlock(attempt.webSocket().queue()::flush);
    }
  }
}
