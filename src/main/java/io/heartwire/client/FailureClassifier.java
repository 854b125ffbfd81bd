package io.heartwire.client;

import java.io.IOException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Maps exceptions and close frames to {@link Failure}s. */
final class FailureClassifier {
  /** How Heartwire says it in the close reason of a drain. */
  private static final Pattern RECONNECT_IN = Pattern.compile("reconnect in (\\d{1,9}) ms");

  private static final String NO_CLOSE_FRAME = "ended without a close frame";

  private static final int CLOSED_WITHOUT_A_FRAME = 1006; // RFC 6455, section 7.1.5

  private FailureClassifier() {}

  static Failure ofHandshake(Throwable thrown, URI address, Duration limit, Instant wallClock) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof HttpTimeoutException) {
      return new Failure.TimedOut(limit, Failure.TimedOut.Step.HANDSHAKE);
    }
    if (failure instanceof WebSocketHandshakeException refused) {
      HttpResponse<?> response = refused.getResponse();
      return response == null || response.statusCode() == 101
          ? new Failure.Broken(words(failure))
          : status(response, wallClock);
    }
    if (find(failure, UnresolvedAddressException.class) != null
        || find(failure, UnknownHostException.class) != null) {
      return new Failure.UnknownHost(address.getHost());
    }
    if (find(failure, java.net.ConnectException.class) != null
        || find(failure, NoRouteToHostException.class) != null) {
      return new Failure.Refused(address.getAuthority());
    }
    Throwable tls = find(failure, SSLException.class);
    if (tls != null) {
      return tls(tls);
    }
    return ofConnection(failure);
  }

  /**
   * The failure of a connection that was up. The JDK's WebSocket reports some ends of the stream as
   * an {@code InternalError}; see {@link DeadPeerProbe}.
   */
  static Failure ofConnection(Throwable thrown) {
    Throwable failure =
        thrown instanceof CompletionException && thrown.getCause() != null
            ? thrown.getCause()
            : thrown;
    if (failure instanceof InternalError) {
      return new Failure.Reset(NO_CLOSE_FRAME);
    }
    return failure instanceof IOException
        ? new Failure.Reset(words(failure))
        : new Failure.Broken(words(failure));
  }

  static Failure ofClose(int code, String reason) {
    if (code == CLOSED_WITHOUT_A_FRAME) {
      return new Failure.Reset(NO_CLOSE_FRAME);
    }
    return new Failure.Closed(code, reason, advice(reason));
  }

  static @Nullable Duration advice(String reason) {
    Matcher matcher = RECONNECT_IN.matcher(reason);
    return matcher.find() ? Duration.ofMillis(Long.parseLong(matcher.group(1))) : null;
  }

  private static Failure status(HttpResponse<?> response, Instant wallClock) {
    Duration advice =
        response
            .headers()
            .firstValue("Retry-After")
            .map(value -> RetryAfterHeader.parse(value, wallClock))
            .orElse(null);
    return new Failure.HttpStatus(response.statusCode(), advice);
  }

  private static Failure tls(Throwable failure) {
    boolean isCertificate =
        failure instanceof SSLPeerUnverifiedException
            || find(failure, CertificateException.class) != null;
    return new Failure.Tls(words(failure), isCertificate);
  }

  private static @Nullable Throwable find(Throwable failure, Class<? extends Throwable> type) {
    int depth = 0;
    for (Throwable each = failure; each != null && depth < 20; each = each.getCause()) {
      if (type.isInstance(each)) {
        return each;
      }
      depth++;
    }
    return null;
  }

  private static String words(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
