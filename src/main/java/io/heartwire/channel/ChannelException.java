package io.heartwire.channel;

/**
 * The failure of a stage of {@link Channels}. The message says what failed, for which channel, and
 * what to do.
 */
public final class ChannelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ChannelProblem problem;

  public ChannelException(ChannelProblem problem, String message) {
    super(message, null, false, false);
    this.problem = problem;
  }

  public ChannelProblem problem() {
    return problem;
  }
}
