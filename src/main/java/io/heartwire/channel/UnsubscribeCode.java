package io.heartwire.channel;

/**
 * Why a subscription ended.
 *
 * <p>Codes below 2000 are for observers on the server and are never sent. After a code from 2000 to
 * 2499 a client stays unsubscribed; after one from 2500 to 2999 it subscribes again. Source: the
 * unsubscribe codes at <a href="https://centrifugal.dev/docs/server/codes">centrifugal.dev</a>,
 * and, for those never sent, {@code unsubscribe.go} of the Centrifuge library.
 */
public enum UnsubscribeCode {
  /** The client asked for it. */
  CLIENT(0, "client unsubscribed"),
  /** The connection ended, and its subscriptions with it. */
  DISCONNECT(1, "client disconnected"),
  /** The server's application or its API asked for it. */
  SERVER(2000, "server unsubscribe"),
  /** The client's position in the stream is wrong; it may recover by subscribing again. */
  INSUFFICIENT_STATE(2500, "insufficient state"),
  /** The subscription has expired; subscribing again takes a new token. */
  EXPIRED(2501, "subscription expired");

  private final int code;
  private final String reason;

  UnsubscribeCode(int code, String reason) {
    this.code = code;
    this.reason = reason;
  }

  public int code() {
    return code;
  }

  public String reason() {
    return reason;
  }

  /** Returns whether the server sends this code to clients. */
  public boolean isSent() {
    return code >= 2000;
  }

  /** Returns whether the client subscribes again by itself. */
  public boolean isResubscribe() {
    return code >= 2500;
  }
}
