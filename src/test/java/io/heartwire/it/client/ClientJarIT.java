package io.heartwire.it.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.json.PackageVersion;
import io.heartwire.it.server.GatewayServer;
import io.heartwire.testkit.Issuer;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import javax.tools.ToolProvider;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The artifact {@code heartwire-client} that other applications get. */
class ClientJarIT {
  private static final Path JAR = Path.of(System.getProperty("heartwire.client.jar"));
  private static final Path LIBRARY = Path.of(System.getProperty("heartwire.library.jar"));
  private static final Path POM = Path.of(System.getProperty("heartwire.client.pom"));
  private static final String PROGRAM = "OrderProgram";
  private static final String SECRET = "only this gateway and its back end know these words";

  private record Dependency(String group, String artifact, String version) {}

  @Test
  void jarMustContainTheClientAndNothingElse() throws IOException {
    assertThat(entries(JAR))
        .contains("io/heartwire/client/HeartwireClient.class")
        .contains("io/heartwire/client/pool/SessionPool.class")
        .contains("META-INF/maven/io.heartwire/heartwire-client/pom.xml")
        .allMatch(name -> name.startsWith("io/heartwire/client/") || name.startsWith("META-INF/"));
  }

  @Test
  void libraryOfTheServerMustNotContainTheClient() throws IOException {
    assertThat(entries(LIBRARY))
        .contains("io/heartwire/channel/Channels.class")
        .noneMatch(name -> name.startsWith("io/heartwire/client/"));
  }

  @Test
  void jarMustNameItsModule() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
          .isEqualTo("io.heartwire.client");
    }
  }

  @Test
  void pomMustHaveItsOwnCoordinatesAndNameJacksonCoreAlone() throws Exception {
    Document pom = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(POM.toFile());
    Element project = pom.getDocumentElement();
    List<Dependency> dependencies = new ArrayList<>();
    NodeList found = project.getElementsByTagName("dependency");
    for (int i = 0; i < found.getLength(); i++) {
      Element each = (Element) found.item(i);
      dependencies.add(
          new Dependency(text(each, "groupId"), text(each, "artifactId"), text(each, "version")));
    }

    assertThat(tuple(text(project, "groupId"), text(project, "artifactId")))
        .isEqualTo(tuple("io.heartwire", "heartwire-client"));
    assertThat(JAR).hasFileName("heartwire-client-" + text(project, "version") + ".jar");
    assertThat(Path.of("docs/java-client.md"))
        .content()
        .contains(
            "<artifactId>heartwire-client</artifactId>\n  <version>"
                + text(project, "version")
                + "</version>");
    assertThat(dependencies)
        .containsExactly(
            new Dependency(
                "com.fasterxml.jackson.core", "jackson-core", PackageVersion.VERSION.toString()));
  }

  @Test
  void everyClassMustLoadWithNothingButJackson() throws Exception {
    URL[] alone = {JAR.toUri().toURL(), jackson().toUri().toURL()};
    try (URLClassLoader loader = new URLClassLoader(alone, ClassLoader.getPlatformClassLoader())) {
      for (String name : entries(JAR)) {
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

  @Test
  void programOfSomebodyElseMustCompileAndRunWithTheJarAndJacksonAlone(@TempDir Path dir)
      throws Exception {
    String classPath = JAR + File.pathSeparator + jackson();
    compile(dir, classPath);
    try (GatewayServer gateway =
        GatewayServer.start(
            Map.of(
                "HEARTWIRE_CLIENT_INSECURE", "true",
                "HEARTWIRE_TOKEN_HMAC_SECRET", SECRET,
                "HEARTWIRE_CHANNEL_NAMESPACES", "news"))) {
      assertThat(run(dir, classPath, gateway.ws("/").toString()))
          .isEqualToIgnoringNewLines("news: {\"state\":\"paid\"}raw: hello");
    }
  }

  /** Any warning is an error: users may build so, too. */
  private static void compile(Path dir, String classPath) throws Exception {
    Path source = Path.of("src/test/resources/client-program", PROGRAM + ".java");
    String[] arguments = {
      "-Xlint:all", "-Werror", "-proc:none", "-cp", classPath, "-d", "" + dir, "" + source
    };
    assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments)).isZero();
  }

  private static String run(Path dir, String classPath, String gateway) throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String token = Issuer.hmac(SECRET).token("{\"sub\":\"stranger\"}");
    Path output = dir.resolve("output.txt");
    Process program =
        new ProcessBuilder(
                java, "-cp", dir + File.pathSeparator + classPath, PROGRAM, gateway, token)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(program.waitFor(60, TimeUnit.SECONDS)).as("the program ends").isTrue();
    } finally {
      program.destroyForcibly();
    }
    String written = Files.readString(output);
    assertThat(program.exitValue()).as(written).isZero();
    return written;
  }

  private static Path jackson() throws URISyntaxException {
    return Path.of(JsonFactory.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** Of the element's own child. */
  private static String text(Element element, String name) {
    for (var each = element.getFirstChild(); each != null; each = each.getNextSibling()) {
      if (each.getNodeName().equals(name)) {
        return each.getTextContent();
      }
    }
    throw new AssertionError("no " + name);
  }

  private static Class<?> load(ClassLoader loader, String entry) throws ClassNotFoundException {
    String name = entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
    return Class.forName(name, true, loader);
  }

  /** Without directories. */
  private static List<String> entries(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.stream().filter(each -> !each.isDirectory()).map(JarEntry::getName).toList();
    }
  }
}
