package io.heartwire.channel;

import io.heartwire.broker.ClientInfo;
import io.heartwire.connection.CloseReason;
import io.heartwire.connection.Connection;
import io.heartwire.testkit.ScriptedTransport;
import io.heartwire.testkit.TestPool;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A client on a wire that records; the end of its connection ends its subscriptions. */
final class TestClient implements Subscriber {
  final ScriptedTransport wire = new ScriptedTransport();
  final Connection connection;

  /** Whether it has the console open. */
  boolean operator;

  /** Why its subscriptions ended, as it was told. */
  final List<UnsubscribeCode> ended = new CopyOnWriteArrayList<>();

  private final List<Subscription> held = new CopyOnWriteArrayList<>();
  private final ClientInfo info;
  private final WireFormat format;

  TestClient(TestPool pool, String user, WireFormat format) {
    this.connection = pool.admit();
    this.info = new ClientInfo(user, connection.id().toString());
    this.format = format;
    TestPool.open(
        connection, wire, () -> held.forEach(each -> each.cancel(UnsubscribeCode.DISCONNECT)));
    connection.ready();
  }

  void holds(Subscription subscription) {
    held.removeIf(Subscription::hasEnded);
    held.add(subscription);
  }

  /** What it has received, in order. */
  List<String> heard() {
    return wire.sequence();
  }

  @Override
  public boolean isOperator() {
    return operator;
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public ClientInfo info() {
    return info;
  }

  @Override
  public WireFormat format() {
    return format;
  }

  @Override
  public @Nullable CloseReason ended(Subscription subscription, UnsubscribeCode why) {
    ended.add(why);
    return null;
  }
}
