package com.example.shop;

import io.heartwire.broker.Payload;
import io.heartwire.broker.QueueMessage;
import io.heartwire.queue.QueueConsumer;
import io.heartwire.queue.QueueName;
import io.heartwire.queue.Queues;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Sends parcels once their orders are committed, and tries again what failed. */
@ApplicationScoped
public class Parcels {
  public static final QueueName QUEUE = new QueueName("parcels");

  private final List<String> sent = new CopyOnWriteArrayList<>();

  @Inject Queues queues;

  @Transactional
  public void order(String to) {
    queues.send(QUEUE, Payload.text(to));
  }

  @Transactional
  public void orderAndFail(String to) {
    queues.send(QUEUE, Payload.text(to));
    throw new IllegalStateException("rolled back");
  }

  @QueueConsumer(value = "parcels", retryAfter = "0s")
  public void send(QueueMessage message) {
    if (message.delivery() < 3) {
      throw new IllegalStateException("nobody at home");
    }
    sent.add(message.data().asText() + " after " + message.delivery());
  }

  public List<String> sent() {
    return sent;
  }
}
