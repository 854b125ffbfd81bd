package io.heartwire.client;

/** A client's step from one state to the next, and why. */
public record StateChange(ClientState from, ClientState to, Reason reason) {

  @Override
  public String toString() {
    return from + " → " + to + " (" + reason + ")";
  }

  /** Why a client changed its state. */
  public sealed interface Reason permits Asked, Established, Failure {}

  /** The application called {@code connect()} or {@code close()}. */
  public record Asked() implements Reason {
    @Override
    public String toString() {
      return "asked";
    }
  }

  /** A connection is up, and the server has answered its greeting if its protocol has one. */
  public record Established() implements Reason {
    @Override
    public String toString() {
      return "established";
    }
  }
}
