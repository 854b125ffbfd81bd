package io.heartwire.broker;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Remembers the commands that came, and answers as a test says: with the body, if it says nothing.
 */
public final class RecordedControls implements ControlListener {

  /** A command that came. */
  public record Done(NodeId from, Control command) {}

  public final List<Done> done = new CopyOnWriteArrayList<>();
  private volatile Function<Control, CompletionStage<Payload>> answer =
      command -> CompletableFuture.completedStage(command.body());
  private volatile Payload figures = Payload.json("{\"clients\":0}");

  public void answer(Function<Control, CompletionStage<Payload>> by) {
    answer = by;
  }

  /** What the node says of itself from now on. */
  public void figures(Payload changed) {
    figures = changed;
  }

  /** The bodies of those that came. */
  public List<String> bodies() {
    return done.stream().map(each -> each.command().body().asText()).toList();
  }

  @Override
  public CompletionStage<Payload> control(NodeId from, Control command) {
    done.add(new Done(from, command));
    return answer.apply(command);
  }

  @Override
  public Payload figures() {
    return figures;
  }
}
