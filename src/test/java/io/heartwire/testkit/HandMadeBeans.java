package io.heartwire.testkit;

import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.context.spi.CreationalContext;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.Bean;
import jakarta.enterprise.inject.spi.InjectionPoint;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** A CDI {@code Instance} without CDI: objects, each with its qualifiers. */
public final class HandMadeBeans<T> implements Instance<T> {

  /** One bean. */
  public record Made<T>(T object, Set<Annotation> qualifiers) {}

  private final List<Made<T>> beans;

  private HandMadeBeans(List<Made<T>> beans) {
    this.beans = beans;
  }

  @SafeVarargs
  public static <T> HandMadeBeans<T> of(T... objects) {
    return new HandMadeBeans<>(
        List.of(objects).stream().map(object -> new Made<>(object, Set.of())).toList());
  }

  @SafeVarargs
  public static <T> HandMadeBeans<T> qualified(Made<T>... beans) {
    return new HandMadeBeans<>(List.of(beans));
  }

  @Override
  public Iterator<T> iterator() {
    return beans.stream().map(Made::object).iterator();
  }

  @Override
  public Iterable<? extends Handle<T>> handles() {
    return beans.stream().map(HandMadeHandle::new).toList();
  }

  @Override
  public boolean isUnsatisfied() {
    return beans.isEmpty();
  }

  @Override
  public boolean isAmbiguous() {
    return beans.size() > 1;
  }

  @Override
  public Handle<T> getHandle() {
    return new HandMadeHandle<>(beans.get(0));
  }

  @Override
  public T get() {
    return beans.get(0).object();
  }

  @Override
  public void destroy(T instance) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Instance<T> select(Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> Instance<U> select(Class<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <U extends T> Instance<U> select(TypeLiteral<U> subtype, Annotation... qualifiers) {
    throw new UnsupportedOperationException();
  }

  private record HandMadeHandle<T>(Made<T> made) implements Handle<T> {

    @Override
    public T get() {
      return made.object();
    }

    @Override
    public Bean<T> getBean() {
      return new HandMadeBean<>(made);
    }

    @Override
    public void destroy() {}

    @Override
    public void close() {}
  }

  private record HandMadeBean<T>(Made<T> made) implements Bean<T> {

    @Override
    public Class<?> getBeanClass() {
      return made.object().getClass();
    }

    @Override
    public Set<Annotation> getQualifiers() {
      return made.qualifiers();
    }

    @Override
    public Set<Type> getTypes() {
      return Set.of(getBeanClass());
    }

    @Override
    public Set<InjectionPoint> getInjectionPoints() {
      return Set.of();
    }

    @Override
    public T create(CreationalContext<T> context) {
      return made.object();
    }

    @Override
    public void destroy(T instance, CreationalContext<T> context) {}

    @Override
    public Class<? extends Annotation> getScope() {
      return Dependent.class;
    }

    @Override
    public String getName() {
      return null;
    }

    @Override
    public Set<Class<? extends Annotation>> getStereotypes() {
      return Set.of();
    }

    @Override
    public boolean isAlternative() {
      return false;
    }
  }
}
