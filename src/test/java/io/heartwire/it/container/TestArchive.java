package io.heartwire.it.container;

import io.heartwire.it.client.RawSocket;
import io.heartwire.it.server.ServerDirectory;
import io.heartwire.testkit.ClientFrames;
import java.io.File;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** What every archive that is tested inside the server holds: a beans.xml and the assertions. */
public final class TestArchive {
  private static final String BEANS_XML =
      """
      <beans xmlns="https://jakarta.ee/xml/ns/jakartaee" version="4.0"
             bean-discovery-mode="annotated"/>
      """;

  private TestArchive() {}

  /** An archive to add the classes under test to. */
  public static WebArchive named(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addAsLibraries(jarOf(Assertions.class), jarOf(ByteBuddy.class))
        .addAsWebInfResource(new StringAsset(BEANS_XML), "beans.xml");
  }

  /** An application with the gateway in it, as it ships, under a context root of its own. */
  public static WebArchive gateway(String name) {
    return ServerDirectory.withLibraries(name)
        .addPackage(RawSocket.class.getPackage())
        .addClass(ClientFrames.class)
        .addAsLibraries(
            jarOf(Assertions.class),
            jarOf(ByteBuddy.class),
            jarOf(Awaitility.class),
            jarOf(Matcher.class))
        .addAsWebInfResource(new StringAsset(BEANS_XML), "beans.xml");
  }

  /** A library that overrides the defaults of the gateway's settings. */
  static JavaArchive settings(Map<String, String> settings) {
    String text =
        settings.entrySet().stream()
            .map(each -> each.getKey() + '=' + each.getValue())
            .collect(Collectors.joining("\n", "config_ordinal=200\n", "\n"));
    return ShrinkWrap.create(JavaArchive.class, "settings.jar")
        .addAsManifestResource(new StringAsset(text), "microprofile-config.properties");
  }

  private static File jarOf(Class<?> type) {
    try {
      return new File(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("no jar for " + type, e);
    }
  }
}
