package io.heartwire.protocol.centrifuge;

/**
 * Why a command was refused, in the words of the protocol.
 *
 * <p>Codes below 400 belong to the protocol, those from 400 to 1999 to applications. Source: the
 * client error codes at <a href="https://centrifugal.dev/docs/server/codes">centrifugal.dev</a>.
 */
enum ErrorCode {
  /** The server failed; the client did nothing wrong and may try again. */
  INTERNAL(100, "internal server error", true),
  /** The client has not said who it is, or not well enough. */
  UNAUTHORIZED(101, "unauthorized", false),
  /** No such channel: most often its namespace is not configured. */
  UNKNOWN_CHANNEL(102, "unknown channel", false),
  /** The client is known and may not do this. */
  PERMISSION_DENIED(103, "permission denied", false),
  /** The command names no method the server has. */
  METHOD_NOT_FOUND(104, "method not found", false),
  /** The connection has a subscription to this channel already, its own or one of the server's. */
  ALREADY_SUBSCRIBED(105, "already subscribed", false),
  /** A limit has been reached; which one is in the server's log. */
  LIMIT_EXCEEDED(106, "limit exceeded", false),
  /** The request makes no sense, and will make none if it is repeated. */
  BAD_REQUEST(107, "bad request", false),
  /** The feature is not switched on, for this channel or at all. */
  NOT_AVAILABLE(108, "not available", false),
  /** The token was good once; the client is to get a new one. */
  TOKEN_EXPIRED(109, "token expired", false),
  /** The connection or subscription has come to its end, no token involved. */
  EXPIRED(110, "expired", false),
  /** Too many requests in too little time; later they will be taken. */
  TOO_MANY_REQUESTS(111, "too many requests", true),
  /** The stream no longer holds, or never held, what lies after the position asked for. */
  UNRECOVERABLE_POSITION(112, "unrecoverable position", false),
  /** The token has been withdrawn; the client is to get a new one. */
  TOKEN_REVOKED(113, "token revoked", false);

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
