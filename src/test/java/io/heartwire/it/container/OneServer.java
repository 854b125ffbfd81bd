package io.heartwire.it.container;

import java.util.Comparator;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * The one server of Arquillian, to which one test class at a time may deploy; others run beside.
 *
 * <p>As an order of classes it has those come first that share the server: of two threads, one
 * takes classes from the front and one from the back, so that they do not wait for each other.
 */
public final class OneServer implements ClassOrderer {
  /** Of the lock that all classes take that deploy to it. */
  public static final String NAME = "the one server of Arquillian";

  @Override
  public void orderClasses(ClassOrdererContext context) {
    context
        .getClassDescriptors()
        .sort(
            Comparator.comparing(
                (ClassDescriptor each) -> !each.isAnnotated(ArquillianTest.class)));
  }
}
