package io.heartwire.broker;

/** The failure of a broker's stage. The message names the operation, the channel and the remedy. */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why it failed. */
  public enum Kind {
    /** A limit of the engine is reached, or it is used wrongly. */
    LIMIT,
    /** The engine can't be reached, or did not answer in time: trying again later may help. */
    UNAVAILABLE
  }

  private final Kind kind;

  /** Of a limit. */
  public BrokerException(String message) {
    this(Kind.LIMIT, message);
  }

  public BrokerException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** Whether this is the failure of an engine that could not be reached. */
  public static boolean isUnavailable(Throwable failure) {
    return failure instanceof BrokerException broker && broker.kind == Kind.UNAVAILABLE;
  }
}
