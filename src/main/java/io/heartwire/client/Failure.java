package io.heartwire.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection. Each kind is a type of its own, so that an application need not parse
 * messages.
 *
 * <p>A failure is final if the same attempt would fail again: the client gives up. After any other
 * failure it reconnects, no earlier than the server {@linkplain #advice() advises}.
 */
public sealed interface Failure extends StateChange.Reason {

  /** Whether another attempt would fail for the same reason. */
  default boolean isFinal() {
    return false;
  }

  /** After which time the server wants the client to come back, or null if it did not say. */
  default @Nullable Duration advice() {
    return null;
  }

  /** Nobody listens at the address, or there is no route to it. */
  record Refused(String detail) implements Failure {
    @Override
    public String toString() {
      return "refused: " + detail;
    }
  }

  /** The attempt took longer than {@code connectTimeout}. */
  record TimedOut(Duration limit, Step step) implements Failure {
    /** What the attempt was waiting for. */
    public enum Step {
      /** The application's supplier was asked for a token. */
      TOKEN,
      /** The connection was made: TCP, TLS, the upgrade. */
      HANDSHAKE,
      /** The server was told who the client is. */
      GREETING
    }

    @Override
    public String toString() {
      return "timed out after " + limit.toMillis() + " ms, waiting for " + step;
    }
  }

  /** The host's name has no address. */
  record UnknownHost(String host) implements Failure {
    @Override
    public String toString() {
      return "host not found: " + host;
    }
  }

  /**
   * TLS could not be agreed on.
   *
   * @param isCertificate whether the server's certificate is not trusted, or of another name
   */
  record Tls(String detail, boolean isCertificate) implements Failure {
    @Override
    public boolean isFinal() {
      return isCertificate;
    }

    @Override
    public String toString() {
      return "TLS failed: " + detail;
    }
  }

  /**
   * The server answered the handshake with a status instead of an upgrade.
   *
   * @param advice what its {@code Retry-After} says
   */
  record HttpStatus(int status, @Nullable Duration advice) implements Failure {

    /**
     * Redirects, 400, 401, 403, 405 and 426 are final: the same request would get the same answer.
     * 404 is not, since servers that are still starting may answer it.
     */
    @Override
    public boolean isFinal() {
      return switch (status) {
        case 400, 401, 403, 405, 426 -> true;
        default -> status >= 300 && status < 400;
      };
    }

    @Override
    public String toString() {
      return "HTTP status " + status + adviceIn(advice);
    }
  }

  /** The connection broke without a close frame: it was reset, or cut on the way. */
  record Reset(String detail) implements Failure {
    @Override
    public String toString() {
      return "connection lost: " + detail;
    }
  }

  /**
   * The server closed the connection with a close frame.
   *
   * @param advice when to come back, as {@code shutdown, reconnect in 1234 ms} says it
   */
  record Closed(int code, String reason, @Nullable Duration advice) implements Failure {

    /**
     * Codes 3500 to 3999 and 4500 to 4999 are final by the Centrifuge protocol. So are those of RFC
     * 6455 that the same message or client would get again: 1003, 1008, 1009 and 1010.
     */
    @Override
    public boolean isFinal() {
      return switch (code) {
        case 1003, 1008, 1009, 1010 -> true;
        default -> (code >= 3500 && code < 4000) || (code >= 4500 && code < 5000);
      };
    }

    @Override
    public String toString() {
      return "closed with " + code + (reason.isEmpty() ? "" : " " + reason);
    }
  }

  /** The server answered the greeting with an error. */
  record Rejected(int code, String message, boolean temporary) implements Failure {
    private static final int TOKEN_EXPIRED = 109;
    private static final int EXPIRED = 110;

    /** All but temporary errors and expired tokens: for those the client gets a new token. */
    @Override
    public boolean isFinal() {
      return !temporary && code != TOKEN_EXPIRED && code != EXPIRED;
    }

    @Override
    public String toString() {
      return "rejected with " + code + " " + message;
    }
  }

  /** Nothing came from the server for longer than its heartbeat allows. */
  record Silent(Duration duration) implements Failure {
    @Override
    public String toString() {
      return "no sign of life for " + duration.toMillis() + " ms";
    }
  }

  /** The application's token supplier failed. */
  record NoToken(Throwable cause) implements Failure {
    @Override
    public String toString() {
      return "no token: " + cause;
    }
  }

  /** The server broke the protocol, or sent a message longer than {@code maxMessage}. */
  record Broken(String detail) implements Failure {
    @Override
    public String toString() {
      return "protocol broken: " + detail;
    }
  }

  private static String adviceIn(@Nullable Duration advice) {
    return advice == null ? "" : ", come back in " + advice.toMillis() + " ms";
  }
}
