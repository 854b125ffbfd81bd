package io.heartwire.it.token;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.ConnectedEvent;
import io.github.centrifugal.centrifuge.ConnectingEvent;
import io.github.centrifugal.centrifuge.ConnectionTokenEvent;
import io.github.centrifugal.centrifuge.ConnectionTokenGetter;
import io.github.centrifugal.centrifuge.DisconnectedEvent;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.TokenCallback;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/** The official Java client with a token, noting what becomes of it. */
final class TokenClient extends EventListener implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;

  private final List<String> states = new CopyOnWriteArrayList<>();
  private final Client client;

  /**
   * @param first what it brings, or empty
   * @param next where it gets new ones
   */
  TokenClient(URI address, String first, Supplier<String> next) {
    Options options = new Options();
    options.setToken(first);
    options.setTokenGetter(new Getter(next));
    options.setTimeout(LIMIT_MILLIS);
    options.setMinReconnectDelay(20);
    options.setMaxReconnectDelay(200);
    client = new Client(address.toString(), options, this);
    client.connect();
  }

  /** {@code connecting 0}, {@code connected}, {@code disconnected 3500}. */
  List<String> states() {
    return states;
  }

  @Override
  public void onConnecting(Client who, ConnectingEvent event) {
    states.add("connecting " + event.getCode());
  }

  @Override
  public void onConnected(Client who, ConnectedEvent event) {
    states.add("connected");
  }

  @Override
  public void onDisconnected(Client who, DisconnectedEvent event) {
    states.add("disconnected " + event.getCode());
  }

  @Override
  public void close() throws Exception {
    client.close(LIMIT_MILLIS);
  }

  private static final class Getter extends ConnectionTokenGetter {
    private final Supplier<String> tokens;

    Getter(Supplier<String> tokens) {
      this.tokens = tokens;
    }

    @Override
    public void getConnectionToken(ConnectionTokenEvent event, TokenCallback callback) {
      callback.Done(null, tokens.get());
    }
  }
}
