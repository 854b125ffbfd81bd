package com.example.shop;

import io.heartwire.broker.Broker;
import io.heartwire.broker.BrokerListener;
import io.heartwire.broker.ChannelStats;
import io.heartwire.broker.ClientInfo;
import io.heartwire.broker.HistoryPage;
import io.heartwire.broker.HistoryQuery;
import io.heartwire.broker.Publication;
import io.heartwire.broker.PublicationDraft;
import io.heartwire.broker.PublishOptions;
import io.heartwire.broker.PublishResult;
import io.heartwire.broker.StreamPosition;
import io.heartwire.broker.memory.MemoryBroker;
import io.heartwire.testkit.PassingListener;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** The broker in memory, which keeps everything, but fails to deliver what says it will be lost. */
@Alternative
@Priority(1)
@Dependent
public class LossyBroker implements Broker {
  private static final String LOST = "will be lost";

  private final MemoryBroker broker;

  @Inject
  public LossyBroker(MemoryBroker broker) {
    this.broker = broker;
  }

  @Override
  public void start(BrokerListener listener) {
    broker.start(new LossyListener(listener));
  }

  @Override
  public CompletionStage<PublishResult> publish(
      String channel, PublicationDraft draft, PublishOptions options) {
    return broker.publish(channel, draft, options);
  }

  @Override
  public CompletionStage<Void> publishJoin(String channel, ClientInfo client) {
    return broker.publishJoin(channel, client);
  }

  @Override
  public CompletionStage<Void> publishLeave(String channel, ClientInfo client) {
    return broker.publishLeave(channel, client);
  }

  @Override
  public CompletionStage<Void> subscribe(String channel) {
    return broker.subscribe(channel);
  }

  @Override
  public CompletionStage<Void> unsubscribe(String channel) {
    return broker.unsubscribe(channel);
  }

  @Override
  public CompletionStage<HistoryPage> history(String channel, HistoryQuery query) {
    return broker.history(channel, query);
  }

  @Override
  public CompletionStage<Void> removeHistory(String channel) {
    return broker.removeHistory(channel);
  }

  @Override
  public CompletionStage<List<ChannelStats>> channels() {
    return broker.channels();
  }

  private static final class LossyListener extends PassingListener {
    LossyListener(BrokerListener listener) {
      super(listener);
    }

    @Override
    public void publication(String channel, Publication publication, StreamPosition position) {
      String data = new String(publication.data().shared(), StandardCharsets.UTF_8);
      if (!data.contains(LOST)) {
        super.publication(channel, publication, position);
      }
    }
  }
}
