package io.heartwire.selftest;

import io.heartwire.config.ListenAddress;
import io.heartwire.config.LoopbackSecret;
import io.heartwire.config.Settings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens clients of the gateway's own, and tells them from all others when they arrive: they bring a
 * secret of this process. {@link Sandbox} serves them. Safe for use by any thread.
 */
@Singleton
public class OwnClients {
  /** The header of the answer by which a client knows that this very gateway answered. */
  public static final String PROOF = "X-Heartwire-Own-Client";

  /** Its value. */
  public static final String SEEN = "seen";

  private static final String SECRET = "X-Heartwire-Loopback-Secret";

  private final LoopbackSecret secret = new LoopbackSecret();
  private final Optional<InetSocketAddress> address;
  private volatile String root = "";
  private volatile boolean isOver;

  @Inject
  public OwnClients(Settings settings) {
    address = ListenAddress.of(settings);
  }

  /** Where they connect to; empty where the gateway has no port without TLS. */
  Optional<InetSocketAddress> address() {
    return address;
  }

  /** Says where the application is on its server, such as {@code /app}. */
  public void isAt(String contextRoot) {
    root = contextRoot;
  }

  /**
   * Whether a handshake is one of the gateway's own clients.
   *
   * @param headers of the handshake; null for one that is not there
   * @param from the client's address
   * @param to the address that it connected to
   */
  public boolean isOwn(Function<String, @Nullable String> headers, String from, String to) {
    return !isOver && secret.admits(headers.apply(SECRET), from, to);
  }

  /** From now on nobody is taken for an own client. */
  public void end() {
    isOver = true;
  }

  /**
   * Connects a client.
   *
   * @param path below the application's context root
   * @throws UnservedException if somebody else answers, or the answer is another than 101
   * @throws IOException if nobody listens, or the connection fails
   */
  LoopbackClient connect(String path) throws IOException {
    LoopbackClient client =
        LoopbackClient.connect(address.orElseThrow(), root + path, SECRET + ": " + secret.value());
    if (client.isAnsweredWith(PROOF + ": " + SEEN)) {
      return client;
    }
    client.close();
    throw new UnservedException("another server or application answers handshakes there");
  }

  /**
   * Plays one client from its handshake to its end.
   *
   * @throws UnservedException if the client is answered and not served
   * @throws IOException if nobody listens, or the connection fails
   */
  public void play(ClientScript script, String channel) throws IOException {
    try (LoopbackClient client = connect(script.path(channel))) {
      script.play(client, channel);
    } catch (EOFException | SocketTimeoutException notServed) {
      throw new UnservedException("a client was let in and not served: " + notServed);
    }
  }
}
