package io.heartwire.it.token;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.ConnectionTokenEvent;
import io.github.centrifugal.centrifuge.ConnectionTokenGetter;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.TokenCallback;
import io.heartwire.it.centrifuge.StateListener;
import java.net.URI;
import java.util.function.Supplier;

/** The official Java client with a token, noting what becomes of it. */
final class TokenClient extends StateListener implements AutoCloseable {
  private static final int LIMIT_MILLIS = 20_000;

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
