package io.heartwire.client;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What clients of all protocols can be told. For one thread.
 *
 * @param <B> the builder's own type
 */
public abstract sealed class ClientBuilder<B extends ClientBuilder<B>>
    permits CentrifugeClient.Builder, RawClient.Builder {
  private final URI address;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private final List<Consumer<StateChange>> stateListeners = new ArrayList<>();
  private final List<Consumer<Retry>> retryListeners = new ArrayList<>();
  private Backoff backoff = Backoff.DEFAULT;
  private WhileReconnecting requests = WhileReconnecting.fail();
  private Duration connectTimeout = Duration.ofSeconds(10);
  private Duration requestTimeout = Duration.ofSeconds(5);
  private Duration grace = Duration.ofSeconds(10);
  private int maxMessage = 1 << 20;
  private int maxRequests = 1024;
  private int maxUnsentBytes = 1 << 20;
  private @Nullable TokenSupplier tokens;
  private @Nullable HttpClient httpClient;
  private @Nullable Executor executor;
  private @Nullable ClientTime time;
  private DoubleSupplier random = () -> ThreadLocalRandom.current().nextDouble();

  ClientBuilder(URI address) {
    String scheme = address.getScheme();
    if (!"ws".equals(scheme) && !"wss".equals(scheme)) {
      throw new IllegalArgumentException("address must begin with ws:// or wss://, was " + address);
    }
    if (address.getHost() == null) {
      throw new IllegalArgumentException("address must name a host, was " + address);
    }
    this.address = address;
  }

  abstract B self();

  /** A header of the handshake. */
  public B header(String name, String value) {
    headers.put(name, value);
    return self();
  }

  /** Who the client is; nobody by default. */
  public B tokens(TokenSupplier supplier) {
    tokens = supplier;
    return self();
  }

  /** {@link Backoff#DEFAULT} by default. */
  public B backoff(Backoff value) {
    backoff = value;
    return self();
  }

  /** What becomes of requests without a connection; {@link WhileReconnecting#fail()} by default. */
  public B requests(WhileReconnecting policy) {
    requests = policy;
    return self();
  }

  /** The most that one attempt may take, token and greeting included; 10 s by default. */
  public B connectTimeout(Duration value) {
    connectTimeout = positive("connectTimeout", value);
    return self();
  }

  /** The most that the answer to a request may take; 5 s by default. */
  public B requestTimeout(Duration value) {
    requestTimeout = positive("requestTimeout", value);
    return self();
  }

  /** How much later than the heartbeat a sign of life may come; 10 s by default. */
  public B heartbeatGrace(Duration value) {
    grace = positive("heartbeatGrace", value);
    return self();
  }

  /** The longest message that is taken, in chars or bytes; 1 Mi by default. */
  public B maxMessage(int length) {
    maxMessage = positive("maxMessage", length);
    return self();
  }

  /** The most requests that may be unanswered; 1024 by default. One more fails as not sent. */
  public B maxRequests(int count) {
    maxRequests = positive("maxRequests", count);
    return self();
  }

  /** The most that may wait to be written, about, in bytes; 1 MiB by default. */
  public B maxUnsentBytes(int bytes) {
    maxUnsentBytes = positive("maxUnsentBytes", bytes);
    return self();
  }

  /** Is told each change of state, in order. */
  public B onState(Consumer<StateChange> listener) {
    stateListeners.add(listener);
    return self();
  }

  /** Is told of each attempt that will follow a failure. */
  public B onRetry(Consumer<Retry> listener) {
    retryListeners.add(listener);
    return self();
  }

  /** Connects with this; by default with one that all clients share. */
  public B httpClient(HttpClient client) {
    httpClient = client;
    return self();
  }

  /** Where listeners, suppliers and stages run; by default threads that all clients share. */
  public B executor(Executor value) {
    executor = value;
    return self();
  }

  /** For tests. */
  public B time(ClientTime value) {
    time = value;
    return self();
  }

  B random(DoubleSupplier value) {
    random = value;
    return self();
  }

  final @Nullable TokenSupplier tokens() {
    return tokens;
  }

  final Settings settings() {
    return new Settings(
        address,
        Map.copyOf(headers),
        List.copyOf(stateListeners),
        List.copyOf(retryListeners),
        backoff,
        requests,
        connectTimeout,
        requestTimeout,
        grace,
        maxMessage,
        maxRequests,
        maxUnsentBytes,
        httpClient,
        executor,
        time,
        random);
  }

  static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
    return value;
  }

  private static int positive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be positive, was " + value);
    }
    return value;
  }
}
