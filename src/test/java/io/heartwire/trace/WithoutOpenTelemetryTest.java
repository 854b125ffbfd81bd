package io.heartwire.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.heartwire.testkit.HandMadeBeans;
import jakarta.enterprise.inject.Instance;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;

/** A server without OpenTelemetry's classes, such as WildFly, or Liberty without the feature. */
class WithoutOpenTelemetryTest {

  @Test
  void theGatewayRunsAndTracesNothing() throws Exception {
    ClassLoader server = new ServerWithout("io.opentelemetry.");
    assertThatThrownBy(() -> server.loadClass("io.opentelemetry.api.OpenTelemetry"))
        .isInstanceOf(ClassNotFoundException.class);
    Class<?> producer = server.loadClass(TracingProducer.class.getName());
    Constructor<?> constructor = producer.getDeclaredConstructor(Instance.class);
    constructor.setAccessible(true);
    Method tracing = producer.getDeclaredMethod("tracing");
    tracing.setAccessible(true);

    Object found = tracing.invoke(constructor.newInstance(HandMadeBeans.of()));

    assertThat(found)
        .isSameAs(server.loadClass(Tracing.class.getName()).getField("NONE").get(null));
  }

  /** Has the gateway's classes of this package, and some others not. */
  private static final class ServerWithout extends ClassLoader {
    private final String missing;

    ServerWithout(String missing) {
      super(WithoutOpenTelemetryTest.class.getClassLoader());
      this.missing = missing;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(missing)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("io.heartwire.trace.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
  }
}
