package io.heartwire.it.container;

import com.fasterxml.jackson.core.JsonFactory;
import com.github.benmanes.caffeine.cache.Cache;
import com.google.protobuf.Message;
import com.nimbusds.jose.JWSObject;
import dev.failsafe.CircuitBreaker;
import heartwire.generated.centrifuge.ClientProtocol;
import io.github.bucket4j.Bucket;
import io.heartwire.it.client.RawSocket;
import io.heartwire.testkit.ClientFrames;
import java.io.File;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.stream.Collectors;
import net.bytebuddy.ByteBuddy;
import org.HdrHistogram.Histogram;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.hamcrest.Matcher;
import org.jboss.shrinkwrap.api.ArchivePath;
import org.jboss.shrinkwrap.api.Filter;
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

  private static final Filter<ArchivePath> GATEWAY_CLASSES = TestArchive::isGatewayClass;

  private TestArchive() {}

  /** An archive to add the classes under test to. */
  public static WebArchive named(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addAsLibraries(jarOf(Assertions.class), jarOf(ByteBuddy.class))
        .addAsWebInfResource(new StringAsset(BEANS_XML), "beans.xml");
  }

  /** The whole gateway, as it ships, under a context root of its own. */
  public static WebArchive gateway(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .addPackages(true, GATEWAY_CLASSES, "io.heartwire")
        .addPackage(ClientProtocol.class.getPackage())
        .addAsResource("META-INF/microprofile-config.properties")
        .addAsResource("META-INF/services/jakarta.enterprise.inject.spi.Extension")
        .addAsWebInfResource(new File("src/main/webapp/WEB-INF/web.xml"))
        .addAsWebInfResource(new File("src/main/webapp/WEB-INF/beans.xml"))
        .addPackage(RawSocket.class.getPackage())
        .addClass(ClientFrames.class)
        .addAsLibraries(
            jarOf(CircuitBreaker.class),
            jarOf(Histogram.class),
            jarOf(JsonFactory.class),
            jarOf(Message.class),
            jarOf(JWSObject.class),
            jarOf(Bucket.class),
            jarOf(Cache.class),
            jarOf(Assertions.class),
            jarOf(ByteBuddy.class),
            jarOf(Awaitility.class),
            jarOf(Matcher.class));
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

  /** Test classes share the root package; what ships is what the build put into its own folder. */
  private static boolean isGatewayClass(ArchivePath path) {
    String file = path.get().replaceFirst("^(/WEB-INF/classes)?/", "");
    return new File("target/classes", file).exists();
  }
}
