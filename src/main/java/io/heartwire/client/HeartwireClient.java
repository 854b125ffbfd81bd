package io.heartwire.client;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a server that comes back when it breaks.
 *
 * <p>Safe for use by any thread, virtual ones too: no method blocks. Stages complete on the
 * client's executor. A client that is not needed any more has to be closed.
 */
public sealed interface HeartwireClient extends AutoCloseable permits CentrifugeClient, RawClient {

  /**
   * A client of the Centrifuge protocol, in JSON.
   *
   * @param address as {@code ws://localhost:9080/connection/websocket}
   */
  static CentrifugeClient.Builder centrifuge(URI address) {
    return new CentrifugeClient.Builder(address);
  }

  /**
   * A client without a protocol, whose messages are the server's.
   *
   * @param address as {@code ws://localhost:9080/ws/lobby}
   */
  static RawClient.Builder raw(URI address) {
    return new RawClient.Builder(address);
  }

  ClientState state();

  /**
   * Begins to connect, unless that is done or under way.
   *
   * @return completed once the client is connected, however many attempts that takes; fails with
   *     {@link ConnectException} when the client gives up, and with {@link NotSentException} when
   *     it is closed first
   */
  CompletionStage<@Nullable Void> connect();

  /**
   * Asks the server for a sign of life.
   *
   * @return how long the answer took; fails as any request, but is never kept for a later
   *     connection
   */
  CompletionStage<Duration> ping();

  /** How many requests wait to be sent or to be answered. */
  int requestsUnderWay();

  /**
   * Ends the client for ever, and returns at once. Requests fail; the server is told goodbye, and
   * has a second to answer it.
   */
  @Override
  void close();

  /** Completed once the client is closed and its connection gone: a second after close at most. */
  CompletionStage<@Nullable Void> closed();
}
