package io.heartwire.queue;

import io.heartwire.hook.ApplicationThreads;
import io.heartwire.time.TimeSource;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.Shutdown;
import jakarta.enterprise.event.Startup;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.BeanManager;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Finds the beans' methods with {@link QueueConsumer}, and consumes for them. */
@Singleton
class ConsumerMethods {
  private static final Logger LOG = Logger.getLogger(ConsumerMethods.class.getName());

  private final Queues queues;
  private final ApplicationThreads threads;
  private final TimeSource time;
  private final List<QueueSubscription> subscriptions = new ArrayList<>();

  @Inject
  ConsumerMethods(Queues queues, ApplicationThreads threads, TimeSource time) {
    this.queues = queues;
    this.threads = threads;
    this.time = time;
  }

  /** After the application's own beans have started. */
  void start(
      @Observes @Priority(Interceptor.Priority.PLATFORM_AFTER) Startup event, BeanManager beans) {
    Set<Class<?>> seen = new HashSet<>(); // a class may be in several beans, by producers
    for (Bean<?> bean : beans.getBeans(Object.class, Any.Literal.INSTANCE)) {
      Class<?> type = bean.getBeanClass();
      List<Method> methods = ConsumerMethod.in(type);
      if (!methods.isEmpty() && bean.getTypes().contains((Type) type) && seen.add(type)) {
        Object reference = beans.getReference(bean, type, beans.createCreationalContext(bean));
        methods.forEach(method -> consume(reference, method));
      }
    }
  }

  /**
   * @throws IllegalStateException if it can't be a consumer; the start fails
   */
  void consume(Object bean, Method method) {
    ConsumerMethod consumer = new ConsumerMethod(bean, method, threads, time);
    subscriptions.add(queues.consume(consumer.queue(), consumer.concurrency(), consumer));
    LOG.log(Level.INFO, "{0} consumes from queue {1}", new Object[] {method, consumer.queue()});
  }

  void stop(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) Shutdown event) {
    subscriptions.forEach(QueueSubscription::close);
  }
}
