package io.heartwire.client;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that reconnects when it breaks.
 *
 * <p>Safe for use by any thread, virtual ones too: no method blocks. A future that a method returns
 * belongs to its caller: completing or cancelling it changes nothing in the client, and a request
 * that was made is not taken back. Futures complete on the client's executor. Close a client that
 * is not needed any more.
 */
public abstract sealed class HeartwireClient implements AutoCloseable
    permits CentrifugeClient, RawClient {
  private final ClientContext context;
  private final ClientProtocol protocol;
  private final ClientLifecycle lifecycle;

  HeartwireClient(ClientContext context, ClientProtocol protocol) {
    this.context = context;
    this.protocol = protocol;
    this.lifecycle = new ClientLifecycle(context, protocol);
  }

  /**
   * A client of the Centrifuge protocol, in JSON.
   *
   * @param address as {@code ws://localhost:9080/connection/websocket}
   */
  public static CentrifugeClient.Builder centrifuge(URI address) {
    return new CentrifugeClient.Builder(address);
  }

  /**
   * A client of plain WebSocket, whose messages the application defines.
   *
   * @param address as {@code ws://localhost:9080/ws/lobby}
   */
  public static RawClient.Builder raw(URI address) {
    return new RawClient.Builder(address);
  }

  public final ClientState state() {
    return lifecycle.state();
  }

  /**
   * Begins to connect, unless the client is connected or connecting already.
   *
   * @return completes once the client is connected, however many attempts that takes; fails with
   *     {@link ConnectException} when the client gives up, and with {@link NotSentException} when
   *     it is closed before
   */
  public final CompletableFuture<@Nullable Void> connect() {
    return lifecycle.connect();
  }

  /**
   * Asks the server for an answer.
   *
   * @return the round trip; fails as any request does, but never waits for a later connection
   */
  public final CompletableFuture<Duration> ping() {
    long begun = context.time().nanos();
    return request(
        ClientRequest.Kind.THIS_CONNECTION_ONLY,
        protocol.ping(),
        answer -> Duration.ofNanos(context.time().nanos() - begun));
  }

  /** How many requests wait to be sent or to be answered. */
  public final int requestsUnderWay() {
    return context.lock().call(context.requests()::size);
  }

  /**
   * Ends the client for ever, and returns at once. Its requests fail. The server gets a close frame
   * and has one second to answer it.
   */
  @Override
  public final void close() {
    lifecycle.close();
  }

  /** Completes once the client is closed and its connection gone, within a second of close. */
  public final CompletableFuture<@Nullable Void> closed() {
    return lifecycle.closed();
  }

  final <T extends @Nullable Object> CompletableFuture<T> request(
      ClientRequest.Kind kind, ClientRequest.Body body, Function<ServerReply.Result, T> result) {
    return lifecycle.request(kind, body, result);
  }
}
