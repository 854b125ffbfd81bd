package io.heartwire.engine;

import io.heartwire.broker.Broker;
import io.heartwire.broker.Cluster;
import io.heartwire.broker.Engine;
import io.heartwire.broker.Presence;
import io.heartwire.broker.QueueStore;
import io.heartwire.broker.SharedCounts;
import io.heartwire.broker.memory.MemoryEngine;
import io.heartwire.broker.redis.RedisEngine;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Produces the engine that {@code heartwire.broker} names; the others are not even created. */
@ApplicationScoped
class EngineProducer {

  @Produces
  @Singleton
  Engine engine(EngineConfig config, Instance<MemoryEngine> memory, Instance<RedisEngine> redis) {
    return switch (config.kind()) {
      case MEMORY -> memory.get();
      case REDIS -> redis.get();
    };
  }

  void close(@Disposes Engine engine) {
    engine.close();
  }

  @Produces
  @Singleton
  Broker broker(Engine engine) {
    return engine.broker();
  }

  @Produces
  @Singleton
  Presence presence(Engine engine) {
    return engine.presence();
  }

  @Produces
  @Singleton
  Cluster cluster(Engine engine) {
    return engine.cluster();
  }

  @Produces
  @Singleton
  SharedCounts counts(Engine engine) {
    return engine.counts();
  }

  @Produces
  @Singleton
  QueueStore queues(Engine engine) {
    return engine.queues();
  }
}
