package io.heartwire.broker;

/** Why a stage failed: what was asked of which channel, and what to do about it. */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BrokerException(String message) {
    super(message);
  }
}
