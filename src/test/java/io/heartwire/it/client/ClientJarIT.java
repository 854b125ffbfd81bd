package io.heartwire.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The jar that other applications get. */
class ClientJarIT {
  private static final Path JAR = Path.of(System.getProperty("heartwire.client.jar"));

  @Test
  void jarMustContainTheClientAndNothingElse() throws IOException {
    assertThat(entries())
        .contains("io/heartwire/client/HeartwireClient.class")
        .contains("io/heartwire/client/pool/SessionPool.class")
        .allMatch(name -> name.startsWith("io/heartwire/client/") || name.startsWith("META-INF/"));
  }

  @Test
  void everyClassMustLoadWithNothingButJackson() throws Exception {
    URL jackson = JsonFactory.class.getProtectionDomain().getCodeSource().getLocation();
    URL[] alone = {JAR.toUri().toURL(), jackson};
    try (URLClassLoader loader = new URLClassLoader(alone, ClassLoader.getPlatformClassLoader())) {
      for (String name : entries()) {
        if (name.endsWith(".class") && !name.endsWith("package-info.class")) {
          Class<?> type = load(loader, name);
          assertThat(type.getDeclaredMethods()).as(name).isNotNull(); // finds all their types
          assertThat(type.getDeclaredFields()).as(name).isNotNull();
        }
      }
      Class<?> client = load(loader, "io/heartwire/client/HeartwireClient.class");
      URI address = URI.create("ws://localhost:1/");
      assertThat(client.getMethod("centrifuge", URI.class).invoke(null, address)).isNotNull();
    }
  }

  private static Class<?> load(ClassLoader loader, String entry) throws ClassNotFoundException {
    String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    return Class.forName(name, true, loader);
  }

  /** Without directories. */
  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      return jar.stream().filter(each -> !each.isDirectory()).map(JarEntry::getName).toList();
    }
  }
}
