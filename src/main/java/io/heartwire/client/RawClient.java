package io.heartwire.client;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of WebSocket as it is: of Heartwire's {@code /ws/…}, or of any other server. A token is
 * sent as {@code Authorization: Bearer}, fresh for each connection.
 *
 * <p>Nobody answers a message, so its stage tells only whether the network has taken it: what then
 * becomes of it is not known. Safe for use by any thread.
 */
public final class RawClient implements HeartwireClient {
  private final Monitor monitor;
  private final ClientTime time;
  private final Lifecycle lifecycle;
  private final Requests requests;

  private RawClient(Builder builder) {
    Settings settings = builder.settings();
    SharedRuntime shared = SharedRuntime.take();
    Parts parts = Parts.of(settings, shared);
    monitor = parts.monitor();
    time = parts.time();
    requests = new Requests(settings, parts);
    Dialogue dialogue =
        new RawDialogue(
            parts, requests, builder.listener, builder.pingInterval, builder.subprotocols);
    lifecycle = new Lifecycle(settings, parts, shared, builder.tokens(), dialogue);
  }

  @Override
  public ClientState state() {
    return lifecycle.state();
  }

  @Override
  public CompletionStage<@Nullable Void> connect() {
    return lifecycle.connect();
  }

  /**
   * @return completed once the network has taken the message; fails with {@link NotSentException}
   *     or {@link OutcomeUnknownException}
   */
  public CompletionStage<@Nullable Void> send(String text) {
    return this.<@Nullable Void>request(
        Request.Kind.PUBLICATION,
        message((queue, taken, written) -> queue.text(text, taken, written)),
        done -> null);
  }

  /** The same with bytes, which are copied. */
  public CompletionStage<@Nullable Void> send(byte[] bytes) {
    byte[] own = bytes.clone();
    return this.<@Nullable Void>request(
        Request.Kind.PUBLICATION,
        message((queue, taken, written) -> queue.binary(ByteBuffer.wrap(own), taken, written)),
        done -> null);
  }

  @Override
  public CompletionStage<Duration> ping() {
    long begun = time.nanos();
    return request(
        Request.Kind.PASSING, new RawPing(), pong -> Duration.ofNanos(time.nanos() - begun));
  }

  @Override
  public int requestsUnderWay() {
    return monitor.call(requests::size);
  }

  @Override
  public void close() {
    lifecycle.close();
  }

  @Override
  public CompletionStage<@Nullable Void> closed() {
    return lifecycle.closed();
  }

  /** Puts a message into the queue. */
  private interface Offer {
    boolean to(SendQueue queue, Runnable taken, Runnable written);
  }

  private static Request.Body message(Offer offer) {
    return new Request.Body() {
      @Override
      public boolean offer(SendQueue queue, int id, Runnable taken, Runnable written) {
        return offer.to(queue, taken, written);
      }

      @Override
      public String toString() {
        return "message";
      }
    };
  }

  private <T extends @Nullable Object> CompletionStage<T> request(
      Request.Kind kind, Request.Body body, Function<Reply.Result, T> result) {
    return lifecycle.request(requests, kind, body, result);
  }

  /** Makes a {@link RawClient}. */
  public static final class Builder extends ClientBuilder<Builder> {
    private RawListener listener = new RawListener() {};
    private Duration pingInterval = Duration.ofSeconds(25);
    private List<String> subprotocols = List.of();

    Builder(URI address) {
      super(address);
    }

    @Override
    Builder self() {
      return this;
    }

    /** Is told what the server sends. */
    public Builder onMessage(RawListener value) {
      listener = value;
      return this;
    }

    /** After so long without a sign of life the server is asked for one; 25 s by default. */
    public Builder pingInterval(Duration interval) {
      pingInterval = positive("pingInterval", interval);
      return this;
    }

    /** Offered in the handshake, the preferred one first. */
    public Builder subprotocols(List<String> names) {
      subprotocols = List.copyOf(names);
      return this;
    }

    /** The client, not connected yet. */
    public RawClient build() {
      return new RawClient(this);
    }
  }
}
