package io.heartwire.it.server;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jboss.shrinkwrap.api.Filters;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.jboss.shrinkwrap.api.importer.ZipImporter;
import org.jboss.shrinkwrap.api.spec.JavaArchive;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** A copy of the built server's configuration with overrides of the test. */
public final class ServerDirectory {
  /** The environment variable of a {@link GatewayServer} that names the directory. */
  public static final String VARIABLE = "WLP_USER_DIR";

  private static final List<String> COPIED = List.of("server.xml", "jvm.options", "server.env");
  private static final String WAR = "heartwire.war";
  private static final String BEANS_XML = "<beans bean-discovery-mode=\"annotated\"/>";

  private ServerDirectory() {}

  /**
   * @param overrides the elements between {@code <server>} and {@code </server>}
   * @return the value for {@link #VARIABLE}, with {@code servers/heartwire} in it
   */
  public static Path with(String overrides) {
    Path user = Installation.newOutputDirectory();
    Path server = user.resolve("servers/heartwire");
    try {
      Path drop = Files.createDirectories(server.resolve("configDropins/overrides"));
      for (String file : COPIED) {
        if (Files.exists(built().resolve(file))) {
          Files.copy(built().resolve(file), server.resolve(file));
        }
      }
      Files.createSymbolicLink(server.resolve("apps"), built().resolve("apps"));
      Files.writeString(drop.resolve("test.xml"), "<server>" + overrides + "</server>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return user;
  }

  /**
   * Creates a directory where the gateway is part of an application.
   *
   * @param overrides as in {@link #with}
   * @param beans the application's own classes, put into a library of the WAR
   */
  public static Path withBeans(String overrides, Class<?>... beans) {
    Path user = with(overrides);
    JavaArchive library =
        ShrinkWrap.create(JavaArchive.class, "application.jar")
            .addClasses(beans)
            .addAsManifestResource(new StringAsset(BEANS_XML), "beans.xml");
    replaceApps(user, shipped().addAsLibrary(library));
    return user;
  }

  /**
   * Creates a directory where the gateway has a changed deployment descriptor.
   *
   * @param change changes the present descriptor
   */
  public static Path withWebXml(UnaryOperator<String> change) {
    Path user = with("");
    WebArchive archive = shipped();
    try (InputStream own = archive.get("WEB-INF/web.xml").getAsset().openStream()) {
      String descriptor = new String(own.readAllBytes(), StandardCharsets.UTF_8);
      archive.delete("/WEB-INF/web.xml");
      archive.addAsWebInfResource(new StringAsset(change.apply(descriptor)), "web.xml");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    replaceApps(user, archive);
    return user;
  }

  /**
   * Applications with the gateway in them, in place of the gateway.
   *
   * @param overrides as those of {@link #with}
   * @param applications by their context roots, such as {@code /shop}
   */
  public static Path withApplications(String overrides, Map<String, WebArchive> applications) {
    StringBuilder places = new StringBuilder(overrides);
    String id = "heartwire"; // the first stands in place of the gateway
    for (Map.Entry<String, WebArchive> each : applications.entrySet()) {
      String war = each.getValue().getName();
      places.append(
          "<webApplication id='%s' location='%s' contextRoot='%s'/>"
              .formatted(id, war, each.getKey()));
      id = war;
    }
    Path user = with(places.toString());
    replaceApps(user, applications.values().toArray(WebArchive[]::new));
    return user;
  }

  /**
   * An archive of this name with the gateway and what it needs in its libraries, and nothing else.
   */
  public static WebArchive withLibraries(String name) {
    return ShrinkWrap.create(WebArchive.class, name)
        .merge(shipped(), Filters.include("/WEB-INF/lib/.*"));
  }

  private static void replaceApps(Path user, WebArchive... applications) {
    Path apps = user.resolve("servers/heartwire/apps");
    try {
      Files.delete(apps); // the link
      Files.createDirectory(apps);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (WebArchive application : applications) {
      application.as(ZipExporter.class).exportTo(apps.resolve(application.getName()).toFile());
    }
  }

  private static WebArchive shipped() {
    File war = built().resolve("apps").resolve(WAR).toFile();
    return ShrinkWrap.create(ZipImporter.class, WAR).importFrom(war).as(WebArchive.class);
  }

  private static Path built() {
    return Installation.wlpHome().resolve("usr/servers/heartwire").toAbsolutePath();
  }
}
