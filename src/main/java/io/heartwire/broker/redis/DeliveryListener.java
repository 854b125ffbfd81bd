package io.heartwire.broker.redis;

import io.lettuce.core.pubsub.RedisPubSubAdapter;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Hears plain and sharded publish and subscribe alike, on the client's event loop. */
final class DeliveryListener extends RedisPubSubAdapter<String, byte[]> {
  private final BiConsumer<String, byte[]> heard;
  private final Consumer<String> confirmed;
  private final Consumer<String> ended;

  /**
   * @param heard told of each message, with its name
   * @param confirmed told of each name that is subscribed to
   * @param ended told of each name that is no longer subscribed to, perhaps since its slot moved
   */
  DeliveryListener(
      BiConsumer<String, byte[]> heard, Consumer<String> confirmed, Consumer<String> ended) {
    this.heard = heard;
    this.confirmed = confirmed;
    this.ended = ended;
  }

  @Override
  public void message(String name, byte[] message) {
    heard.accept(name, message);
  }

  @Override
  public void smessage(String name, byte[] message) {
    heard.accept(name, message);
  }

  @Override
  public void subscribed(String name, long count) {
    confirmed.accept(name);
  }

  @Override
  public void ssubscribed(String name, long count) {
    confirmed.accept(name);
  }

  @Override
  public void sunsubscribed(String name, long count) {
    ended.accept(name);
  }
}
