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
 * The settings that clients of all protocols have. Not thread-safe.
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

  /** Says who the client is. By default it is anonymous. The supplier may block. */
  public B tokens(TokenSupplier supplier) {
    tokens = supplier;
    return self();
  }

  /** {@link Backoff#DEFAULT} by default. */
  public B backoff(Backoff value) {
    backoff = value;
    return self();
  }

  /**
   * What happens to requests while there is no connection; {@link WhileReconnecting#fail()} by
   * default.
   */
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

  /** How much longer than a heartbeat interval the server may be silent; 10 s by default. */
  public B heartbeatGrace(Duration value) {
    grace = positive("heartbeatGrace", value);
    return self();
  }

  /** The longest message that is accepted, in chars or bytes; 1 Mi by default. */
  public B maxMessage(int length) {
    maxMessage = positive("maxMessage", length);
    return self();
  }

  /** The most requests that may be unanswered; 1024 by default. One more fails as not sent. */
  public B maxRequests(int count) {
    maxRequests = positive("maxRequests", count);
    return self();
  }

  /** About how many bytes may wait to be written; 1 MiB by default. One more fails as not sent. */
  public B maxUnsentBytes(int bytes) {
    maxUnsentBytes = positive("maxUnsentBytes", bytes);
    return self();
  }

  /** Called with each change of state, in order. */
  public B onState(Consumer<StateChange> listener) {
    stateListeners.add(listener);
    return self();
  }

  /** Called before each attempt that follows a failure. */
  public B onRetry(Consumer<Retry> listener) {
    retryListeners.add(listener);
    return self();
  }

  /** Connects with this; by default with one that all clients share. */
  public B httpClient(HttpClient client) {
    httpClient = client;
    return self();
  }

  /**
   * Runs listeners and token suppliers and completes futures; by default on threads that all
   * clients share. If listeners or suppliers block, it must not run tasks in the calling thread.
   */
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

  /** What a client with these settings is made of. */
  final ClientContext context() {
    return ClientContext.of(settings());
  }

  private ClientSettings settings() {
    return new ClientSettings(
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
        tokens,
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
