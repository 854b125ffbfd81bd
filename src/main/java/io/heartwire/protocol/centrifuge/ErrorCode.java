package io.heartwire.protocol.centrifuge;

/**
 * The protocol's error codes for commands.
 *
 * <p>Codes below 400 are the protocol's, those from 400 to 1999 are for applications. Source: the
 * client error codes at <a href="https://centrifugal.dev/docs/server/codes">centrifugal.dev</a>.
 */
enum ErrorCode {
  /** The server failed; the client did nothing wrong and may try again. */
  INTERNAL(100, "internal server error", true),
  /** The client is not authenticated. */
  UNAUTHORIZED(101, "unauthorized", false),
  /** The channel is unknown: mostly its namespace is not configured. */
  UNKNOWN_CHANNEL(102, "unknown channel", false),
  /** The client has no permission. */
  PERMISSION_DENIED(103, "permission denied", false),
  /** The server does not know the method. */
  METHOD_NOT_FOUND(104, "method not found", false),
  /** The connection is already subscribed to this channel, by the client or the server. */
  ALREADY_SUBSCRIBED(105, "already subscribed", false),
  /** A limit is reached; the server's log names it. */
  LIMIT_EXCEEDED(106, "limit exceeded", false),
  /** The request is invalid; repeating it is no use. */
  BAD_REQUEST(107, "bad request", false),
  /** The feature is not enabled, for this channel or at all. */
  NOT_AVAILABLE(108, "not available", false),
  /** The token has expired; the client must get a new one. */
  TOKEN_EXPIRED(109, "token expired", false),
  /** The connection or subscription has expired, not a token. */
  EXPIRED(110, "expired", false),
  /** The rate limit is exceeded; the client may try again later. */
  TOO_MANY_REQUESTS(111, "too many requests", true),
  /** The history does not have all publications after the requested position. */
  UNRECOVERABLE_POSITION(112, "unrecoverable position", false),
  /** Concurrent requests for pages of one channel; this gateway never sends it. */
  CONCURRENT_PAGINATION(113, "concurrent pagination", true);

  private final int code;
  private final String message;
  private final boolean temporary;

  ErrorCode(int code, String message, boolean temporary) {
    this.code = code;
    this.message = message;
    this.temporary = temporary;
  }

  int code() {
    return code;
  }

  String message() {
    return message;
  }

  /** Whether the client may try the same again later. */
  boolean isTemporary() {
    return temporary;
  }
}
