package io.heartwire.hook;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.Extension;
import jakarta.enterprise.inject.spi.ProcessBean;
import jakarta.enterprise.inject.spi.ProcessObserverMethod;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Set;

/**
 * Knows whether an application takes part with beans of its own: hooks, handlers and other
 * implementations of the gateway's interfaces, or observers of its events. What they do to the
 * thread that calls them, nobody knows.
 *
 * <p>Complete once the application has been deployed; safe for use by any thread.
 */
public class ApplicationBeans implements Extension {
  private static final String OURS = "io.heartwire.";

  private volatile boolean isAny;

  /** Whether there is any. */
  public boolean isAny() {
    return isAny;
  }

  void found(@Observes ProcessBean<?> bean) {
    isAny |= takesPart(bean.getBean().getBeanClass(), bean.getBean().getTypes());
  }

  void found(@Observes ProcessObserverMethod<?, ?> observer) {
    isAny |=
        takesPart(
            observer.getObserverMethod().getBeanClass(),
            Set.of(observer.getObserverMethod().getObservedType()));
  }

  private static boolean takesPart(Class<?> bean, Collection<Type> types) {
    return !isOurs(bean) && types.stream().anyMatch(ApplicationBeans::isOurs);
  }

  private static boolean isOurs(Type type) {
    return type.getTypeName().startsWith(OURS);
  }
}
