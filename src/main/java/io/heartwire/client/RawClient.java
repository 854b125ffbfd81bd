package io.heartwire.client;

import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A client of plain WebSocket: of Heartwire's {@code /ws/…}, or of any other server. A token is
 * sent as {@code Authorization: Bearer}, and the supplier is asked again for each connection.
 *
 * <p>Nobody answers a message. Its future tells only that the network has accepted it, not that the
 * server has received it. Safe for use by any thread.
 */
public final class RawClient extends HeartwireClient {

  private RawClient(ClientContext context, ClientProtocol protocol) {
    super(context, protocol);
  }

  /**
   * Sends a text message.
   *
   * @return completes once the network has accepted the message; fails with {@link
   *     NotSentException} or {@link OutcomeUnknownException}
   */
  public CompletableFuture<@Nullable Void> send(String text) {
    return send((queue, taken, written) -> queue.text(text, taken, written));
  }

  /** The same with bytes, which are copied. */
  public CompletableFuture<@Nullable Void> send(byte[] bytes) {
    byte[] own = bytes.clone();
    return send((queue, taken, written) -> queue.binary(ByteBuffer.wrap(own), taken, written));
  }

  private CompletableFuture<@Nullable Void> send(Offer offer) {
    return this.<@Nullable Void>request(
        ClientRequest.Kind.PUBLICATION, new Message(offer), done -> null);
  }

  /** Puts a message into the queue; false if there is no room. */
  private interface Offer {
    boolean to(SendQueue queue, Runnable taken, Runnable written);
  }

  private record Message(Offer offer) implements ClientRequest.Body {
    @Override
    public boolean offer(SendQueue queue, int id, Runnable taken, Runnable written) {
      return offer.to(queue, taken, written);
    }

    @Override
    public String toString() {
      return "message";
    }
  }

  /** Makes a {@link RawClient}. */
  public static final class Builder extends ClientBuilder<Builder> {
    private Consumer<String> texts = text -> {};
    private Consumer<byte[]> binaries = bytes -> {};
    private Duration pingInterval = Duration.ofSeconds(25);
    private List<String> subprotocols = List.of();

    Builder(URI address) {
      super(address);
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * Called with each text message, in order. Until it returns, only some more messages are read
     * from the server.
     */
    public Builder onText(Consumer<String> listener) {
      texts = listener;
      return this;
    }

    /** The same with each binary message. The array belongs to the listener. */
    public Builder onBinary(Consumer<byte[]> listener) {
      binaries = listener;
      return this;
    }

    /** After so long without anything from the server the client sends a ping; 25 s by default. */
    public Builder pingInterval(Duration interval) {
      pingInterval = positive("pingInterval", interval);
      return this;
    }

    /** Offered in the handshake, the preferred one first. */
    public Builder subprotocols(List<String> names) {
      subprotocols = List.copyOf(names);
      return this;
    }

    /** Makes the client; it does not connect yet. */
    public RawClient build() {
      ClientContext context = context();
      return new RawClient(
          context, new RawClientProtocol(context, texts, binaries, pingInterval, subprotocols));
    }
  }
}
