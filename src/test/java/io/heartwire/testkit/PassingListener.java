package io.heartwire.testkit;

import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.Publication;
import io.heartwire.broker.StreamPosition;
import java.util.Set;

/** Passes on all that a broker delivers, but for what a subclass does with it. */
public class PassingListener implements BrokerListener {
  private final BrokerListener listener;

  public PassingListener(BrokerListener listener) {
    this.listener = listener;
  }

  @Override
  public void publication(String channel, Publication publication, StreamPosition position) {
    listener.publication(channel, publication, position);
  }

  @Override
  public void joined(String channel, ClientInfo client) {
    listener.joined(channel, client);
  }

  @Override
  public void left(String channel, ClientInfo client) {
    listener.left(channel, client);
  }

  @Override
  public void interrupted(Set<String> channels) {
    listener.interrupted(channels);
  }
}
