package io.heartwire.client;

import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records what a client tells its listeners, in order. Safe for use by any thread. */
final class RecordedEvents implements SubscriptionListener {
  private final List<StateChange> changes = new CopyOnWriteArrayList<>();
  private final List<Retry> retries = new CopyOnWriteArrayList<>();
  private final List<String> lines = new CopyOnWriteArrayList<>();

  <B extends ClientBuilder<B>> B of(B builder) {
    return builder.onState(changes::add).onRetry(retries::add);
  }

  /** The state after each change. */
  List<ClientState> states() {
    return changes.stream().map(StateChange::to).toList();
  }

  List<StateChange> changes() {
    return List.copyOf(changes);
  }

  List<Retry> retries() {
    return List.copyOf(retries);
  }

  /** What happened in channels. */
  List<String> lines() {
    return List.copyOf(lines);
  }

  /** Waits for the n-th retry to be announced. */
  Retry retry(int number) {
    await("retry " + number).until(() -> retries.size() >= number);
    return retries.get(number - 1);
  }

  /** Waits until the last change led to this state. */
  StateChange change(ClientState to) {
    List<StateChange> found = new ArrayList<>();
    await(to.toString())
        .until(
            () -> {
              found.clear();
              found.addAll(changes);
              return !found.isEmpty() && found.get(found.size() - 1).to() == to;
            });
    return found.get(found.size() - 1);
  }

  /** Waits for the first loss of a connection, whatever followed it. */
  StateChange lost() {
    await("a loss").until(() -> states().contains(ClientState.RECONNECTING));
    return changes.get(states().indexOf(ClientState.RECONNECTING));
  }

  /** Waits until so many lines have been written. */
  List<String> lines(int count) {
    await(count + " lines").until(() -> lines.size() >= count);
    return lines();
  }

  @Override
  public void onPublication(String channel, Publication publication) {
    lines.add(channel + " " + publication.data());
  }

  @Override
  public void onSubscribed(String channel, Subscribed subscribed) {
    lines.add(channel + " subscribed " + subscribed.recovery());
  }

  @Override
  public void onResubscribing(String channel, String reason) {
    lines.add(channel + " resubscribing");
  }

  @Override
  public void onUnsubscribed(String channel, int code, String reason) {
    lines.add(channel + " unsubscribed " + code + " " + reason);
  }

  @Override
  public void onJoin(String channel, ClientInfo info) {
    lines.add(channel + " joined " + info.user());
  }

  @Override
  public void onLeave(String channel, ClientInfo info) {
    lines.add(channel + " left " + info.user());
  }

  void text(String message) {
    lines.add(message);
  }

  void binary(byte[] message) {
    lines.add(message.length + " bytes");
  }
}
